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
}
