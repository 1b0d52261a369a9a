import SketchInference

extension DecodedSketch {
    /// Shorter offsets, in model units, are not visible.
    static let tinyOffset: Float = 0.05
    /// The number of consecutive tiny offsets that counts as a stuck pen.
    static let tinyRun = 10

    /// Whether the drawing did not terminate, or its pen got stuck: 10 consecutive offsets, with the pen down or up, each
    /// shorter than 0.05 model units.
    public var isDegenerate: Bool {
        guard reachedEnd else { return true }
        var run = 0
        for row in stroke5.rows {
            run = row.dx * row.dx + row.dy * row.dy < Self.tinyOffset * Self.tinyOffset ? run + 1 : 0
            if run >= Self.tinyRun { return true }
        }
        return false
    }
}
