import SketchCore

/// An equation of drawings, as in the analogies of Ha & Eck 2017, figure 7.
///
/// Operands and signs are black, the decoded results blue.
public struct EquationSheet: GridSheet, Hashable {
    /// A term on the left of the equals sign.
    public enum Term: Hashable, Sendable {
        /// A drawing.
        case operand(Sketch)
        /// An operator, a parenthesis or a number.
        case sign(String)
    }

    /// The left side of the equation.
    public var terms: [Term]
    /// Samples of the result.
    public var results: [Sketch]
    /// Lengths, colours and layout.
    public var style: SheetStyle

    /// Creates an equation.
    public init(terms: [Term], results: [Sketch], style: SheetStyle = SheetStyle()) {
        self.terms = terms
        self.results = results
        self.style = style
    }

    public func picture() throws -> Picture { try filledPicture() }

    var longestLine: Int { results.count }

    /// Returns terms and results by column and line.
    package func plan() -> GridPlan {
        let measure = TextMeasure(font: style.font)
        let columns =
            style.columns.map { GridPlan.balanced(results.count, atMost: $0) }
            ?? GridPlan.columns(for: results.count, line: 5)
        let lines = (results.count + columns - 1) / columns
        var plan = GridPlan(columnCount: terms.count + 1 + columns, lineCount: lines)
        guard lines > 0 else { return plan }
        for (column, term) in (terms + [.sign("=")]).enumerated() {
            switch term {
            case .operand(let sketch):
                let cell = SheetCell(sketch: sketch, colour: Palette.operand, label: sketch.name)
                plan.placements.append(.init(cell, column: column, lines: 0...(lines - 1)))
            case .sign(let text):
                let size = text == "(" || text == ")" ? 0.8 : text.first?.isNumber == true ? 0.3 : 0.45
                plan.signs.append(.init(text: text, column: column, lines: 0...(lines - 1), size: size))
                plan.columnWidths[column] = measure.width(text, size: size * 100) / 100
            }
        }
        for (index, sketch) in results.enumerated() {
            let cell = SheetCell(sketch: sketch, colour: Palette.blue, name: "result \(index + 1)")
            plan.placements.append(
                .init(
                    cell, column: terms.count + 1 + index % columns, line: index / columns,
                    step: GridPlan.step(index, of: results.count)))
        }
        return plan
    }
}
