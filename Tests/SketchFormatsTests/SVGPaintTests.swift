import Foundation
import SketchCore
import SketchFormats
import Testing

/// What has no visible paint is not drawn, and what style sheets do beyond painting is followed or counted.
@Suite struct SVGPaintTests: SVGReading {
    /// A line that is drawn, so that the document has one.
    private static let other = "<line stroke='red' x2='7' y2='9'/>"

    private func drawn(_ body: String) throws -> (count: Int, notes: [String]) {
        let record = try record(Self.other + body)
        return (record.sketch.strokes.count - 1, record.notes)
    }

    @Test(arguments: [
        "<line x2='50' y2='50' stroke='none'/>", "<line x2='50' y2='50'/>",
        "<line x2='50' y2='50' stroke='#000' stroke-width='0'/>",
        "<line x2='50' y2='50' stroke='transparent'/>", "<line x2='50' y2='50' stroke='#000' stroke-opacity='0'/>",
        "<line x2='50' y2='50' stroke='rgb(0 0 0 / 0%)'/>", "<line x2='50' y2='50' stroke='hsl(0, 0%, 0%, 0)'/>",
        "<path d='M0 0H50' stroke='none'/>", "<path d='M0 0H50L20 0Z'/>", "<polyline points='0,0 1,3 2,6'/>",
        "<path d='M0 0C10 10 20 20 30 30'/>", "<g transform='scale(1 0)'><rect width='5' height='5'/></g>",
        "<path d='M0 0A5 5 0 0 1 9 9' transform='matrix(1 1 1 1 0 0)'/>",
        "<style>line.x{stroke:none}</style><line class='x' x2='9' stroke='red'/>",
        "<line x2='9' stroke='bogus'/>", "<line x2='9' stroke='#12'/>", "<line x2='9' style='stroke:none;stroke:12px'/>",
        "<line x2='9' stroke='red' style='stroke:none; stroke:reddish'/>",
        // Paint servers that do not exist, and colours that are none.
        "<line x2='9' stroke='url(#g)'/>", "<line x2='9' stroke='url(#g) none'/>", "<line x2='9' stroke='url(a.svg#g)'/>",
        "<linearGradient id='G'><stop/></linearGradient><line x2='9' stroke='url(#g)'/>",
        "<linearGradient id='g'/><line x2='9' stroke='url(#g)'/>",
        "<line x2='9' stroke='currentColor' color='transparent'/>", "<g color='#0000'><line x2='9' stroke='currentColor'/></g>",
        // Custom properties.
        "<line x2='9' style='stroke:var(--c)'/>", "<line x2='9' stroke='var(--c)'/>",
        "<style>:root{--c:none}</style><line x2='9' stroke='red' style='stroke:var(--c)'/>",
        "<style>line{--c:var(--c)}</style><line x2='9' style='stroke:var(--c)'/>",
        "<style>g .a{stroke:red}</style><line x2='9'/>", "<style>g .a{stroke:red}</style><line class='a' x2='9'/>",
    ])
    func withoutVisiblePaintNothingIsDrawn(body: String) throws {
        let (count, notes) = try drawn(body)
        #expect(count == 0, "\(body)")
        let kinds = ["1 shape without fill and stroke", "1 filled line without stroke"]
        #expect(notes.count == 1 && kinds.contains { notes[0] == "skipped: " + $0 }, "\(body): \(notes)")
    }

    @Test(arguments: [
        "<path d='M0 0H50V1'/>", "<polyline points='0,0 1,3 2,7'/>", "<path d='M0 0C10 10 20 20 30 31'/>", "<circle r='1'/>",
        "<line x2='9' stroke='currentColor'/>", "<line x2='9' stroke='RED'/>", "<line x2='9' stroke=' #0f0 '/>",
        "<line x2='9' stroke='url(#g) red'/>",
        "<linearGradient id='g'><stop/></linearGradient><line x2='9' stroke='url(#g) none'/>",
        "<line x2='9' stroke='url(#h)'/><radialGradient id='h' href='#g'/><linearGradient id='g'><stop/></linearGradient>",
        "<line x2='9' stroke='URL( \"#g\" )'/><defs><pattern id='g'/></defs>",
        "<line x2='9' style='stroke:var(--c, red)'/>", "<g style='--c:red'><line x2='9' stroke='var(--c)'/></g>",
        "<style>:root{--c:var(--D,blue)}line{stroke:var( --c )}</style><line x2='9'/>",
        "<g stroke='red'><line x2='9' style='stroke:var(--c)'/></g>", "<line x2='9' stroke='currentColor' color='red'/>",
        "<line x2='9' stroke='rgb(1,2,0)'/>", "<line x2='9' stroke='hsl(0 0% 0%)'/>",
        "<line x2='9' stroke='none' style='stroke:red;stroke:12px'/>", "<line x2='9' stroke='red' stroke-width='-1'/>",
        "<line x2='9' stroke='red' stroke-width='1e-1'/>", "<g stroke='red'><line x2='9' stroke='bogus'/></g>",
        "<line x2='9' style='stroke:red;stroke-width:wide;display:banana'/>", "<path fill='bogus' d='M0 0H9V9'/>",
        // Rules of other style sheets may give these a stroke.
        "<line x2='9' class='a'/>", "<style>g~.a{stroke:red}</style><line x2='9'/>",
        "<style>@import 'a.css';</style><line x2='9'/>",
        // An invalid selector makes its whole rule invalid.
        "<style>line,{display:none}</style><line x2='9' stroke='red'/>",
        "<style>line,.{display:none}</style><line x2='9' stroke='red'/>",
        "<style>line{stroke:red;stroke:nothing}</style><line x2='9'/>",
    ])
    func visibleShapesAreDrawn(body: String) throws {
        #expect(try drawn(body).count == 1, "\(body)")
    }

    /// A viewport inside the page shows nothing outside.
    @Test func innerViewportsClip() throws {
        func strokes(_ attributes: String) throws -> (count: Int, notes: [String]) {
            try drawn("<svg width='10' height='10' \(attributes)><path d='M20 20h5v5'/><path d='M1 1h5v5'/></svg>")
        }
        #expect(try strokes("") == (1, ["skipped: 1 shape outside its viewport"]))
        #expect(try strokes("overflow='visible'") == (2, []))
        #expect(try strokes("style='overflow:visible'") == (2, []))
        #expect(try strokes("viewBox='0 0 30 30'") == (2, []))
        let half = "<path d='M5 5h9v1'/>"
        let note = "1 shape is drawn whole, although its viewport shows a part of it"
        #expect(try drawn("<svg width='10' height='10'>\(half)</svg>") == (1, [note]))
        #expect(try drawn("<symbol id='s'>\(half)</symbol><use href='#s' width='10' height='10' x='50'/>") == (1, [note]))
    }

    /// A document that states no paint at all is plain geometry. A `line` has no area in any document.
    @Test func linesOfADocumentWithoutPaintAreDrawn() throws {
        let plain = try record("<path d='M1 1L9 9'/><circle r='4'/>")
        #expect(plain.sketch.strokes.count == 2 && plain.sketch.strokes[0] == [p(1, 1), p(9, 9)])
        #expect(plain.notes == ["1 line without stroke is drawn, because the document states no paint"])
        #expect(try record("<path d='M1 1L9 9'/><circle r='4' fill='red'/>").notes == ["skipped: 1 filled line without stroke"])
        #expect(sentence("<line x2='50' y2='50'/>").contains("no visible strokes (skipped: 1 filled line without stroke)"))
    }

    @Test(arguments: [
        ("transform:translate(3px,4px)", 3.0, 4.0), ("transform: translate( 1in )", 96, 0), ("TRANSFORM:scale(2)", 0, 0),
        ("transform:translateX(3px) translateY(4px) rotate(0.25turn)", 3, 4), ("transform:matrix(1,0,0,1,5,6)", 5, 6),
        ("transform:translate(0,0)", 0, 0), ("transform:none", 0, 0), ("transform:skew(10deg, 5deg) translate(0)", 0, 0),
    ])
    func transformsOfStylesAreFollowed(style: String, x: Double, y: Double) throws {
        for body in [
            "<path stroke='red' d='M0 0H9' transform='scale(9)' style='\(style)'/>",
            "<style>path{\(style)}</style><path stroke='red' d='M0 0H9'/>",
            "<g style='\(style)'><path stroke='red' d='M0 0H9'/></g>",
        ] {
            let record = try record(body)
            #expect(record.sketch.strokes[0][0] == p(x, y) && record.notes.isEmpty, "\(body)")
        }
        let turned = try strokes("<path stroke='red' d='M0 0H9' style='transform:rotate(90deg)'/>")[0]
        #expect(turned == [p(0, 0), p(0, 9)])
    }

    @Test(arguments: [
        ("style='transform:translate(50%)'", "1 CSS transform"), ("style='transform:rotate(30)'", "1 CSS transform"),
        ("style='transform:rotate3d(1,0,0,9deg)'", "1 CSS transform"), ("style='rotate:9deg'", "1 CSS transform"),
        ("style='transform:scale(1,2);transform-origin:center'", "1 CSS transform"),
        ("style='d:path(\"M0 0h9\")'", "1 shape formed by CSS"),
        ("style='animation:spin 2s'", "1 animation"), ("stroke-dasharray='4 2'", "1 dash pattern"),
        ("style='stroke-dasharray:none;transform-origin:0 0'", ""), ("stroke-dasharray='0'", ""), ("style='r:9'", ""),
    ])
    func othersAreCounted(attributes: String, note: String) throws {
        let record = try record("<path stroke='red' d='M0 0H9' \(attributes)/>")
        #expect(record.notes == (note.isEmpty ? [] : ["skipped: " + note]))
        #expect(record.sketch.strokes == [[p(0, 0), p(9, 0)]])
    }

    @Test func animationsAndGeometryAreCounted() throws {
        let body = "<circle r='1' style='r:9'><animate attributeName='r' to='9'/><set attributeName='cx' to='9'/></circle>"
        #expect(try record(body).notes == ["skipped: 2 animations, 1 shape formed by CSS"])
        #expect(
            try record("<style>rect{width:9px}</style><rect width='1' height='1'/>").notes == ["skipped: 1 shape formed by CSS"])
    }
}
