import Foundation

/// Something that can be laid out as one picture.
public protocol PictureSource: Sendable {
    /// The picture, laid out in points.
    /// - Throws: `RenderingError.badStyle` or `.nothingToDraw`.
    func picture() throws -> Picture
}

extension PictureSource {
    /// The sheet as a file's bytes; the same sheet and recipe give the same bytes.
    /// - Throws: `RenderingError`.
    public func data(format: PictureFormat, recipe: Recipe) throws -> Data {
        try picture().data(format: format, recipe: recipe)
    }

    /// Writes the sheet in the format that the path's extension names, whole or not at all.
    /// - Throws: `RenderingError`.
    public func write(to path: String, recipe: Recipe) throws {
        try picture().write(to: path, recipe: recipe)
    }
}

/// Rows of cells under one style: grids over temperature, analogies, completions, anything that is a table
/// of drawings.
public struct Sheet: PictureSource, Hashable {
    public struct Row: Hashable, Sendable {
        /// Stands left of the row; empty for none.
        public var label: String
        public var cells: [Cell]

        public init(_ cells: [Cell], label: String = "") {
            self.label = label
            self.cells = cells
        }
    }

    public var rows: [Row]
    /// Stand above the columns; left out where rows wrap, since a column then means nothing.
    public var columnLabels: [String]
    /// How many leading columns are inputs, set apart from the rest by more white.
    public var inputColumns: Int
    public var style: SheetStyle

    public init(
        rows: [Row], columnLabels: [String] = [], inputColumns: Int = 0, style: SheetStyle = SheetStyle()
    ) {
        self.rows = rows
        self.columnLabels = columnLabels
        self.inputColumns = inputColumns
        self.style = style
    }

    public func picture() throws -> Picture { try plan().picture(style: style) }

    /// Rows longer than the columns go on in the next line; their label stands at the first.
    package func plan() -> GridPlan {
        let longest = rows.map(\.cells.count).max() ?? 0
        let columns = min(max(style.columns ?? Self.columns(for: longest, rows: rows.count), 1), max(longest, 1))
        var plan = GridPlan(columnCount: columns, lineCount: 0)
        for row in rows where !row.cells.isEmpty {
            if !row.label.isEmpty { plan.lineLabels[plan.lineCount] = row.label }
            for (index, cell) in row.cells.enumerated() {
                plan.placements.append(
                    .init(
                        cell, column: index % columns, line: plan.lineCount + index / columns,
                        step: GridPlan.step(index - inputColumns, of: row.cells.count - inputColumns)))
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

    /// A table keeps its columns where it can: only a row too long for any page is folded.
    private static func columns(for count: Int, rows: Int) -> Int {
        rows > 1 && count <= 40 ? count : GridPlan.columns(for: count)
    }
}
