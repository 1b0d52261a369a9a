/// A batch in the layout the model trains on: `rows` is [B, N + 1, 5] row-major; row 0 is the start token,
/// rows 1...l are the drawing, the rest are (0, 0, 0, 0, 1). Offsets are in model units.
/// `lengths[b]` = l counts neither start nor end row; a drawing with l == N has no end row.
public struct SketchBatch: Sendable {
    public let maxLength: Int
    public let lengths: [Int]
    public let rows: [Float]

    public init(maxLength: Int, lengths: [Int], rows: [Float]) {
        self.maxLength = maxLength
        self.lengths = lengths
        self.rows = rows
    }

    public var batchSize: Int { lengths.count }
}
