import SketchInference

/// Sums over the drawings of one temperature, while they are decoded.
struct SampleTally {
    let temperature: Double
    private(set) var drawings = 0
    private(set) var rows = 0
    /// Rows after which the pen is lifted.
    private(set) var penLifts = 0
    /// Drawings that terminated.
    private(set) var finished = 0

    init(temperature: Double) { self.temperature = temperature }

    mutating func add(_ drawing: DecodedSketch) {
        drawings += 1
        rows += drawing.stroke5.rows.count
        penLifts += drawing.stroke5.rows.count { $0.pen == .up }
        if drawing.reachedEnd { finished += 1 }
    }
}
