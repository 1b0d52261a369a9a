import SketchCore
import Testing

@Suite struct JoiningTests {
    func p(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }

    private func record(_ strokes: [[Point]]) -> SketchRecord { SketchRecord(sketch: Sketch(strokes: strokes), kind: .raw) }

    @Test func strokesWhoseEndsMeetAreJoined() {
        var record = record([[p(0, 0), p(10, 0)], [p(50, 0), p(60, 0)], [p(20, 5), p(10.5, 0)], [p(20, 5), p(0, 30)]])
        record.joinStrokes(within: 0.2)
        #expect(record.sketch.strokes == [[p(0, 0), p(10, 0)], [p(50, 0), p(60, 0)], [p(0, 30), p(20, 5), p(10.5, 0)]])
        record.joinStrokes(within: 1)
        #expect(record.sketch.strokes == [[p(0, 0), p(10, 0), p(10.5, 0), p(20, 5), p(0, 30)], [p(50, 0), p(60, 0)]])
    }

    @Test func shortStrokesAreDropped() {
        var record = record([[p(0, 0), p(3, 4)], [p(0, 0), p(2, 0), p(2, 2)], [p(7, 7)]])
        record.dropStrokes(shorterThan: 5)
        #expect(record.sketch.strokes == [[p(0, 0), p(3, 4)]])
        record.dropStrokes(shorterThan: 5.1)
        #expect(record.sketch.strokes.isEmpty)
    }

    /// Of all directions of ten strokes, those with the least travel.
    @Test func directionsTravelLeast() {
        var random = ReorderingTests.Lattice(state: 3)
        for _ in 0..<20 {
            let strokes = (0..<10).map { _ in (0..<2).map { _ in p(random.next(100), random.next(100)) } }
            func travel(_ strokes: [[Point]]) -> Double { Sketch(strokes: strokes).penUpTravel }
            let least = (0..<1024).map { mask in
                travel(strokes.enumerated().map { mask >> $0 & 1 == 1 ? $1.reversed() : $1 })
            }.min()
            var record = record(strokes)
            record.reverseStrokes()
            #expect(abs(travel(record.sketch.strokes) - (least ?? 0)) < 1e-9)
            #expect(zip(record.sketch.strokes, strokes).allSatisfy { $0 == $1 || $0 == $1.reversed() })
        }
    }

    @Test func reorderingCanKeepDirections() {
        let sketch = Sketch(strokes: [[p(0, 0), p(10, 0)], [p(100, 0), p(110, 0)], [p(30, 0), p(12, 0)]])
        let ordered = sketch.reorderedNearest(reverses: false)
        #expect(ordered.strokes == [[p(0, 0), p(10, 0)], [p(30, 0), p(12, 0)], [p(100, 0), p(110, 0)]])
    }

    @Test func longDrawingsAreThinnedToFit() {
        let zigzag = (0..<100).map { p(Double($0), Double($0 % 2) * Double($0)) }
        var record = SketchRecord(sketch: Sketch(strokes: [zigzag, [p(200, 0), p(255, 0)]]), kind: .prepared)
        let changedAt101 = record.fit(rows: 101, Preprocessing())
        #expect(!changedAt101)
        #expect(record.sketch.strokes[0] == zigzag)
        let changedAt20 = record.fit(rows: 20, Preprocessing())
        #expect(changedAt20)
        #expect(record.sketch.stroke3.count <= 20 && record.sketch.stroke3.count > 10)
        #expect(record.sketch.strokes[0].first == zigzag.first && record.sketch.strokes[0].last == zigzag.last)
        // Four ends are three rows.
        let changedAt3 = record.fit(rows: 3, Preprocessing())
        #expect(changedAt3)
        let changedAt2 = record.fit(rows: 2, Preprocessing())
        #expect(!changedAt2)
    }

    /// A line of many points on a straight line is short enough after simplification.
    @Test func rawDrawingsAreSimplifiedBeforeTheyAreMeasured() {
        let line = (0..<500).map { p(Double($0), 0) }
        var record = record([line])
        let wasChanged = record.fit(rows: 10, Preprocessing())
        #expect(!wasChanged)
        #expect(record.kind == .raw && record.sketch.strokes == [line])
        var spiral = self.record([(0..<500).map { p(Double($0) * [1, 0, -1, 0][$0 % 4], Double($0) * [0, 1, 0, -1][$0 % 4]) }])
        let wasThinned = spiral.fit(rows: 10, Preprocessing())
        #expect(wasThinned)
        #expect(spiral.kind == .prepared && spiral.sketch.stroke3.count <= 10)
    }
}
