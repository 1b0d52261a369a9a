/// The positions of cells in columns and lines, without lengths.
///
/// Sheets produce plans; `picture(style:)` computes lengths and makes the picture.
package struct GridPlan: Sendable {
    /// A cell and its position.
    package struct Placement: Sendable {
        /// The drawing and its label.
        package var cell: SheetCell
        /// The column, from 0.
        package var column: Int
        /// The lines, from 0; the cell is centred vertically on them.
        package var lines: ClosedRange<Int>
        /// The position in the row: 0 for the first drawing, 1 for the last.
        package var step: Double
        /// The place in a series; nil for a drawing that is in none.
        package var place: SeriesPlace?

        /// Places a cell on one line.
        package init(_ cell: SheetCell, column: Int, line: Int, step: Double = 0) {
            self.init(cell, column: column, lines: line...line, step: step)
        }

        /// Places a cell in the middle of several lines.
        package init(_ cell: SheetCell, column: Int, lines: ClosedRange<Int>, step: Double = 0) {
            self.cell = cell
            self.column = column
            self.lines = lines
            self.step = step
        }
    }

    /// A sign between drawings, such as the plus of an equation, centred on its column and lines.
    package struct Sign: Sendable {
        /// The sign.
        package var text: String
        /// The column, from 0.
        package var column: Int
        /// The lines, from 0; the sign is centred vertically on them.
        package var lines: ClosedRange<Int>
        /// The font size, as a fraction of the cell.
        package var size: Double
    }

    /// The number of columns.
    package var columnCount: Int
    /// The number of lines.
    package var lineCount: Int
    /// The cells.
    package var placements: [Placement] = []
    /// The signs of an equation.
    package var signs: [Sign] = []
    /// The widths of columns that are not as wide as a cell, as shares of the cell.
    package var columnWidths: [Int: Double] = [:]
    /// Columns with extra space on their right.
    package var breaksAfterColumn: Set<Int> = []
    /// Lines with extra space below.
    package var breaksAfterLine: Set<Int> = []
    /// Text on the left of lines, vertically centred on the cells.
    package var lineLabels: [Int: String] = [:]
    /// Text above columns.
    package var columnLabels: [Int: String] = [:]

    /// Creates an empty plan.
    package init(columnCount: Int, lineCount: Int) {
        self.columnCount = columnCount
        self.lineCount = lineCount
    }

    /// Returns the position of element `index` in a row of `count`: `index / (count - 1)`.
    package static func step(_ index: Int, of count: Int) -> Double {
        count > 1 ? Double(max(index, 0)) / Double(count - 1) : 0
    }

    /// Returns the default number of columns for a list of `count` cells: one line for up to `line` cells, otherwise a
    /// sheet about `aspect` times as wide as high, or up to a third wider if that fills the last line. Lines are balanced.
    package static func columns(for count: Int, line: Int = 12, aspect: Double = 1.4) -> Int {
        guard count > line else { return max(count, 1) }
        let minimum = max(4, Int((Double(count) * aspect).squareRoot().rounded(.up)))
        return (minimum...minimum * 4 / 3).first { count.isMultiple(of: $0) } ?? balanced(count, atMost: minimum)
    }

    /// Returns the number of columns that divides `count` cells evenly among as few lines of at most `columns` as possible.
    static func balanced(_ count: Int, atMost columns: Int) -> Int {
        guard count > 0, columns > 0 else { return 1 }
        let lines = (count + columns - 1) / columns
        return (count + lines - 1) / lines
    }
}
