import SketchCore
import Testing

@Suite("Conversions of offsets")
struct ConversionTests {
    @Test func onePassGivesTheBitsOfThree() {
        let rows = (0..<300).map { index in
            let value = Float(index * index % 977) * 3.7 - 1500
            return Stroke3.Row(dx: value, dy: -0.3 * value + Float(index), isLifted: index % 7 == 0)
        }
        let drawing = Stroke3(rows: rows + [.init(dx: 5000, dy: -5000, isLifted: true)])
        for factor in [0.37, 1, 48.318_65] as [Float] {
            #expect(drawing.stroke5(dividedBy: factor) == drawing.clamped().divided(by: factor).stroke5)
        }
        #expect(
            drawing.stroke5(clampedTo: 10, dividedBy: 3).rows.last
                == Stroke5.Row(dx: Float(10) / 3, dy: Float(-10) / 3, pen: .up))
    }

    /// A first stroke of one point is a row that lifts the pen at the origin, unless it is the whole drawing.
    @Test func aFirstDotIsAStroke() {
        let dot = Sketch(strokes: [[Point(x: 10, y: 10)], [Point(x: 50, y: 50), Point(x: 60, y: 70)], [Point(x: 0, y: 0)]])
        #expect(
            dot.stroke3.rows.map { [$0.dx, $0.dy, $0.isLifted ? 1 : 0] }
                == [[0, 0, 1], [40, 40, 0], [10, 20, 1], [-60, -70, 1]])
        #expect(dot.stroke3.sketch(origin: Point(x: 10, y: 10)).strokes == dot.strokes)
        #expect(Sketch(strokes: [[Point(x: 10, y: 10)]]).stroke3.rows.isEmpty)
        #expect(Stroke3(rows: [.init(dx: 0, dy: 0, isLifted: true)]).sketch().strokes.map(\.count) == [2])
    }
}
