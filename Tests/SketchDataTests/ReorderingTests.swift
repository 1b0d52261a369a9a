import SketchData
import Testing

@Suite struct ReorderingTests {
    func p(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }

    @Test func theNearestEndComesNextBackwardsWhereNearer() {
        let sketch = Sketch(strokes: [
            [p(0, 0), p(10, 0)], [p(100, 0), p(110, 0)], [p(30, 0), p(12, 0)], [p(99, 5), p(31, 5)],
        ])
        let ordered = sketch.reorderedNearest()
        #expect(ordered.strokes == [
            [p(0, 0), p(10, 0)], [p(12, 0), p(30, 0)], [p(31, 5), p(99, 5)], [p(100, 0), p(110, 0)],
        ])
        #expect(abs(ordered.penUpTravel - (2 + 26.0.squareRoot() * 2)) < 1e-12)
        #expect(ordered.reorderedNearest() == ordered)
    }

    /// The greedy way is longer here: 0 -> 4 -> -5 -> 15 instead of 0 -> -5 -> 4 -> 15.
    @Test func noOrderThatTravelsFartherIsTaken() {
        let sketch = Sketch(strokes: [[p(0, 0)], [p(-5, 0)], [p(4, 0)], [p(15, 0)]])
        #expect(sketch.reorderedNearest().penUpTravel <= sketch.penUpTravel)
        #expect(Sketch(strokes: []).reorderedNearest().strokes.isEmpty)
    }

    @Test func strokesStayWhole() {
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
}
