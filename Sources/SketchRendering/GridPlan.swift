/// Where cells stand, in columns and lines, before there are any lengths: what the sheets produce and the
/// layout turns into a picture.
package struct GridPlan: Sendable {
    package struct Placement: Sendable {
        package var cell: Cell
        package var column: Int
        /// The cell stands in the vertical middle of these lines.
        package var lines: ClosedRange<Int>
        /// The drawing's place in its row, 0 for the first and 1 for the last.
        package var step: Double

        package init(_ cell: Cell, column: Int, line: Int, step: Double = 0) {
            self.init(cell, column: column, lines: line...line, step: step)
        }

        package init(_ cell: Cell, column: Int, lines: ClosedRange<Int>, step: Double = 0) {
            self.cell = cell
            self.column = column
            self.lines = lines
            self.step = step
        }
    }

    /// A sign between drawings, such as the + of an equation: black, in the middle of its column and lines.
    package struct Sign: Sendable {
        package var text: String
        package var column: Int
        package var lines: ClosedRange<Int>
        /// The font's size in cells.
        package var size: Double
    }

    package var columnCount: Int
    package var lineCount: Int
    package var placements: [Placement] = []
    package var signs: [Sign] = []
    /// Columns of another width than a cell's, in points.
    package var columnWidths: [Int: Double] = [:]
    /// Columns with more white on their right, so that what follows reads as another group.
    package var breaksAfterColumn: Set<Int> = []
    /// Lines with more white below.
    package var breaksAfterLine: Set<Int> = []
    /// Text left of a line; stands at the middle of its cells.
    package var lineLabels: [Int: String] = [:]
    /// Text above a column.
    package var columnLabels: [Int: String] = [:]

    package init(columnCount: Int, lineCount: Int) {
        self.columnCount = columnCount
        self.lineCount = lineCount
    }

    /// The step of element `index` of `count` in a row.
    package static func step(_ index: Int, of count: Int) -> Double {
        count > 1 ? Double(max(index, 0)) / Double(count - 1) : 0
    }

    /// How many columns a list of `count` cells takes when nobody says: one line up to `line` cells, then a
    /// sheet about 1.4 times as wide as it is high, or a little wider where that leaves no hole at the end.
    package static func columns(for count: Int, line: Int = 12) -> Int {
        guard count > line else { return max(count, 1) }
        let least = max(4, Int((Double(count) * 1.4).squareRoot().rounded(.up)))
        return (least...least * 4 / 3).first { count.isMultiple(of: $0) } ?? least
    }
}
