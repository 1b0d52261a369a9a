import SketchCore
import Testing

@Suite struct ReorderingTests {
    func p(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }

    @Test func theNearestEndComesNext() {
        let sketch = Sketch(strokes: [
            [p(0, 0), p(10, 0)], [p(100, 0), p(110, 0)], [p(30, 0), p(12, 0)], [p(99, 5), p(31, 5)],
        ])
        let ordered = sketch.reorderedNearest()
        #expect(
            ordered.strokes == [
                [p(0, 0), p(10, 0)], [p(12, 0), p(30, 0)], [p(31, 5), p(99, 5)], [p(100, 0), p(110, 0)],
            ])
        #expect(abs(ordered.penUpTravel - (2 + 26.0.squareRoot() * 2)) < 1e-12)
        #expect(ordered.reorderedNearest() == ordered)
    }

    /// The greedy path is longer here: 0 -> 4 -> -5 -> 15 instead of 0 -> -5 -> 4 -> 15.
    @Test func longerOrdersAreRejected() {
        let sketch = Sketch(strokes: [[p(0, 0)], [p(-5, 0)], [p(4, 0)], [p(15, 0)]])
        #expect(sketch.reorderedNearest().penUpTravel <= sketch.penUpTravel)
        #expect(Sketch(strokes: []).reorderedNearest().strokes.isEmpty)
    }

    @Test func reorderingPreservesStrokes() {
        var strokes: [[Point]] = []
        for index in 0..<200 {
            let (x, y) = (Double(index * 7919 % 101), Double(index * 104_729 % 97))
            strokes.append([p(x, y), p(x + 1, y), p(x + 1, Double(index))])
        }
        let sketch = Sketch(strokes: strokes)
        let ordered = sketch.reorderedNearest()
        #expect(ordered.penUpTravel < sketch.penUpTravel / 3)
        func key(_ stroke: [Point]) -> String { [stroke, stroke.reversed()].map { "\($0)" }.min() ?? "" }
        #expect(ordered.strokes.map(key).sorted() == strokes.map(key).sorted())
        #expect(ordered.strokes[0] == strokes[0])
    }

    /// Exhaustive search for comparison: many strokes, on a lattice with many equal distances, and in distant clusters.
    @Test(arguments: [3.0, 40, 1000])
    func theNearestEndMatchesExhaustiveSearch(side: Double) {
        var random = Lattice(state: 7)
        let strokes = (0..<700).map { index -> [Point] in
            let heap = index % 5 == 0 ? 500_000.0 : 0
            return (0..<1 + index % 3).map { _ in p(heap + random.next(side), random.next(side)) }
        }
        var (rest, expected) = (Array(strokes.dropFirst()), [strokes[0]])
        while let pen = expected.last?.last, !rest.isEmpty {
            func square(_ point: Point?) -> Double {
                point.map { ($0.x - pen.x) * ($0.x - pen.x) + ($0.y - pen.y) * ($0.y - pen.y) } ?? .infinity
            }
            let distances = rest.map { min(square($0.first), square($0.last)) }
            let best = distances.indices.min { distances[$0] < distances[$1] } ?? 0
            let stroke = rest.remove(at: best)
            expected.append(square(stroke.last) < square(stroke.first) ? stroke.reversed() : stroke)
        }
        #expect(Sketch(strokes: strokes).reorderedNearest().strokes == expected)
    }

    /// Deterministic whole numbers below a side.
    struct Lattice {
        var state: UInt64
        mutating func next(_ side: Double) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (Double(state >> 40) / Double(1 << 24) * side).rounded(.down)
        }
    }
}
