/// A drawing as pen offsets (stroke-3): rows (dx, dy, p), where p = 1 if the pen is lifted after the row's point (Ha & Eck
/// 2017, section 3.1). Offsets are in pixels or, divided by a model's scale factor, in model units; the type does not
/// distinguish them.
public struct Stroke3: Hashable, Sendable {
    /// An offset and the pen state after it.
    public struct Row: Hashable, Sendable {
        /// The horizontal offset from the previous point.
        public var dx: Float
        /// The vertical offset from the previous point.
        public var dy: Float
        /// Whether the pen is lifted after this row's point.
        public var isLifted: Bool

        /// Creates a row.
        public init(dx: Float, dy: Float, isLifted: Bool) {
            self.dx = dx
            self.dy = dy
            self.isLifted = isLifted
        }
    }

    /// The rows, [n].
    public var rows: [Row]

    /// Creates a drawing from rows.
    public init(rows: [Row]) { self.rows = rows }
    /// The drawing's length in rows.
    public var count: Int { rows.count }
}
