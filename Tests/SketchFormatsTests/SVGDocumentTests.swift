import Foundation
import SketchCore
import SketchFormats
import SketchSupport
import Testing

/// A document that is read with its page and written again is the same document.
@Suite struct SVGDocumentTests {
    private func written(_ text: String, _ change: (inout SketchRecord) -> Void = { _ in }) throws -> (SketchRecord, String) {
        var options = ReadOptions()
        options.keepsPages = true
        var record: SketchRecord?
        try SketchReader("a.svg", options: options).forEachRecord(in: Array(text.utf8)) { record = $0 }
        var found = try #require(record)
        change(&found)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).svg").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let writer = try DrawingFileFormat.svg.writer(path)
        try writer.append(found)
        try writer.finish()
        return (found, try String(contentsOfFile: path, encoding: .utf8))
    }

    private let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'"

    @Test func pageGroupsAndStylesStay() throws {
        let text = """
            \(head) width="210mm" height="297mm" viewBox="0 0 210 297" preserveAspectRatio="xMinYMin"><title>Plot &amp; "more"</title>
            <rect width="210" height="297" fill="white"/>
            <g id="l1" inkscape:groupmode="layer" inkscape:label="Pen &lt;1&gt; &quot;red&quot;" stroke="#f00" fill="none" stroke-width=".3">
            <path d="M10 10L90 10"/><g id="inner" transform="translate(5 5) scale(2)"><title>In</title>
            <path d="M0 0C1 0 2 1 2 2" stroke-dasharray="1,2" stroke-linecap="round"/></g></g>
            <g id="l2" inkscape:groupmode="layer" inkscape:label="Pen 2"><circle cx="50" cy="50" r="10" fill="none" stroke="blue"/>
            <path fill="#ff0" fill-rule="evenodd" d="M0 0h9v9zM2 1h3v3z" opacity=".5"/></g>
            <g id="empty"/></svg>
            """
        let (record, document) = try written(text)
        #expect(record.notes.isEmpty && record.sketch.strokes.count == 5)
        #expect(document.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(document.contains("<title>Plot &amp; \"more\"</title>\n<path d=\"M0 0L210 0 210 297 0 297Z\" fill=\"white\"/>"))
        #expect(
            document.contains("<path d=\"M10 10L90 10\" fill=\"none\" stroke=\"#f00\" stroke-width=\"0.3\"/>\n<g id=\"inner\">"))
        #expect(document.contains("stroke-linecap=\"round\" stroke-width=\"0.6\"/>\n</g>\n</g>\n<g id=\"l2\""))
        #expect(
            document.contains("M60 50C60 ") && document.contains(" 60 50Z\" fill=\"none\" stroke=\"blue\" stroke-width=\"1\"/>"))
        #expect(document.contains("<path d=\"M5 5C7 5 9 7 9 9\" fill=\"none\" stroke=\"#f00\" stroke-dasharray=\"2 4\""))
        #expect(document.contains("inkscape:label=\"Pen &lt;1&gt; &quot;red&quot;\"") && document.contains("<title>In</title>"))
        #expect(document.contains("d=\"M0 0L9 0 9 9ZM2 1L5 1 5 4Z\" fill=\"#ff0\" fill-rule=\"evenodd\" opacity=\"0.5\"/>"))
        #expect(document.contains("width=\"210mm\" height=\"297mm\" viewBox=\"0 0 210 297\" preserveAspectRatio=\"xMinYMin\""))
        #expect(!document.contains("empty"))
        // Written once more, nothing changes.
        let (again, second) = try written(document)
        #expect(second == document)
        let (before, after) = (try #require(record.sketch.bounds), try #require(again.sketch.bounds))
        #expect(hypot(before.minX - after.minX, before.maxY - after.maxY) < 1e-2 && abs(before.extent - after.extent) < 1e-2)
        #expect(again.sketch.strokes.count == 5)
    }

    @Test(arguments: [
        ("width='10cm' height='5cm'", 9.0), ("viewBox='0 0 1 1'", 0.5),
        ("width='400' height='100' viewBox='-50 -50 100 100'", 33),
        ("width='400' height='100' viewBox='0 0 100 100' preserveAspectRatio='none'", 20), ("", 100),
    ])
    func coordinatesAreThoseOfTheRoot(attributes: String, size: Double) throws {
        let text = "\(head) \(attributes)><path fill='none' stroke='red' d='M0 0H\(size)V\(size / 8)'/></svg>"
        let (record, document) = try written(text)
        let number = PlainNumber.text
        #expect(document.contains("d=\"M0 0L\(number(size, 6)) 0 \(number(size, 6)) \(number(size / 8, 6))\""), "\(document)")
        let read = try SVGReader.record(Array(document.utf8), file: "b.svg").sketch.strokes
        #expect(zip(read.joined(), record.sketch.strokes.joined()).allSatisfy { hypot($0.x - $1.x, $0.y - $1.y) < 1e-2 })
    }

    /// Strokes stay in their group and with those of their style; filled shapes stay whole.
    @Test func reorderingKeepsGroupsAndPens() throws {
        let text = """
            \(head) viewBox="0 0 100 100"><g id="a" fill="none"><path stroke="red" d="M0 0h1M90 0h1M10 0h1"/>
            <path stroke="blue" d="M92 5h-1M5 5h1M80 5h1"/></g><g id="b" fill="none" stroke="red"><path d="M50 50h1"/></g>
            <g id="c"><path d="M0 60h5v5zM1 61h2v2z"/><path d="M90 60h5v5z"/><path d="M10 60h5v5z"/></g></svg>
            """
        let (record, document) = try written(text) { $0.reorderNearest() }
        let (plain, _) = try written(text)
        #expect(record.sketch.penUpTravel < plain.sketch.penUpTravel)
        let paths = document.split(separator: "\n").filter { $0.hasPrefix("<path") || $0.hasPrefix("<g") }.map(String.init)
        #expect(
            paths.map { String($0.prefix { $0 != "/" && $0 != "f" }) } == [
                "<g id=\"a\">", "<path d=\"M0 0L1 0\" ", "<path d=\"M10 0L11 0\" ", "<path d=\"M90 0L91 0\" ",
                "<path d=\"M91 5L92 5\" ", "<path d=\"M81 5L80 5\" ", "<path d=\"M6 5L5 5\" ", "<g id=\"b\">",
                "<path d=\"M50 50L51 50\" ", "<g id=\"c\">", "<path d=\"M90 60L95 60 95 65Z\" ",
                "<path d=\"M10 60L15 60 15 65Z\" ", "<path d=\"M1 61L3 63 3 61ZM0 60L5 65 5 60Z\" ",
            ], "\(paths)")
        #expect(Set(paths.dropFirst().prefix(3).map { $0.contains("red") }) == [true])
        #expect(Set(paths.dropFirst(4).prefix(3).map { $0.contains("blue") }) == [true])
    }

    @Test func simplifyingReplacesCurvesInPlace() throws {
        let text =
            "\(head) width='100mm' viewBox='0 0 100 100'><path fill='none' stroke='red' d='M10 10C20 10.5 30 10.5 40 10M0 0H99'/></svg>"
        let (_, document) = try written(text) { $0.simplifyInPlace() }
        #expect(
            document.contains("d=\"M10 10L40 10\"") && document.contains("d=\"M0 0L99 0\"")
                && document.contains("width=\"100mm\""))
        let (thin, _) = try written(text) { _ = $0.thin(to: 4) }
        #expect(thin.sketch.pointCount == 4)
    }

    /// What a written document lacks is stated; a gradient becomes grey, a line without any paint black.
    @Test func changesAreStated() throws {
        let (record, document) = try written(
            "\(head)><linearGradient id='g'><stop/></linearGradient><path stroke='url(#g)' fill='none' d='M0 0h9v9'/></svg>")
        #expect(record.notes == ["1 shape has a plain colour instead of a gradient or a pattern"])
        #expect(document.contains("stroke=\"#808080\""))
        #expect(try written("\(head)><path d='M0 0L9 9'/></svg>").1.contains("fill=\"none\" stroke=\"#000000\""))
    }

    @Test func namespacesThatAreNotDeclaredAreTheUsualOnes() throws {
        let text =
            "<!-- <svg --><?p <?><svg xmlns='http://www.w3.org/2000/svg'><path id='a' stroke='red' d='M0 0h9'/><use xlink:href='#a' x='20'/></svg>"
        let record = try SVGReader.record(Array(text.utf8), file: "a.svg")
        #expect(record.sketch.strokes.count == 2)
        #expect(record.notes == ["the prefix xlink has its usual namespace, because the document does not declare it"])
    }

    @Test(arguments: [("50vw", 100.0), ("50vh", 50), ("50vmin", 50), ("50vmax", 100), ("1lh", 19.2), ("2em", 32)])
    func unitsOfThePage(length: String, pixels: Double) throws {
        let text = "\(head) width='200' height='100'><line stroke='red' x2='\(length)' y2='1'/></svg>"
        #expect(try SVGReader.record(Array(text.utf8), file: "a.svg").sketch.strokes[0][1].x == pixels)
    }

    /// Control points outside of what a reader accepts are not drawn.
    @Test func coordinatesThatAreNotDrawnMayBeLarge() throws {
        let text = "\(head)><path fill='none' stroke='red' d='M0 0C0 3e6 0-3e6 0 0'/><defs><path d='M0 0h9e9'/></defs></svg>"
        #expect(throws: Never.self) { try SVGReader.record(Array(text.utf8), file: "a.svg") }
    }

    @Test func strokesAreJoinedWithinTheirGroupAndStyle() throws {
        let text = """
            \(head) viewBox="0 0 100 100"><g fill="none" stroke="red"><path d="M0 0C1 0 2 1 2 2"/><path d="M9 9L2 2"/>
            <path d="M9 9L9 0" stroke="blue"/></g><path d="M9 9L50 9" fill="none" stroke="red"/>
            <path d="M50 9L60 9 60 20Z" fill="red" stroke="red"/></svg>
            """
        let (record, document) = try written(text) { $0.joinStrokes(within: 0.5) }
        #expect(record.sketch.strokes.count == 4)
        #expect(
            document.contains("M0 0C1 0 2 1 2 2L9 9\"") && document.contains("M9 9L9 0\"") && document.contains("M9 9L50 9\""))
        let (short, _) = try written(text) { $0.dropStrokes(shorterThan: 20) }
        // The filled shape stays, too: 10 + 11 + 14.9.
        #expect(short.sketch.strokes.count == 2)
        let (all, _) = try written(text) { $0.dropStrokes(shorterThan: 100) }
        #expect(all.sketch.strokes.count == 1)
    }

    @Test func strokesOfFilledShapesKeepTheirDirection() throws {
        let text = """
            \(head) viewBox="0 0 100 100"><path d="M0 0L10 0" fill="none" stroke="red"/>
            <path d="M50 0L10 0 10 5" fill="red"/><path d="M90 0L50 0" fill="none" stroke="red"/></svg>
            """
        let (record, _) = try written(text) { $0.reverseStrokes() }
        #expect(record.sketch.strokes.map { $0[0].x } == [0, 50, 50])
    }
}
