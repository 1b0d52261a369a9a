import SketchCore

/// Builds a drawing from rows (dx, dy, p) or (dx, dy, p1, p2, p3), checks the pen states, and removes padding: rows after an
/// end row, and rows of zeros at the end.
struct OffsetBuilder {
    private(set) var strokes = Stroke3(rows: [])
    private var isOver = false
    /// Rows of zeros that are padding unless another row follows.
    private var zeros = 0
    private var removed = 0
    /// The maximum number of rows, without padding.
    private let limit: Int
    /// Whether there were more rows than the limit; they are not kept.
    private(set) var isFull = false

    init(capacity: Int = 0, limit: Int = .max) {
        self.limit = limit
        strokes.rows.reserveCapacity(capacity)
    }

    /// The number of rows that were removed.
    var padding: Int { removed + zeros }

    /// Adds a row of stroke-3.
    /// - Returns: why the row is invalid, as the end of a sentence about it; nil if it is valid.
    @inline(__always)
    mutating func add(_ dx: Double, _ dy: Double, _ pen: Double) -> String? {
        guard pen == 0 || pen == 1 else { return Self.invalid(pen) }
        if pen == 0, dx == 0, dy == 0 {
            zeros += 1
            return nil
        }
        append(dx, dy, isLifted: pen == 1)
        return nil
    }

    /// Adds a row of stroke-5.
    /// - Returns: as for stroke-3.
    mutating func add(_ dx: Double, _ dy: Double, _ down: Double, _ up: Double, _ end: Double) -> String? {
        for pen in [down, up, end] where pen != 0 && pen != 1 { return Self.invalid(pen) }
        if isOver {
            removed += 1
            return nil
        }
        if down + up + end == 0 {
            guard dx == 0, dy == 0 else { return "has no pen state: p1, p2 and p3 are 0" }
            zeros += 1
            return nil
        }
        guard down + up + end == 1 else { return "has several pen states" }
        guard zeros == 0 else { return "follows a row without a pen state" }
        if end == 1 {
            isOver = true
            return nil
        }
        append(dx, dy, isLifted: up == 1)
        return nil
    }

    /// Zeros inside a drawing are rows like others.
    @inline(__always)
    private mutating func append(_ dx: Double, _ dy: Double, isLifted: Bool) {
        guard strokes.rows.count + zeros < limit else {
            isFull = true
            return
        }
        if zeros > 0 {
            strokes.rows += repeatElement(Stroke3.Row(dx: 0, dy: 0, isLifted: false), count: zeros)
            zeros = 0
        }
        strokes.rows.append(Stroke3.Row(dx: Float(dx), dy: Float(dy), isLifted: isLifted))
    }

    private static func invalid(_ pen: Double) -> String {
        "has the pen value \(Int(exactly: pen).map(String.init) ?? "\(pen)"), which is neither 0 nor 1"
    }

    /// The drawing of offsets; without strokes if it has no rows.
    var sketch: Sketch { strokes.rows.isEmpty ? Sketch(strokes: []) : strokes.sketch() }

    /// The rows as positions.
    var positions: Sketch {
        var strokes: [[Point]] = []
        var stroke: [Point] = []
        for row in self.strokes.rows {
            stroke.append(Point(x: Double(row.dx), y: Double(row.dy)))
            if row.isLifted {
                strokes.append(stroke)
                stroke = []
            }
        }
        if !stroke.isEmpty { strokes.append(stroke) }
        return Sketch(strokes: strokes)
    }
}
