import FoundationEssentials
import Glibc

/// A sheet or a plot: anything that can be laid out as one picture.
public protocol PictureSource: Sendable {
    /// Returns the picture, laid out in points.
    ///
    /// - Throws: `RenderingError.badStyle` or `.nothingToDraw`.
    func picture() throws -> Picture
}

extension PictureSource {
    /// Returns the content of a picture file. The same sheet and recipe give the same bytes.
    ///
    /// - Parameter recipe: How the picture was made, stored in its metadata; `nil` stores nothing.
    /// - Throws: `RenderingError`.
    public func data(format: PictureFormat, recipe: Recipe? = nil) throws -> Data {
        try picture().data(format: format, recipe: recipe)
    }

    /// Checks that the picture can be written to a path of this extension. A sheet is not larger than one of empty
    /// sketches, which can be checked before the long work that makes the drawings.
    ///
    /// - Throws: `RenderingError`.
    public func checkSize(for path: String) throws { try picture().checkSize(for: PictureFormat(path: path)) }

    /// Writes a picture file in the format given by the path's extension: `.png`, `.svg`, `.pdf` or `.html`.
    ///
    /// The file is written under a temporary name and renamed, so an existing file is replaced completely or not at all.
    ///
    /// - Parameter recipe: How the picture was made, stored in its metadata; `nil` stores nothing.
    /// - Throws: `RenderingError`, or an error that names the path if the file cannot be written.
    public func write(to path: String, recipe: Recipe? = nil) throws {
        try picture().write(to: path, recipe: recipe)
    }
}

/// A table of drawings: rows of sheet cells under one style.
///
/// Suits reconstructions by temperature, completions, or any other table. ``SketchSheet`` arranges a plain list.
public struct Sheet: GridSheet, Hashable {
    /// One row of the table.
    public struct Row: Hashable, Sendable {
        /// Text on the left of the row; empty for none.
        public var label: String
        /// The cells from left to right.
        public var cells: [SheetCell]

        /// Creates a row of cells.
        public init(_ cells: [SheetCell], label: String = "") {
            self.label = label
            self.cells = cells
        }
    }

    /// The rows from top to bottom.
    public var rows: [Row]
    /// Text above each column. If a row alone or rows with inputs wrap, it is below each drawing; if other rows wrap, it is
    /// omitted, because columns then have no common meaning.
    public var columnLabels: [String]
    /// The number of leading columns that show inputs; extra space separates them from the rest.
    public var inputColumns: Int
    /// Lengths, colours and layout.
    public var style: SheetStyle

    /// Creates a sheet from rows of cells.
    public init(
        rows: [Row], columnLabels: [String] = [], inputColumns: Int = 0, style: SheetStyle = SheetStyle()
    ) {
        self.rows = rows
        self.columnLabels = columnLabels
        self.inputColumns = inputColumns
        self.style = style
    }

    public func picture() throws -> Picture { try filledPicture() }

    /// The columns of a table without inputs do not wrap on a page, because they have a common meaning.
    var longestLine: Int { rows.count > 1 && inputColumns == 0 ? 1 : rows.map(\.cells.count).max() ?? 1 }
    var hasComparedRows: Bool { rows.count > 1 }

    /// Returns the cells by column and line. A row that is longer than the number of columns wraps; its label is at
    /// its first line.
    package func plan() -> GridPlan {
        let longest = rows.map(\.cells.count).max() ?? 0
        if let plan = wrappedResults(longest) { return plan }
        let columns = GridPlan.balanced(longest, atMost: style.columns ?? Self.columns(for: longest, rows: rows.count))
        var plan = GridPlan(columnCount: columns, lineCount: 0)
        for (series, row) in rows.enumerated() where !row.cells.isEmpty {
            if !row.label.isEmpty { plan.lineLabels[plan.lineCount] = row.label }
            for (index, cell) in row.cells.enumerated() {
                var placement = GridPlan.Placement(
                    cell, column: index % columns, line: plan.lineCount + index / columns,
                    step: GridPlan.step(index - inputColumns, of: row.cells.count - inputColumns))
                placement.place = Self.place(of: cell, series: series)
                plan.placements.append(placement)
            }
            plan.lineCount += (row.cells.count + columns - 1) / columns
            if columns < longest { plan.breaksAfterLine.insert(plan.lineCount - 1) }
        }
        if columns >= longest {
            for (column, label) in columnLabels.prefix(columns).enumerated() where !label.isEmpty {
                plan.columnLabels[column] = label
            }
            if inputColumns > 0, inputColumns < columns { plan.breaksAfterColumn.insert(inputColumns - 1) }
        }
        return plan
    }

    /// Returns the plan of rows whose results wrap, on the right of their inputs and with the labels of columns below the
    /// drawings; nil if they do not wrap.
    private func wrappedResults(_ longest: Int) -> GridPlan? {
        let results = longest - inputColumns
        guard inputColumns > 0 || rows.count == 1 && !columnLabels.isEmpty, results > 1 else { return nil }
        // A row alone is a strip of up to 7 results; rows below each other are compared, so they stay whole for longer.
        let columns =
            style.columns.map { GridPlan.balanced(results, atMost: $0 - inputColumns) }
            ?? GridPlan.columns(for: results, line: rows.count > 1 ? 14 : 7, aspect: 3)
        guard columns < results, style.columns ?? longest > inputColumns else { return nil }
        var plan = GridPlan(columnCount: inputColumns + columns, lineCount: 0)
        for (series, row) in rows.enumerated() where !row.cells.isEmpty {
            let first = plan.lineCount
            let last = first + max(row.cells.count - inputColumns - 1, 0) / columns
            if !row.label.isEmpty { plan.lineLabels[first] = row.label }
            for (index, cell) in row.cells.enumerated() {
                let result = index - inputColumns
                let step = GridPlan.step(result, of: row.cells.count - inputColumns)
                var placement =
                    result < 0
                    ? GridPlan.Placement(cell, column: index, lines: first...last, step: step)
                    : GridPlan.Placement(
                        cell, column: inputColumns + result % columns, line: first + result / columns, step: step)
                if cell.label.isEmpty, index < columnLabels.count { placement.cell.label = columnLabels[index] }
                placement.place = Self.place(of: cell, series: series)
                plan.placements.append(placement)
            }
            plan.lineCount = last + 1
            if rows.count > 1 { plan.breaksAfterLine.insert(last) }
        }
        if inputColumns > 0 { plan.breaksAfterColumn.insert(inputColumns - 1) }
        return plan
    }

    private static func place(of cell: SheetCell, series: Int) -> SeriesPlace? {
        cell.temperature.map { SeriesPlace(axis: .temperature, series: series, value: $0) }
    }

    /// Returns the default number of columns. Tables of several rows wrap only if a row has more than 40 cells.
    private static func columns(for count: Int, rows: Int) -> Int {
        rows > 1 && count <= 40 ? count : GridPlan.columns(for: count)
    }
}
