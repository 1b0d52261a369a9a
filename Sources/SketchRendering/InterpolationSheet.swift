import SketchCore

/// The way from one drawing to another, in the manner of Ha & Eck 2017, figure 4: the inputs in black at both
/// ends, between them a row of steps for each model, pink turning to blue.
///
/// Steps that do not fit in one line go on in the next; the first input then stands at the first line of a row,
/// the second at its last.
public struct InterpolationSheet: PictureSource, Hashable {
    public struct Step: Hashable, Sendable {
        /// 0 at the start, 1 at the end.
        public var t: Double
        public var sketch: Sketch

        public init(t: Double, sketch: Sketch) {
            self.t = t
            self.sketch = sketch
        }
    }

    /// What one model drew.
    public struct Row: Hashable, Sendable {
        /// Names the model; shown left of the row.
        public var label: String
        public var steps: [Step]
        /// The inputs of this row where they are not the sheet's: a leg of a longer way.
        public var start: Sketch?
        public var end: Sketch?

        public init(_ steps: [Step], label: String = "", start: Sketch? = nil, end: Sketch? = nil) {
            self.label = label
            self.steps = steps
            self.start = start
            self.end = end
        }
    }

    public var start: Sketch
    public var end: Sketch
    public var rows: [Row]
    public var style: SheetStyle

    public init(start: Sketch, end: Sketch, rows: [Row], style: SheetStyle = SheetStyle()) {
        self.start = start
        self.end = end
        self.rows = rows
        self.style = style
    }

    public func picture() throws -> Picture { try plan().picture(style: style) }

    package func plan() -> GridPlan {
        let rows = rows.filter { !$0.steps.isEmpty }
        let longest = rows.map(\.steps.count).max() ?? 0
        let columns = min(max(style.columns ?? GridPlan.columns(for: longest), 1), max(longest, 1))
        var plan = GridPlan(columnCount: columns + 2, lineCount: 0)
        guard longest > 0 else { return plan }
        plan.breaksAfterColumn = [0, columns]
        let wraps = longest > columns
        let hasOwnInputs = rows.contains { $0.start != nil || $0.end != nil }
        for (index, row) in rows.enumerated() {
            if !row.label.isEmpty { plan.lineLabels[plan.lineCount] = row.label }
            // Models in rows of one line share their t: the last row carries the labels for all.
            let isLabelled = wraps || hasOwnInputs || index == rows.count - 1 || Self.times(row) != Self.times(rows[index + 1])
            add(row, to: &plan, columns: columns, isLabelled: isLabelled)
            let lines = plan.lineCount...(plan.lineCount + (row.steps.count - 1) / columns)
            if wraps || hasOwnInputs { addInputs(of: row, to: &plan, first: lines.lowerBound, last: lines.upperBound) }
            plan.lineCount = lines.upperBound + 1
            if wraps { plan.breaksAfterLine.insert(lines.upperBound) }
        }
        if !wraps, !hasOwnInputs { addInputs(to: &plan, across: 0...(plan.lineCount - 1)) }
        return plan
    }

    private func add(_ row: Row, to plan: inout GridPlan, columns: Int, isLabelled: Bool) {
        let decimals = Self.decimals(Self.times(row))
        for (index, step) in row.steps.enumerated() {
            let label = isLabelled ? Self.label(step.t, isFirst: index == 0, decimals: decimals) : ""
            let cell = Cell(sketch: step.sketch, colour: Palette.interpolation(step.t), label: label)
            plan.placements.append(
                .init(cell, column: 1 + index % columns, line: plan.lineCount + index / columns, step: step.t))
        }
    }

    private func addInputs(to plan: inout GridPlan, across lines: ClosedRange<Int>) {
        plan.placements.append(.init(input(start), column: 0, lines: lines))
        plan.placements.append(.init(input(end), column: plan.columnCount - 1, lines: lines))
    }

    private func addInputs(of row: Row, to plan: inout GridPlan, first: Int, last: Int) {
        plan.placements.append(.init(input(row.start ?? start), column: 0, line: first))
        plan.placements.append(.init(input(row.end ?? end), column: plan.columnCount - 1, line: last))
    }

    private func input(_ sketch: Sketch) -> Cell {
        Cell(sketch: sketch, colour: Palette.operand, label: sketch.name)
    }

    private static func times(_ row: Row) -> [Double] { row.steps.map(\.t) }

    /// As few decimals as tell the steps apart: 2, or 3 for more than 101 steps, less where all end in 0.
    private static func decimals(_ times: [Double]) -> Int {
        let most = times.count > 101 ? 3 : 2
        return (0..<most).first { places in
            times.allSatisfy { PlainNumber.text($0, decimals: places) == PlainNumber.text($0, decimals: most) }
        } ?? most
    }

    /// `t = 0` first, then bare numbers; the ends without decimals.
    private static func label(_ t: Double, isFirst: Bool, decimals: Int) -> String {
        let isEnd = t == 0 || t == 1
        return (isFirst ? "t = " : "") + PlainNumber.fixed(t, decimals: isEnd ? 0 : decimals)
    }
}
