import SketchCore

/// Counts the drawings that are read as offsets but whose rows look like positions. That is rare: of 120,848 drawings of
/// Quick, Draw! as offsets, 10 are counted.
struct PositionWatch {
    /// A file has offsets once this many times more drawings cannot be positions than can.
    private static let factor = 10

    /// The rows of a file in which offsets go left or up: of 25,057 drawings of Quick, Draw!, 9 have as many and do not.
    private static let fewRows = 3

    private var (likely, others) = (0, 0)
    /// The rows of all drawings, and those whose numbers are both positive.
    private var (rows, positive) = (0, 0)
    private var hasNegative = false
    /// Whether two rows differ, so that they are not a straight line.
    private var isVaried = false
    private var first: SIMD2<Float>?

    /// Whether further drawings can change the decision.
    var isOpen: Bool { others < Self.factor * (likely + 1) }

    /// The number of drawings that can be positions: those that look like it, or all if no row of the file goes left or up and
    /// most go right and down; nil if they are few among the others.
    var suspects: Int? {
        if !hasNegative, isVaried, rows >= Self.fewRows, positive * 2 > rows { return likely + others }
        return likely > 0 && others < Self.factor * likely ? likely : nil
    }

    mutating func add(_ rows: [Stroke3.Row]) {
        if !hasNegative { judgeSigns(rows) }
        if Self.canBePositions(rows) { likely += 1 } else { others += 1 }
    }

    private mutating func judgeSigns(_ rows: [Stroke3.Row]) {
        self.rows += rows.count
        for row in rows {
            if row.dx < 0 || row.dy < 0 {
                hasNegative = true
                return
            }
            if row.dx > 0, row.dy > 0 { positive += 1 }
            let offset = SIMD2(row.dx, row.dy)
            isVaried = isVaried || offset != first ?? offset
            first = first ?? offset
        }
    }

    static func canBePositions(_ rows: [Stroke3.Row]) -> Bool {
        guard rows.count >= 4 else { return false }
        return goesOneWay(rows) || isRectangle(rows) || isClosed(rows) || hasSides(rows)
    }

    /// Whether at least three rows, and half of them, have either the x or the y of the row before, as the ends of upright and level
    /// lines do, and both kinds occur: of 25,057 drawings of Quick, Draw! as offsets, none is like that.
    private static func hasSides(_ rows: [Stroke3.Row]) -> Bool {
        var (upright, level) = (0, 0)
        for (row, next) in zip(rows, rows.dropFirst()) where (row.dx == next.dx) != (row.dy == next.dy) {
            if row.dx == next.dx, row.dx != 0 { upright += 1 }
            if row.dy == next.dy, row.dy != 0 { level += 1 }
        }
        return upright > 0 && level > 0 && upright + level >= 3 && (upright + level) * 2 >= rows.count - 1
    }

    /// Whether no offset goes left or up, in many rows, in rows that grow in both axes, or in rows that make a much longer path
    /// than positions would.
    private static func goesOneWay(_ rows: [Stroke3.Row]) -> Bool {
        guard rows.allSatisfy({ $0.dx >= 0 && $0.dy >= 0 }) else { return false }
        if rows.count >= 9 { return true }
        let steps = zip(rows, rows.dropFirst())
        if steps.allSatisfy({ $0.dx <= $1.dx && $0.dy <= $1.dy }) {
            return rows[0].dx < rows[rows.count - 1].dx && rows[0].dy < rows[rows.count - 1].dy
        }
        var path = RowPath()
        for row in rows { path.add(Double(row.dx), Double(row.dy)) }
        return rows.count >= 5 && path.logRatio > 5
    }

    /// Whether each row is a corner of the rows' bounds, and three or four of them are.
    private static func isRectangle(_ rows: [Stroke3.Row]) -> Bool {
        var (low, high) = (SIMD2(rows[0].dx, rows[0].dy), SIMD2(rows[0].dx, rows[0].dy))
        for row in rows {
            (low, high) = (pointwiseMin(low, SIMD2(row.dx, row.dy)), pointwiseMax(high, SIMD2(row.dx, row.dy)))
        }
        guard low.x < high.x, low.y < high.y else { return false }
        var corners = Set<Int>()
        for row in rows {
            guard row.dx == low.x || row.dx == high.x, row.dy == low.y || row.dy == high.y else { return false }
            corners.insert((row.dx == low.x ? 0 : 1) + (row.dy == low.y ? 0 : 2))
        }
        return corners.count >= 3
    }

    /// Whether each stroke of at least four rows ends where it begins if the rows are positions, and there is such a stroke.
    private static func isClosed(_ rows: [Stroke3.Row]) -> Bool {
        var (start, isFound) = (0, false)
        for (place, row) in rows.enumerated() where row.isLifted || place == rows.count - 1 {
            let stroke = rows[start...place]
            start = place + 1
            guard stroke.count >= 4 else { continue }
            guard isClosed(stroke) else { return false }
            isFound = true
        }
        return isFound
    }

    /// Whether the last row equals the first, and no other does.
    private static func isClosed(_ stroke: ArraySlice<Stroke3.Row>) -> Bool {
        let first = stroke[stroke.startIndex]
        func distance(_ row: Stroke3.Row) -> Float { max(abs(row.dx - first.dx), abs(row.dy - first.dy)) }
        let size = stroke.reduce(0) { max($0, distance($1)) }
        let inner = stroke.dropFirst().dropLast()
        return size > 0 && distance(stroke[stroke.endIndex - 1]) <= size * 1e-5 && inner.allSatisfy { distance($0) > size * 1e-5 }
            && isSpread(stroke)
    }

    /// Whether the rows do not lie on one line.
    private static func isSpread(_ stroke: ArraySlice<Stroke3.Row>) -> Bool {
        let (first, second) = (stroke[stroke.startIndex], stroke[stroke.startIndex + 1])
        return stroke.contains {
            (second.dx - first.dx) * ($0.dy - first.dy) != (second.dy - first.dy) * ($0.dx - first.dx)
        }
    }
}
