import SketchCore

/// An interpolation between two drawings, as in Ha & Eck 2017, figure 7.
///
/// The inputs are black, at both ends; between them is one row of steps per model, coloured from pink to blue. Rows
/// that are too long wrap: the first input is then at the first line of its row, the second at the last.
public struct InterpolationSheet: PictureSource, Hashable {
    /// One point of the path between the inputs.
    public struct Step: Hashable, Sendable {
        /// The position on the path: 0 at the start, 1 at the end.
        public var t: Double
        /// The drawing decoded at this position.
        public var sketch: Sketch

        /// Creates a step.
        public init(t: Double, sketch: Sketch) {
            self.t = t
            self.sketch = sketch
        }
    }

    /// The steps of one path, decoded by one model.
    public struct Row: Hashable, Sendable {
        /// Text on the left of the row, such as the model's name; empty for none.
        public var label: String
        /// The drawings from start to end.
        public var steps: [Step]
        /// The row's first input, if it differs from the sheet's.
        public var start: Sketch?
        /// The row's last input, if it differs from the sheet's.
        public var end: Sketch?

        /// Creates a row of steps.
        public init(_ steps: [Step], label: String = "", start: Sketch? = nil, end: Sketch? = nil) {
            self.label = label
            self.steps = steps
            self.start = start
            self.end = end
        }
    }

    /// The input at the left end, in pixels.
    public var start: Sketch
    /// The input at the right end, in pixels.
    public var end: Sketch
    /// One row per path and model.
    public var rows: [Row]
    /// Lengths, colours and layout.
    public var style: SheetStyle

    /// Creates a sheet of evenly spaced steps, the ends included: `sketches[0]` is at t = 0, the last at t = 1.
    public init(start: Sketch, end: Sketch, sketches: [Sketch], style: SheetStyle = SheetStyle()) {
        let steps = sketches.enumerated().map { Step(t: GridPlan.step($0, of: sketches.count), sketch: $1) }
        self.init(start: start, end: end, rows: [Row(steps)], style: style)
    }

    /// Creates a sheet with one row per path and model.
    public init(start: Sketch, end: Sketch, rows: [Row], style: SheetStyle = SheetStyle()) {
        self.start = start
        self.end = end
        self.rows = rows
        self.style = style
    }

    public func picture() throws -> Picture { try plan().picture(style: style) }

    /// Returns the steps and inputs by column and line.
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
            // Rows with equal t are labelled once, below the last of them.
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
            let cell = SheetCell(sketch: step.sketch, colour: Palette.interpolation(step.t), label: label)
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

    private func input(_ sketch: Sketch) -> SheetCell {
        SheetCell(sketch: sketch, colour: Palette.operand, label: sketch.name)
    }

    private static func times(_ row: Row) -> [Double] { row.steps.map(\.t) }

    /// Returns the number of decimals in labels: at most 2, or 3 for more than 101 steps, without common trailing zeros.
    private static func decimals(_ times: [Double]) -> Int {
        let maximum = times.count > 101 ? 3 : 2
        return (0..<maximum).first { places in
            times.allSatisfy { PlainNumber.text($0, decimals: places) == PlainNumber.text($0, decimals: maximum) }
        } ?? maximum
    }

    /// Returns `t = 0` for the first step and a number for the others, without decimals at the ends.
    private static func label(_ t: Double, isFirst: Bool, decimals: Int) -> String {
        let isEnd = t == 0 || t == 1
        return (isFirst ? "t = " : "") + PlainNumber.fixed(t, decimals: isEnd ? 0 : decimals)
    }
}
