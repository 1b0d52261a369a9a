import SketchCore
import TestSupport
import Testing

/// Data preparation against the reference's numbers (batch 4, limit 20 rows, scale 0.15, drop 0.3).
@Suite struct GoldenDataTests {
    let golden: GoldenFile

    init() throws { golden = try GoldenFile("data") }

    /// A ragged list: lengths, and all rows in one array.
    func drawings(_ points: String, _ lengths: String) throws -> [Stroke3] {
        let values = try golden.float64s(points).values
        var at = 0
        return try golden.float64s(lengths).values.map { length in
            let rows = (0..<Int(length)).map { row in
                let k = (at + row) * 3
                return Stroke3.Row(
                    dx: Float(values[k]), dy: Float(values[k + 1]), isLifted: values[k + 2] > 0.5)
            }
            at += Int(length)
            return Stroke3(rows: rows)
        }
    }

    func flat(_ drawings: [Stroke3]) -> [Double] {
        drawings.flatMap { $0.rows.flatMap { [Double($0.dx), Double($0.dy), $0.isLifted ? 1 : 0] } }
    }

    @Test func datasetIsFilteredClampedScaledAndSorted() throws {
        let raw = try drawings("raw/points", "raw/lengths")
        let dataset = SketchDataset(train: raw, validation: [], test: [], maxLength: 20)
        let expected = try golden.float64s("scale_factor").values[0]
        #expect(abs(dataset.scaleFactor - expected) < 1e-6 * expected)
        #expect(dataset.train.map(\.count) == (try golden.float64s("sorted/lengths").values.map { Int($0) }))
        #expect(dataset.skipped == raw.filter { $0.count > 20 }.count)
        // The order of drawings of one length is undefined, so they are compared as sets of rows.
        let sorted = try drawings("sorted/points", "sorted/lengths")
        let found = dataset.train.map { flat([$0]) }
        for drawing in sorted {
            let wanted = flat([drawing])
            #expect(found.contains { isClose($0, wanted, 1e-6) })
        }
    }

    @Test(arguments: [0, 1]) func augmentationFollowsTheReference(batch: Int) throws {
        let sorted = try drawings("sorted/points", "sorted/lengths")
        let name = "batch\(batch)"
        guard golden.keys.contains("\(name)/draws") else { return }
        let expected = try drawings("\(name)/stroke3", "\(name)/lengths")
        var draws = try golden.float64s("\(name)/draws").values[...]
        let members = Array(sorted[batch * 4..<batch * 4 + 4])
        let augmentation = Augmentation(scale: 0.15, dropping: 0.3)
        let found = members.map { augmentation.apply(to: $0) { draws.popFirst() ?? .nan } }
        #expect(draws.isEmpty)
        #expect(found.map(\.count) == expected.map(\.count))
        #expect(isClose(flat(found), flat(expected), 1e-6))
    }

    @Test func strokesConvertBothWays() throws {
        let raw = try #require(try drawings("raw/points", "raw/lengths").first)
        let sketch = raw.sketch()
        let counts = try golden.float64s("lines/raw0_counts").values.map { Int($0) }
        // The reference's lines lack the origin, which belongs to the first stroke here.
        #expect(sketch.strokes.prefix(counts.count).map(\.count) == [counts[0] + 1] + counts.dropFirst())
        let points = try golden.float64s("lines/raw0_points").values
        let found = sketch.strokes.joined().dropFirst().flatMap { [$0.x, $0.y] }
        #expect(isClose(Array(found.prefix(points.count)), points, 1e-9))
        #expect(raw.sketch().stroke3 == raw)
    }

    @Test func boundsIncludeTheOrigin() throws {
        let raw = try #require(try drawings("raw/points", "raw/lengths").first)
        let expected = try golden.float64s("bounds/raw0").values
        let bounds = raw.bounds
        let found = [bounds.minX, bounds.maxX, bounds.minY, bounds.maxY]
        #expect(isClose(found, expected, 1e-9))
    }

    @Test func stroke5IsPaddedAndCut() throws {
        let values = try golden.float64s("to_big/sorted5").values
        let big = stride(from: 0, to: values.count, by: 5).map { k in
            Stroke5.Row(
                dx: Float(values[k]), dy: Float(values[k + 1]),
                pen: values[k + 4] > 0 ? .end : values[k + 3] > 0 ? .up : .down)
        }
        let normal = Stroke5(rows: big).stroke3
        #expect(isClose(flat([normal]), try golden.float64s("to_normal/sorted5").values, 1e-7))
        #expect(normal.stroke5.padded(to: big.count) == Stroke5(rows: big))
    }

    func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
    }
}
