import Foundation
import SketchCore
import SketchFormats
import Testing

/// SVG elements against the geometry in the specification.
@Suite struct SVGReaderTests: SVGReading {
    let ink = "stroke='#000'"

    // MARK: Shapes

    @Test func shapesStartWhereTheStandardDefines() throws {
        #expect(try strokes("<line x1='1' y1='2' x2='3' y2='4'/>") == [[p(1, 2), p(3, 4)]])
        #expect(try strokes("<polyline points='0,0 4,0 4,4'/>") == [[p(0, 0), p(4, 0), p(4, 4)]])
        #expect(try strokes("<polygon points='0 0,4-1 4 4'/>") == [[p(0, 0), p(4, -1), p(4, 4), p(0, 0)]])
        #expect(
            try strokes("<rect x='1' y='2' width='4' height='3'/>")
                == [[p(1, 2), p(5, 2), p(5, 5), p(1, 5), p(1, 2)]])
        let circle = try strokes("<circle cx='10' cy='20' r='5'/>")[0]
        #expect(circle.first == p(15, 20) && circle.last == p(15, 20))
        #expect(circle[circle.count / 4].y > 20)
        #expect(circle.allSatisfy { abs(hypot($0.x - 10, $0.y - 20) - 5) < 1e-9 })
        let ellipse = try strokes("<ellipse cx='0' cy='0' rx='8' ry='4'/>")[0]
        #expect(ellipse.allSatisfy { abs(($0.x / 8) * ($0.x / 8) + ($0.y / 4) * ($0.y / 4) - 1) < 1e-9 })
    }

    @Test func roundCornersAreQuartersOfTheirEllipse() throws {
        // A single radius applies to both axes; the maximum is half the side.
        let round = try strokes("<rect width='20' height='10' rx='99'/>")[0]
        #expect(round.first == p(10, 0))
        #expect(round.allSatisfy { abs(($0.x - 10) * ($0.x - 10) / 100 + ($0.y - 5) * ($0.y - 5) / 25 - 1) < 1e-9 })
        let corner = try strokes("<rect width='100' height='100' ry='10'/>")[0]
        #expect(corner.contains(p(90, 0)) && corner.contains(p(100, 10)) && corner.contains(p(0, 90)))
        #expect(!corner.contains(p(100, 0)))
    }

    @Test func shapesWithoutExtentAreSkipped() throws {
        let nothing =
            "<rect width='0' height='5'/><circle r='0'/><ellipse rx='4' ry='0'/><path d=''/><polyline points='3 3'/><path d='M1 1'/>"
        #expect(try strokes(nothing + "<line x2='1'/>") == [[p(0, 0), p(1, 0)]])
        #expect(sentence(nothing).hasSuffix("is an SVG document that contains no visible strokes"))
    }

    // MARK: Structure

    let dash = "<path stroke='#000' d='M0 0h1'/>"

    @Test(arguments: [
        ("translate(3,4)", 3.0, 4.0, 4.0, 4.0), ("translate(3)", 3, 0, 4, 0), ("scale(2)", 0, 0, 2, 0),
        ("scale(2 5) translate(1 1)", 2, 5, 4, 5), ("rotate(90)", 0, 0, 0, 1), ("rotate(90 10 0)", 10, -10, 10, -9),
        ("skewX(45)", 0, 0, 1, 0), ("skewY(45)", 0, 0, 1, 1), ("matrix(1 2 3 4 5 6)", 5, 6, 6, 8),
        (" translate( 1 , 2 ) , rotate(180)", 1, 2, 0, 2), ("none", 0, 0, 1, 0),
    ])
    func transformsMapPoints(transform: String, x: Double, y: Double, x2: Double, y2: Double) throws {
        for text in ["<g transform='\(transform)'>\(dash)</g>", "<path d='M0 0h1' transform='\(transform)'/>"] {
            let points = try strokes(text)[0]
            #expect(zip(points, [p(x, y), p(x2, y2)]).allSatisfy { hypot($0.x - $1.x, $0.y - $1.y) < 1e-12 }, "\(points)")
        }
    }

    @Test func nestedTransformsApplyFromTheInside() throws {
        let text = "<g transform='translate(10 0)'><g transform='scale(2)'><a transform='rotate(90)'>\(dash)</a></g></g>"
        #expect(try strokes(text) == [[p(10, 0), p(10, 2)]])
    }

    @Test func useRepeatsElements() throws {
        let defs = "<defs><g id='d'>\(dash)</g><symbol id='s' viewBox='0 0 2 2'>\(dash)</symbol></defs>"
        #expect(try strokes(defs + "<use href='#d' x='5' y='6'/>") == [[p(5, 6), p(6, 6)]])
        #expect(try strokes("<use xlink:href='#d' transform='scale(2)' x='5'/>" + defs) == [[p(10, 0), p(12, 0)]])
        #expect(try strokes(defs + "<use href='#s' x='1' width='10' height='10'/>") == [[p(1, 0), p(6, 0)]])
        // A use of a use, and of an element that is also drawn directly.
        #expect(
            try strokes("<path id='a' d='M0 0h1'/><use id='b' href='#a' y='1'/><use href='#b' y='1'/>")
                == [[p(0, 0), p(1, 0)], [p(0, 1), p(1, 1)], [p(0, 2), p(1, 2)]])
    }

    @Test func invalidUseReferences() throws {
        let missing = try record(dash + "<use href='#no'/><use href='other.svg#a'/>")
        #expect(missing.notes == ["skipped: 2 references to what is not in the file"])
        #expect(sentence("\n<g id='g'><use href='#g'/></g>") == "a.svg, line 2: its <use> of #g refers back to itself")
        #expect(sentence("<use id='a' href='#b'/><use id='b' href='#a'/>").contains("refers back to itself"))
    }

    @Test func viewBoxFitsStretchesAndSlices() throws {
        let line = "<path d='M0 0L10 20'/>"
        func ends(_ attributes: String) throws -> [Point] { try strokes(line, attributes)[0] }
        #expect(try ends("width='100' height='100' viewBox='0 0 10 20'") == [p(25, 0), p(75, 100)])
        #expect(try ends("width='100' height='100' viewBox='0 0 10 20' preserveAspectRatio='xMinYMid'") == [p(0, 0), p(50, 100)])
        #expect(try ends("width='100' height='100' viewBox='0 0 10 20' preserveAspectRatio='none'") == [p(0, 0), p(100, 100)])
        #expect(
            try ends("width='100' height='100' viewBox='0 0 10 20' preserveAspectRatio='xMidYMax slice'")
                == [p(0, -100), p(100, 100)])
        #expect(try ends("width='50' viewBox='5 5 10 20'") == [p(-25, -25), p(25, 75)])
        #expect(try ends("viewBox='5 5 10 20'") == [p(-5, -5), p(5, 15)])
        #expect(try ends("width='100%' height='100%' viewBox='0 0 10 20'") == [p(0, 0), p(10, 20)])
        let nested = "<svg x='10' y='10' width='20' height='40' viewBox='0 0 10 20'>\(line)</svg>"
        #expect(try strokes(nested) == [[p(10, 10), p(30, 50)]])
    }

    @Test(arguments: [
        ("12", 12), ("12px", 12), ("1in", 96), ("2.54cm", 96), ("25.4mm", 96), ("72pt", 96), ("6pc", 96), ("101.6Q", 96),
        ("1em", 16), ("50%", 100), ("1e1", 10),
    ])
    func unitsArePixels(text: String, pixels: Double) throws {
        let points = try strokes("<line x2='\(text)'/>", "viewBox='0 0 200 100'")[0]
        #expect(abs(points[1].x - pixels) < 1e-9)
    }

    @Test func hiddenAndUnpaintedElementsAreSkipped() throws {
        let hidden = """
            <g display='none'>\(dash)</g><path d='M0 0h1' style='fill:red; display : none'/><path d='M0 0h1' visibility='hidden'/>
            <clipPath><rect width='9' height='9'/></clipPath><marker>\(dash)</marker><mask>\(dash)</mask><pattern>\(dash)</pattern>
            <defs>\(dash)</defs><symbol>\(dash)</symbol><title>t</title><style>p{}</style><metadata><path d='M0 0h7'/></metadata>
            """
        #expect(try record(hidden + "<path d='M0 0h2'/>").sketch.strokes == [[p(0, 0), p(2, 0)]])
        #expect(try strokes("<g visibility='hidden'>\(dash)<path d='M0 0h2' visibility='visible'/></g>") == [[p(0, 0), p(2, 0)]])
        let frame = try record("<path d='M0 0h24v24H0z' fill='none' stroke='none'/>" + dash)
        #expect(frame.sketch.strokes.count == 1)
        #expect(frame.notes == ["skipped: 1 shape without fill and stroke"])
        #expect(try strokes("<g fill='none' stroke='red'>\(dash)</g>").count == 1)
        #expect(try strokes("<g fill='none'><path class='st0' d='M0 0h1'/></g>").count == 1)
    }

    /// Keywords of CSS have no case, and `!important` decides between several values of a property.
    @Test(arguments: [
        ("display='NONE'", 0), ("style='DISPLAY:NONE'", 0), ("style='display:none!important;display:inline'", 0),
        ("style='display: none ! IMPORTANT; display: inline'", 0), ("style='display:none;display:inline'", 1),
        ("style='display:inline !important;display:none'", 1), ("display='none' style='display:inline!important'", 1),
        ("style='visibility:Hidden'", 0), ("style='fill:NONE'", 0), ("fill='Transparent'", 0),
        ("style='display:none!important;display:inline!important'", 1),
    ])
    func keywordsHaveNoCaseAndImportantOnesDecide(attributes: String, strokes count: Int) throws {
        let shape = "<path stroke='none' d='M0 0h9v9' \(attributes)/><path d='M0 0h1'/>"
        #expect(try strokes(shape).count == count + 1)
    }

    /// SVG 2, sections 8.2 and 8.6.
    @Test(arguments: ["width='0'", "height='0px'", "width='0%'", "viewBox='0 0 0 9'", "viewBox='0 0 9 0'"])
    func aViewportOfSizeZeroRendersNothing(attributes: String) throws {
        let record = try record("<svg \(attributes)>\(dash)</svg><path d='M0 0h2'/>")
        #expect(record.sketch.strokes == [[p(0, 0), p(2, 0)]])
        #expect(record.notes == ["skipped: 1 viewport of size 0"])
        #expect(sentence(dash, attributes).contains("contains no visible strokes (skipped: 1 viewport of size 0)"))
        let symbol = "<symbol id='s' \(attributes)>\(dash)</symbol>"
        #expect(try strokes(symbol + "<use href='#s'/><path d='M0 0h2'/>").count == 1)
    }

    @Test func aUseOfSizeZeroRendersNothing() throws {
        let symbol = "<symbol id='s' viewBox='0 0 9 9'>\(dash)</symbol><g id='g'>\(dash)</g>"
        #expect(try strokes(symbol + "<use href='#s' width='0'/><path d='M0 0h2'/>").count == 2)
        // The size of a use has no effect on other elements.
        #expect(try strokes(symbol + "<use href='#g' width='0'/>").count == 2)
    }

    @Test func aSwitchDrawsItsFirstEnglishChild() throws {
        let record = try record(
            "<switch><title>t</title><foreignObject requiredExtensions='x'/><g systemLanguage='de'>\(dash)</g>"
                + "<path systemLanguage='fr, en-GB' d='M0 0h2'/><path d='M0 0h3'/></switch><path systemLanguage='de' d='M0 0h4'/>"
        )
        #expect(record.sketch.strokes == [[p(0, 0), p(2, 0)]])
        #expect(record.notes.isEmpty)
        #expect(try strokes("<switch><path systemLanguage='eng' d='M0 0h2'/><g>\(dash + dash)</g></switch>").count == 2)
    }

    /// Found in an icon theme; browsers and usvg ignore it, too.
    @Test(arguments: ["0px, 0px, 55px, 55px", "0 0 9", "0 0 9 9 9", "0 0 -9 9"])
    func anInvalidViewBoxIsIgnored(viewBox: String) throws {
        let record = try SVGReader.record(
            Array("<svg xmlns='http://www.w3.org/2000/svg' width='20' height='20' viewBox='\(viewBox)'>\(dash)</svg>".utf8),
            file: "a.svg")
        #expect(record.sketch.strokes == (try strokes(dash)))
        #expect(record.notes == ["skipped: 1 invalid viewBox"])
    }

    /// Found in clip art; browsers and usvg ignore it, too.
    @Test(arguments: ["matrix(1 0 0 1 5 5", "translate(1,2) turn(3)", "scale()"])
    func anInvalidTransformIsIgnored(transform: String) throws {
        let record = try record("<g transform='\(transform)'>\(dash)</g>")
        #expect(record.sketch.strokes == (try strokes(dash)))
        #expect(record.notes == ["skipped: 1 invalid transform"])
    }

    @Test func skippedTextAndImagesAreNoted() throws {
        let record = try record("<text>a<tspan>b</tspan></text><g><text>c</text><image href='http://a/b.png'/></g>" + dash)
        #expect(record.notes == ["skipped: 1 image, 2 texts; convert text to paths, or outline it when reading, to include it"])
        #expect(sentence("<text>a</text>").contains("contains no visible strokes (skipped: 1 text; convert text to paths,"))
        #expect(record.kind == .raw)
    }

    // MARK: Untrusted files

    @Test func entitiesAreRejected() throws {
        var text = "<!DOCTYPE svg [<!ENTITY a0 'ha'>"
        for level in 1...9 { text += "<!ENTITY a\(level) '" + String(repeating: "&a\(level - 1);", count: 10) + "'>" }
        text += "]><svg xmlns='http://www.w3.org/2000/svg'><path d='&a9;'/></svg>"
        #expect(
            throws: FormatError.malformed(
                file: "a.svg", place: "line 1",
                reason: "it declares the entity a1, which is not short plain text and is not expanded; save it without a DTD")
        ) { try SVGReader.record(Array(text.utf8), file: "a.svg") }
        // An external DTD is not fetched and has no effect.
        let named =
            "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://x.invalid/svg11.dtd'>"
            + "<svg xmlns='http://www.w3.org/2000/svg'>\(dash)</svg>"
        #expect(try SVGReader.record(Array(named.utf8), file: "a.svg").sketch.strokes.count == 1)
    }

    @Test func repetitionsAreLimited() {
        var text = "<path id='u0' d='M0 0h1'/>"
        for level in 1...20 {
            text += "<g id='u\(level)'>" + String(repeating: "<use href='#u\(level - 1)'/>", count: 10) + "</g>"
        }
        #expect(sentence(text).contains("more than 1000000 rendered elements"))
    }

    @Test func nestingIsLimited() {
        let deep = String(repeating: "<g>", count: 300) + dash + String(repeating: "</g>", count: 300)
        #expect(sentence(deep).contains("nested deeper than 256 levels"))
        let chain = (0..<600).map { "<use id='u\($0)' href='#u\($0 + 1)'/>" }.joined() + "<g id='u600'>\(dash)</g>"
        #expect(sentence(chain).contains("deeper than 512 levels"))
    }

    @Test(arguments: [
        ("<path d='M0 0h2e6'/>", "the coordinate 2000000.0 is outside"),
        ("<g transform='scale(1e200) scale(1e200)'><path d='M1 1h1'/></g>", "the coordinate nan is outside"),
        ("<line x2='12furlong'/>", "x2=\"12furlong\" is not a length"),
        ("<path", "invalid XML"), ("<rect width='wide'/>", "width=\"wide\" is not a length"),
        ("<path d='M0 0' foo:bar='1'/>", "unbound prefix"),
    ])
    func invalidDocumentsAreErrors(body: String, part: String) {
        #expect(sentence(body).contains(part), "\(sentence(body))")
    }

    @Test func otherXMLIsRejected() {
        #expect(throws: FormatError.self) { try SVGReader.record(Array("<html><svg/></html>".utf8), file: "a") }
        #expect(throws: FormatError.self) { try SVGReader.record([], file: "a") }
    }
}
