import SketchCore

/// An equation of drawings, in the manner of Ha & Eck 2017, figure 6: operands in black with their signs, and
/// what the model drew for the result in blue.
public struct EquationSheet: PictureSource, Hashable {
    public enum Term: Hashable, Sendable {
        case operand(Sketch)
        /// `+`, a parenthesis, a number.
        case sign(String)
    }

    public var terms: [Term]
    /// Several drawings of one result.
    public var results: [Sketch]
    public var style: SheetStyle

    public init(terms: [Term], results: [Sketch], style: SheetStyle = SheetStyle()) {
        self.terms = terms
        self.results = results
        self.style = style
    }

    public func picture() throws -> Picture { try plan().picture(style: style) }

    package func plan() -> GridPlan {
        let measure = TextMeasure()
        let columns = max(1, min(style.columns ?? GridPlan.columns(for: results.count, line: 5), results.count))
        let lines = (results.count + columns - 1) / columns
        var plan = GridPlan(columnCount: terms.count + 1 + columns, lineCount: lines)
        guard lines > 0 else { return plan }
        for (column, term) in (terms + [.sign("=")]).enumerated() {
            switch term {
            case .operand(let sketch):
                let cell = Cell(sketch: sketch, colour: Palette.operand, label: sketch.name)
                plan.placements.append(.init(cell, column: column, lines: 0...(lines - 1)))
            case .sign(let text):
                let size = text == "(" || text == ")" ? 0.8 : text.first?.isNumber == true ? 0.3 : 0.45
                plan.signs.append(.init(text: text, column: column, lines: 0...(lines - 1), size: size))
                plan.columnWidths[column] = measure.width(text, size: size * style.cell.points)
            }
        }
        for (index, sketch) in results.enumerated() {
            let cell = Cell(sketch: sketch, colour: Palette.blue)
            plan.placements.append(
                .init(
                    cell, column: terms.count + 1 + index % columns, line: index / columns,
                    step: GridPlan.step(index, of: results.count)))
        }
        return plan
    }
}
