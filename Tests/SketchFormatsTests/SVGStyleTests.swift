import Foundation
import SketchCore
import SketchFormats
import Testing

/// Style sheets, transparency, backgrounds and entities decide what is visible.
@Suite struct SVGStyleTests: SVGReading {
    /// One stroke per visible path of 1, 2, 4, ... pixels, so that the sum of their widths names them.
    private func visible(_ sheet: String, _ body: String) throws -> (widths: Int, notes: [String]) {
        let record = try record("<style>\(sheet)</style><line y1='9' x2='64' y2='9' stroke='red'/>\(body)")
        return (record.sketch.strokes.dropFirst().reduce(0) { $0 + Int($1[1].x) }, record.notes)
    }

    @Test(arguments: [
        (".a{fill:none}", 2), ("path.a{fill:none}", 2), ("g.a{fill:none}", 3), (".a.c{fill:none}", 3), ("#i{fill:none}", 1),
        (".b, .a { fill : none }", 0), (".a{FILL:None}", 2), ("/* .b{} */.a/*x*/{fill:none;/*y*/}", 2),
        (".a{fill:none}.a{fill:red}", 3), ("#i{fill:none}.b{fill:red}", 1), (".a{fill:none!important}.a{fill:red}", 2),
        ("path{display:none}.b{display:inline}", 2), ("*{fill:none}", 0), (".a{fill:#0000}.b{fill:rgba(1, 2, 3, 0)}", 0),
        (".a{fill-opacity:0;stroke:#000}", 3), (".a{fill-opacity:0%}", 2), (".a:hover{fill:none}", 3),
        ("<![CDATA[.a{fill:none}]]>", 2), (".a{fill:transparent}@font-face{src:x}", 2), ("@charset 'utf-8';.a{fill:none}", 2),
        (".a{visibility:hidden}", 2), (".a{font:12px x}", 3),
        // Descendants and children; specificity, then order.
        ("svg .a{fill:none}", 2), ("svg>.a{fill:none}", 2), ("svg > path.a { fill:none }", 2), ("g .a{fill:none}", 3),
        ("g>.a{fill:none}", 3), (":root .a{fill:none}", 2), (":root{fill:none}", 0), ("svg .a{fill:red}.a{fill:none}", 3),
        (".a{fill:none}path{fill:red}", 2), ("svg svg .a{fill:none}", 3), ("svg * .a{fill:none}", 3), ("svg .a,#i{fill:none}", 0),
        (".a:root{fill:none}", 3), ("path{--c:none}.a{fill:var(--c)}", 2),
    ])
    func rulesHideAndPaint(sheet: String, widths: Int) throws {
        let found = try visible(sheet, "<path class='a' d='M0 0h1v1'/><path class='b' id='i' d='M0 1h2v2'/>")
        #expect(found.widths == widths, "\(sheet)")
        #expect(found.notes.allSatisfy { $0.contains("without fill and stroke") }, "\(found.notes)")
    }

    /// The own `style` comes after rules, attributes before them.
    @Test func attributesAndStylesHaveTheirRank() throws {
        let paths = "<path class='a' d='M0 0h1v1' fill='red'/><path class='a' d='M0 1h2v2' style='fill:red'/>"
        #expect(try visible(".a{fill:none}", paths).widths == 2)
        #expect(try visible(".a{fill:none!important}", paths).widths == 0)
        #expect(try strokes("<g fill='none' stroke='red' class='x'><path d='M0 0h1v1'/></g>").count == 1)
    }

    @Test(arguments: [
        ("<style>g~.a{fill:none}</style>", "1 style rule"), ("<style>.a+.b,.c[x]{display:none}</style>", "2 style rules"),
        ("<style>.a:not(.b){fill:none}</style>", "1 style rule"), ("<style>.a&gt;.b{fill:none}</style>", ""),
        ("<style>@media print{.a{fill:none}}.b{}</style>", "1 style rule"), ("<style>@import 'x.css';</style>", "1 style sheet"),
        ("<style>g~.a{font:none}</style>", ""),
    ])
    func rulesThatAreNotFollowedAreCounted(sheet: String, note: String) throws {
        #expect(try record(sheet + "<path d='M0 0h1v1'/>").notes == (note.isEmpty ? [] : ["skipped: " + note]))
    }

    @Test func aLinkedSheetIsCounted() throws {
        let text = "<?xml-stylesheet href='a.css'?><svg xmlns='http://www.w3.org/2000/svg'><path class='a' d='M0 0h1v1'/></svg>"
        #expect(try SVGReader.record(Array(text.utf8), file: "a.svg").notes == ["skipped: 1 style sheet"])
    }

    /// A class that no rule of the document describes may be filled by another sheet, unless the element states otherwise.
    @Test func unknownClasses() throws {
        #expect(try strokes("<g fill='none'><path class='a' d='M0 0h1v1'/></g>").count == 1)
        let icon = "class='icon' fill='none' stroke='currentColor' viewBox='0 0 24 24'"
        #expect(try strokes("<path fill='none' d='M12 3L21 12'/>", icon) == [[p(12, 3), p(21, 12)]])
        #expect(try visible(".a{}.b{fill:red}", "<g fill='none'><path class='c' d='M0 0h1v1'/></g>").widths == 0)
    }

    @Test(arguments: [
        "stroke-width='0'", "stroke-width='0px'", "style='stroke-width:0'", "stroke-opacity='0'", "stroke='#00000000'",
        "opacity='0'",
        "stroke='transparent'", "opacity='.0'",
    ])
    func strokesWithoutInkAreSkipped(attribute: String) throws {
        let stroke = attribute.hasPrefix("stroke='") ? "" : "stroke='#000'"
        let line = "<g fill='none' \(stroke) \(attribute)><path d='M0 0h1v1'/></g><path d='M0 0h2v2'/>"
        #expect(try strokes(line) == [[p(0, 0), p(2, 0), p(2, 2)]], "\(attribute)")
        #expect(try strokes("<path fill='none' stroke='#000' stroke-width='.5' d='M0 0h1v1'/>").count == 1)
    }

    @Test func filledPointsAreInvisible() throws {
        #expect(try strokes("<path d='M20 20H60V60ZM90 90h0ZM95 5Z'/>").count == 1)
        #expect(try strokes("<path stroke='#000' d='M20 20H60M90 90h0v0'/>").count == 2)
    }

    @Test(arguments: [
        "<rect width='100' height='50' fill='white'/>", "<rect width='100%' height='100%'/>",
        "<rect x='-5' y='-5' width='200' height='100'/>", "<path d='M0 0h100v50H0z'/>",
        "<g transform='scale(10)'><polygon points='0,0 10,0 10,5 0,5'/></g>",
    ])
    func aFilledPageIsABackground(shape: String) throws {
        let drawn = try record(shape + "<path stroke='red' d='M1 2L30 40'/>", "viewBox='0 0 100 50'")
        #expect(drawn.sketch.strokes == [[p(1, 2), p(30, 40)]])
        #expect(drawn.notes == ["skipped: 1 filled rectangle as large as the page"])
        // Alone it is the drawing, and with a stroke, later, or smaller it is part of one.
        #expect(try strokes(shape, "viewBox='0 0 100 50'").count == 1)
        #expect(try strokes("<g stroke='red'>\(shape)</g><path stroke='red' d='M1 2L30 40'/>", "viewBox='0 0 100 50'").count == 2)
        #expect(try strokes("<path stroke='red' d='M1 2L30 40'/>" + shape, "viewBox='0 0 100 50'").count == 2)
        let isRelative = shape.contains("%")
        #expect(try strokes(shape + "<path stroke='red' d='M1 2L30 40'/>", "viewBox='0 0 300 90'").count == (isRelative ? 1 : 2))
    }

    @Test func aBackgroundIsKeptWhenAsked() throws {
        let text =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/><path d='M0 0h1v1'/></svg>"
        let record = try SVGReader.record(Array(text.utf8), file: "a.svg", keepsBackground: true)
        #expect(record.sketch.strokes.count == 2 && record.notes.isEmpty)
    }

    /// A long chain of selectors on deep elements ends with an error, not after minutes.
    @Test func stepsThroughAncestorsAreLimited() {
        func message(_ selector: String) -> String {
            let (open, close) = (String(repeating: "<g>", count: 200), String(repeating: "</g>", count: 200))
            return sentence("<style>\(selector) path{fill:none}</style>\(open)<path d='M0 0h1v1'/>\(close)")
        }
        #expect(message("g g g x") == "1 strokes")
        #expect(message("x" + String(repeating: " g", count: 14)).contains("match its elements too often"))
    }

    /// Illustrator declares namespaces as entities.
    @Test func plainEntitiesAreExpanded() throws {
        let text = """
            <!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]>
            <svg xmlns="&ns_svg;" xmlns:i="&ns_ai;"><switch><foreignObject requiredExtensions="&ns_ai;"/>
            <g i:extraneous="self"><path stroke="red" d="M10 10L90 10"/></g></switch></svg>
            """
        #expect(try SVGReader.record(Array(text.utf8), file: "a.svg").sketch.strokes == [[p(10, 10), p(90, 10)]])
        for entity in [
            "<!ENTITY a '<path d=\"M0 0h1\"/>'>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>", "<!ENTITY a '&#38;b;'>",
            "<!ENTITY % a 'x'>", "<!ENTITY a '\(String(repeating: "x", count: 300))'>",
            (0..<300).map { "<!ENTITY a\($0) 'x'>" }.joined(),
        ] {
            let text = "<!DOCTYPE svg [\(entity)]><svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0h1v1'/></svg>"
            #expect(throws: FormatError.self) { try SVGReader.record(Array(text.utf8), file: "a.svg") }
        }
    }

    /// A rule is applied to few elements, or few rules to many, but not many to many.
    @Test func matchingIsLimited() {
        func message(_ rules: Int) -> String {
            sentence("<style>\(String(repeating: ".a{fill:red}", count: rules))</style><path class='a' d='M0 0h1v1'/>")
        }
        #expect(message(256) == "1 strokes")
        #expect(message(257).contains("its style sheets match its elements too often"))
        let long = "<style>.a{fill:none}/*\(String(repeating: "x", count: 1 << 20))*/</style><path class='a' d='M0 0h1v1'/>"
        #expect(sentence(long) == "1 strokes")
        #expect((try? record(long).notes) == ["skipped: 1 style sheet"])
    }

    /// Entities of plain text cannot make a small document a large one.
    @Test func expansionIsLimited() {
        let value = String(repeating: "l1 1", count: 60)
        func message(_ count: Int) -> String {
            let path = "<path stroke='red' d=\"M0 0\(String(repeating: "&a;", count: count))\"/>"
            let text = "<!DOCTYPE svg [<!ENTITY a '\(value)'>]><svg xmlns='http://www.w3.org/2000/svg'>\(path)</svg>"
            do { return "\(try SVGReader.record(Array(text.utf8), file: "a.svg").sketch.pointCount) points" } catch {
                return "\(error)"
            }
        }
        #expect(message(10) == "601 points")
        #expect(message(20_000).contains("amplification"), "\(message(20_000))")
    }

    // MARK: Bounds of curves

    /// The tolerance follows the drawing's size, not that of the circle that an arc is part of, nor that of control points.
    @Test(arguments: [
        "M10 10A20000 20000 0 0 1 90 10", "M10 10A900000 900000 0 0 0 90 10", "M10 10C-5000 10 5100 10 90 10",
        "M10 10A1e12 1e12 0 0 1 90 10",
    ])
    func tolerancesFollowTheVisiblePart(d: String) throws {
        let circle = "M80 60A30 30 0 1 1 20 60A30 30 0 1 1 80 60Z"
        let size = try #require(Bounds(try path(d + circle).joined())).extent
        let points = try path(d + circle)[1]
        for (a, b) in zip(points, points.dropFirst()) {
            let middle = p((a.x + b.x) / 2 - 50, (a.y + b.y) / 2 - 60)
            #expect(abs(30 - hypot(middle.x, middle.y)) <= size / 255 / 16 + 1e-9)
        }
        if d.contains("A") { #expect(points.count == 89) }
    }
}
