import SketchCore
import SketchRendering
import Testing

@Suite struct TextOutlineTests {
    private func outlines(_ text: String, weight: Int = 400, isItalic: Bool = false) throws -> TextOutlines {
        try #require(TextOutlines(text, families: "sans-serif", weight: weight, isItalic: isItalic))
    }

    private static func end(_ segment: DrawingPage.Segment) -> Point {
        switch segment {
        case .line(let end), .cubic(_, _, let end): end
        }
    }

    @Test func lettersStandOnTheBaseline() throws {
        let one = try outlines("l")
        let bounds = try #require(Bounds(one.curves.flatMap { [$0.start] + $0.segments.map(Self.end) }))
        #expect(abs(bounds.maxY) < 0.02 && bounds.minY < -0.6 && bounds.minY > -1)
        #expect(bounds.minX > 0 && bounds.maxX < one.advance && one.advance < 0.5)
        #expect(one.curves.count == 1 && one.curves[0].isClosed && one.missingGlyphs == 0)
        // The inside of an o is an outline of its own.
        #expect(try outlines("o").curves.count == 2)
    }

    @Test func advancesAddUpAndDependOnTheFont() throws {
        let (one, three) = (try outlines("n"), try outlines("nnn"))
        #expect(abs(three.advance - 3 * one.advance) < 0.01 && three.curves.count == 3)
        #expect(try outlines("n ").advance > one.advance + 0.1)
        #expect(try outlines("n", weight: 700).advance > one.advance)
        #expect(try outlines("").curves.isEmpty)
    }

    @Test func advancesAreThoseOfSheets() throws {
        #expect(abs(try outlines("cat and pig").advance * 10 - TextMeasure().width("cat and pig", size: 10)) < 0.02)
    }
}
