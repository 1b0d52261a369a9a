import SketchCore
import SketchFormats
import Testing

/// Text is outlined by a stand-in whose letters are squares: each advances by half the font size.
@Suite struct SVGTextTests {
    private static let squares = TextOutliner(name: "squares") { text, font in
        let side = font.weight >= 700 ? 0.4 : 0.2
        let curves = text.enumerated().compactMap { index, letter -> DrawingPage.Curve? in
            guard letter != " " else { return nil }
            let (x, corner) = (Double(index) / 2, side)
            return DrawingPage.Curve(
                start: Point(x: x, y: 0),
                segments: [(corner, 0.0), (corner, -corner), (0, -corner), (0, 0)].map { .line(to: Point(x: x + $0.0, y: $0.1)) })
        }
        return TextOutliner.Outline(
            curves: curves, advance: Double(text.count) / 2, missingGlyphs: text.count { $0 == "?" },
            isSubstituted: font.family == "Rare")
    }

    private func record(_ body: String, outliner: TextOutliner? = squares) throws -> SketchRecord {
        let text =
            "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='100'>\(body)<path d='M0 99h1' stroke='red'/></svg>"
        return try SVGReader.record(Array(text.utf8), file: "a.svg", textOutliner: outliner)
    }

    /// The places of the letters' lower left corners, rounded.
    private func places(_ body: String) throws -> [[Double]] {
        try record(body).sketch.strokes.dropLast().map { [($0[0].x * 100).rounded() / 100, ($0[0].y * 100).rounded() / 100] }
    }

    @Test func textIsSkippedWithoutAnOutliner() throws {
        let skipped = try record("<text x='9' y='9'>ab</text>", outliner: nil)
        #expect(skipped.sketch.strokes.count == 1)
        #expect(skipped.notes.first?.hasPrefix("skipped: 1 text;") == true)
        #expect(try record("<text x='9' y='9'>ab</text>").notes.isEmpty)
    }

    @Test func lettersFollowEachOtherOnTheBaseline() throws {
        #expect(try places("<text x='10' y='20' font-size='10'>abc</text>") == [[10, 20], [15, 20], [20, 20]])
        #expect(try places("<g transform='translate(5 1) scale(2)'><text font-size='10'>ab</text></g>") == [[5, 1], [15, 1]])
        #expect(try places("<text x='10' dx='1 0 3' dy='2' font-size='10'>abc</text>") == [[11, 2], [16, 2], [24, 2]])
        #expect(try places("<text x='10 40' y='20' font-size='10'>abc</text>") == [[10, 20], [40, 20], [45, 20]])
        #expect(try places("<text letter-spacing='2' font-size='10'>abc</text>") == [[0, 0], [7, 0], [14, 0]])
    }

    @Test func anchorsMoveTheLine() throws {
        #expect(try places("<text x='50' font-size='10' text-anchor='middle'>ab</text>") == [[45, 0], [50, 0]])
        #expect(try places("<text x='50' font-size='10' text-anchor='end'>a<tspan>b</tspan></text>") == [[40, 0], [45, 0]])
        #expect(
            try places(
                "<style>.m{text-anchor:middle;font:bold 10px/1 'A B',serif}</style><text class='m' x='50'>a<tspan x='70' y='9'>b</tspan></text>"
            )
                == [[47.5, 0], [67.5, 9]])
    }

    @Test func spaceIsCollapsedUnlessItIsKept() throws {
        #expect(try places("<text font-size='10'>\n  a \n b </text>") == [[0, 0], [10, 0]])
        #expect(try places("<text font-size='10' xml:space='preserve'> a  b</text>") == [[5, 0], [20, 0]])
        #expect(try places("<text font-size='10'>a <tspan> b</tspan></text>") == [[0, 0], [10, 0]])
    }

    @Test func fontsAreInherited() throws {
        func size(_ body: String) throws -> Double {
            let stroke = try #require(try record(body).sketch.strokes.first)
            return stroke[1].x - stroke[0].x
        }
        #expect(abs(try size("<g font-size='20'><text>a</text></g>") - 4) < 1e-9)
        #expect(
            abs(
                try size("<g style='font-size:20px'><text><tspan style='font-size:150%;font-weight:bold'>a</tspan></text></g>")
                    - 12) < 1e-9)
        #expect(abs(try size("<text style='font: italic 700 2em serif'>a</text>") - 12.8) < 1e-9)
        #expect(abs(try size("<text>a</text>") - 3.2) < 1e-9)
    }

    @Test func hiddenAndEmptyTextIsNotDrawn() throws {
        #expect(
            try places("<text font-size='10'>a<tspan display='none'>b</tspan><title>t</title>c</text>") == [[0, 0], [5, 0]])
        #expect(try places("<text/><text> </text><text visibility='hidden'>a</text>").isEmpty)
        #expect(try places("<text font-size='10'>a<a href='#'>b</a></text>") == [[0, 0], [5, 0]])
    }

    @Test func whatIsMissingIsNoted() throws {
        let body = "<text rotate='9' font-family='Rare, serif'>a?</text><text><textPath href='#p'>b</textPath></text>"
        let notes = try record(body).notes
        #expect(notes.contains("skipped: 1 text property, 1 text on a path"))
        #expect(notes.contains("the font Rare is not installed; another is used"))
        #expect(notes.contains { $0.hasPrefix("no installed font has 1 character ") })
    }

    @Test func longTextIsRefused() {
        #expect(throws: FormatError.self) { try record("<text>\(String(repeating: "a", count: 200_001))</text>") }
    }
}
