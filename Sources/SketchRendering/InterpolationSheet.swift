import SketchCore
import SketchSupport

/// An interpolation between two drawings, as in Ha & Eck 2017, figure 7.
///
/// The inputs are black, at both ends; between them is one row of steps per model, coloured from pink to blue. A row
/// that is too long wraps in balanced lines, in reading order: the first input, the steps, the second input.
public struct InterpolationSheet: GridSheet, Hashable {
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

    public func picture() throws -> Picture { try filledPicture() }

    var longestLine: Int { (rows.map(\.steps.count).max() ?? 0) + 2 }
    var hasComparedRows: Bool { rows.count > 1 }

    /// Returns the steps and inputs by column and line.
    package func plan() -> GridPlan {
        let rows = rows.filter { !$0.steps.isEmpty }
        let longest = rows.map(\.steps.count).max() ?? 0
        guard longest > 0 else { return GridPlan(columnCount: 2, lineCount: 0) }
        if let columns = wrappedColumns(longest, rows: rows.count) { return wrappedPlan(rows, columns: columns) }
        var plan = GridPlan(columnCount: longest + 2, lineCount: rows.count)
        plan.breaksAfterColumn = [0, longest]
        let hasOwnInputs = rows.contains { $0.start != nil || $0.end != nil }
        for (index, row) in rows.enumerated() {
            if !row.label.isEmpty { plan.lineLabels[index] = row.label }
            // Rows with equal t are labelled once, below the last of them.
            let isLabelled = hasOwnInputs || index == rows.count - 1 || Self.times(row) != Self.times(rows[index + 1])
            add(row, series: index, to: &plan, isLabelled: isLabelled) { (column: 1 + $0, line: index) }
            if hasOwnInputs { addInputs(of: row, to: &plan, start: (0, index), end: (longest + 1, index)) }
        }
        if !hasOwnInputs {
            plan.placements.append(.init(input(start), column: 0, lines: 0...(rows.count - 1)))
            plan.placements.append(.init(input(end), column: longest + 1, lines: 0...(rows.count - 1), step: 1))
        }
        return plan
    }

    /// Returns the maximum number of columns, inputs included, of rows that wrap; nil if they do not.
    private func wrappedColumns(_ longest: Int, rows: Int) -> Int? {
        // The inputs of several rows are beside all of them.
        if let columns = style.columns { return longest + (rows > 1 ? 0 : 2) > columns ? max(columns, 1) : nil }
        // A row alone is a strip of up to 8 cells; rows below each other are compared, so they stay whole for longer.
        let line = rows > 1 ? 14 : 8
        return longest + 2 > line ? GridPlan.columns(for: longest + 2, line: line, aspect: 3) : nil
    }

    private func wrappedPlan(_ rows: [Row], columns: Int) -> GridPlan {
        let columns = GridPlan.balanced((rows.map(\.steps.count).max() ?? 0) + 2, atMost: columns)
        var plan = GridPlan(columnCount: columns, lineCount: 0)
        for (index, row) in rows.enumerated() {
            if !row.label.isEmpty { plan.lineLabels[plan.lineCount] = row.label }
            let first = plan.lineCount
            func place(_ index: Int) -> (column: Int, line: Int) { (index % columns, first + index / columns) }
            let last = place(row.steps.count + 1)
            add(row, series: index, to: &plan, isLabelled: true) { place($0 + 1) }
            addInputs(of: row, to: &plan, start: place(0), end: last)
            plan.lineCount = last.line + 1
            if rows.count > 1 { plan.breaksAfterLine.insert(last.line) }
        }
        return plan
    }

    private func add(
        _ row: Row, series: Int, to plan: inout GridPlan, isLabelled: Bool, place: (Int) -> (column: Int, line: Int)
    ) {
        let times = Self.times(row)
        let decimals = PlainNumber.decimals(of: times, atMost: times.count > 101 ? 3 : 2)
        for (index, step) in row.steps.enumerated() {
            let time = PlainNumber.fixed(step.t, decimals: decimals)
            let cell = SheetCell(
                sketch: step.sketch, colour: Palette.interpolation(step.t),
                label: isLabelled ? (index == 0 ? "t = " : "") + time : "",
                name: (row.label.isEmpty ? "" : row.label + ", ") + "t = " + time)
            let (column, line) = place(index)
            var placement = GridPlan.Placement(cell, column: column, line: line, step: step.t)
            placement.place = SeriesPlace(axis: .position, series: series, value: step.t)
            plan.placements.append(placement)
        }
    }

    private func addInputs(
        of row: Row, to plan: inout GridPlan, start first: (column: Int, line: Int), end last: (column: Int, line: Int)
    ) {
        plan.placements.append(.init(input(row.start ?? start), column: first.column, line: first.line))
        plan.placements.append(.init(input(row.end ?? end), column: last.column, line: last.line, step: 1))
    }

    private func input(_ sketch: Sketch) -> SheetCell {
        SheetCell(sketch: sketch, colour: Palette.operand, label: sketch.name)
    }

    private static func times(_ row: Row) -> [Double] { row.steps.map(\.t) }
}
