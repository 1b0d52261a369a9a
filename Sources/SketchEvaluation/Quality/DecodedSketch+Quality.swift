import SketchInference

extension DecodedSketch {
    /// Offsets shorter than this, in model units, do not draw anything that can be seen.
    static let tinyOffset: Float = 0.05
    /// As many tiny offsets in a row are a pen that has got stuck.
    static let tinyRun = 10

    /// The drawing never came to its end, or its pen got stuck: 10 offsets in a row, pen down or up, each shorter
    /// than 0.05 model units.
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
