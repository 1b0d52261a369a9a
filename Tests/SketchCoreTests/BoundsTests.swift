import SketchCore
import Testing

@Suite struct BoundsTests {
    @Test func boundsSurroundAllPoints() throws {
        let sketch = Sketch(strokes: [[Point(x: 3, y: -4), Point(x: -1, y: 2)], [], [Point(x: 5, y: 0)]])
        let bounds = try #require(sketch.bounds)
        #expect([bounds.minX, bounds.minY, bounds.maxX, bounds.maxY] == [-1, -4, 5, 2])
        #expect(bounds.width == 6 && bounds.height == 6 && bounds.extent == 6)
        #expect(bounds.centre == Point(x: 2, y: -1))
        #expect(Sketch(strokes: []).bounds == nil)
    }

    @Test func boundsOfOffsetsIncludeTheOrigin() {
        let bounds = Stroke3(rows: [.init(dx: 4, dy: 5, isLifted: false), .init(dx: -1, dy: 2, isLifted: true)]).bounds
        #expect([bounds.minX, bounds.minY, bounds.maxX, bounds.maxY] == [0, 0, 4, 7])
    }

    @Test func theFilesSplitPrecedesTheKeys() {
        var record = SketchRecord(sketch: Sketch(strokes: []), kind: .prepared, key: "5201136883597312")
        let byKey = SketchDataset.Split(key: record.key)
        #expect(record.assignedSplit == byKey)
        for split in SketchDataset.Split.allCases {
            record.split = split
            #expect(record.assignedSplit == split)
        }
    }
}
