/// The pen state after a point, in the one-hot order of stroke-5 (p1, p2, p3).
public enum PenState: Int, Hashable, Sendable, CaseIterable {
    /// p1: the pen stays down and draws a line to the next point.
    case down = 0
    /// p2: the pen is lifted; the next point starts a new stroke.
    case up = 1
    /// p3: the drawing has ended.
    case end = 2
}

/// A drawing in the form of the model (stroke-5): rows (dx, dy, p1, p2, p3) with a one-hot pen state (Ha & Eck 2017,
/// section 3.1). It contains neither a start token nor padding unless stated otherwise.
public struct Stroke5: Hashable, Sendable {
    /// An offset and the pen state after it.
    public struct Row: Hashable, Sendable {
        /// The horizontal offset from the previous point.
        public var dx: Float
        /// The vertical offset from the previous point.
        public var dy: Float
        /// The pen state after the point.
        public var pen: PenState

        /// Creates a row.
        public init(dx: Float, dy: Float, pen: PenState) {
            self.dx = dx
            self.dy = dy
            self.pen = pen
        }

        /// S0 = (0, 0, 1, 0, 0), the decoder's first input.
        public static let start = Row(dx: 0, dy: 0, pen: .down)
        /// (0, 0, 0, 0, 1): the end row and every padding row.
        public static let end = Row(dx: 0, dy: 0, pen: .end)
    }

    /// The rows, [n].
    public var rows: [Row]

    /// Creates a drawing from rows.
    public init(rows: [Row]) { self.rows = rows }
    /// The drawing's length in rows.
    public var count: Int { rows.count }
}
