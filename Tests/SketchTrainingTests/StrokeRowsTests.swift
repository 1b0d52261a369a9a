import SketchCore
import SketchTraining
import TestSupport
import Testing

/// The layout of a batch against the reference's padded batches.
@Suite struct StrokeRowsTests {
    @Test(arguments: ["batch0", "batch1"]) func rowsAreTheReferences(name: String) throws {
        let golden = try GoldenFile("data")
        let (shape, expected) = try golden.float64s(name + "/stroke5")
        let points = try golden.float64s(name + "/stroke3").values
        var start = 0
        let drawings = try golden.integers(name + "/lengths").map { length in
            defer { start += length }
            return Stroke3(
                rows: (start..<start + length).map {
                    Stroke3.Row(
                        dx: Float(points[3 * $0]), dy: Float(points[3 * $0 + 1]), isLifted: points[3 * $0 + 2] == 1)
                })
        }
        let order = drawings.indices.sorted { drawings[$0].count > drawings[$1].count }
        let rows = StrokeRows<Double>()
        rows.load(order.map { drawings[$0] }, maxLength: 20, steps: 20)
        var worst = 0.0
        for (place, drawing) in order.enumerated() {
            for step in 0...20 {
                for column in 0..<5 {
                    let wanted = expected[(drawing * shape[1] + step) * 5 + column]
                    worst = max(worst, abs(rows.step(step)[place, column] - wanted))
                }
            }
        }
        #expect(worst < 1e-6 && shape == [4, 21, 5])
    }
}
