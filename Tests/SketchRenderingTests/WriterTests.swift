import Foundation
import FoundationXML
import SketchCore
import SketchRendering
import TestSupport
import Testing

@Suite("PNG, SVG and PDF")
struct WriterTests {
    @Test(arguments: PictureFormat.allCases)
    func theSameSheetGivesTheSameBytes(format: PictureFormat) throws {
        let sheet = Fixtures.interpolation(10, rows: 2, style: SheetStyle(title: "Ärger & <Freude>"))
        let first = try sheet.data(format: format, recipe: Fixtures.recipe)
        // PDF dates have a resolution of one second.
        if format == .pdf { Thread.sleep(forTimeInterval: 1.1) }
        #expect(try sheet.data(format: format, recipe: Fixtures.recipe) == first)
    }

    @Test func inkIsWhereTheLayoutPutsIt() throws {
        let sheet = Sheet(
            rows: [.init([SheetCell(sketch: Fixtures.square(98), colour: Palette.red), .empty])], style: Fixtures.plain)
        let image = try PNGImage(sheet.data(format: .png, recipe: Fixtures.recipe))
        #expect(image.width == 240 && image.height == 120)
        // Lines from 11 to 109 px, 2 px wide, cover the pixels 10 and 11, 108 and 109.
        #expect(image.colour(x: 10, y: 60).hex == "#FF6666" && image.colour(x: 11, y: 60).hex == "#FF6666")
        #expect(image.colour(x: 109, y: 60).hex == "#FF6666" && image.colour(x: 60, y: 108).hex == "#FF6666")
        #expect(image.colour(x: 12, y: 60) == .white && image.colour(x: 60, y: 60) == .white)
        #expect(image.inkCount(x: 12..<108, y: 12..<108) == 0)
        #expect(image.inkCount(x: 110..<240, y: 0..<120) == 0)
        #expect(image.inkCount(x: 0..<10, y: 0..<120) == 0)
    }

    /// Without a recipe, only the title remains in the metadata, and the picture is the same.
    @Test(arguments: PictureFormat.allCases) func aPictureNeedsNoRecipe(format: PictureFormat) throws {
        try Fixtures.inFolder { folder in
            let path = "\(folder)/a.\(format.rawValue)"
            try SketchSheet([Fixtures.square(3, name: "square")]).write(to: path)
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(RecipeReader.json(in: data) == nil)
            // The script of a page names what it reads.
            for text in ["studio", "recipe", "Recipe", "Title", "Subject", "Date"] where format != .html {
                #expect(data.range(of: Data(text.utf8)) == nil)
            }
            let titled = try SketchSheet([Fixtures.square(3)], style: SheetStyle(title: "Squares")).data(format: format)
            #expect(titled.range(of: Data("Squares".utf8)) != nil)
            if format == .png {
                let recorded = try SketchSheet([Fixtures.square(3, name: "square")])
                    .data(format: .png, recipe: Fixtures.recipe)
                #expect(try PNGImage(data).pixels == PNGImage(recorded).pixels)
            }
        }
    }

    @Test func aSinglePointIsADot() throws {
        let sheet = SketchSheet([Sketch(strokes: [[Point(x: 7, y: -7)]])], style: Fixtures.plain)
        let image = try PNGImage(sheet.data(format: .png, recipe: Fixtures.recipe))
        #expect((1...16).contains(image.inkCount(x: 56..<64, y: 56..<64)))
        #expect(image.inkCount(x: 0..<120, y: 0..<120) == image.inkCount(x: 56..<64, y: 56..<64))
    }

    @Test func labelsAreRendered() throws {
        var style = Fixtures.plain
        style.showsLabels = true
        let sheet = SketchSheet([Sketch(strokes: [], name: "hello")], style: style)
        let image = try PNGImage(sheet.data(format: .png, recipe: Fixtures.recipe))
        #expect(image.inkCount(x: 10..<110, y: 110..<image.height) > 20)
        #expect(image.inkCount(x: 0..<120, y: 0..<110) == 0)
    }

    @Test func pngContainsResolutionAndRecipe() throws {
        var style = Fixtures.plain
        style.dpi = 192
        style.title = "Zwölf"
        let data = try SketchSheet([Fixtures.square(3)], style: style)
            .data(format: .png, recipe: Fixtures.recipe)
        let image = try PNGImage(data)
        #expect(image.pixelsPerMetre == 7559)
        let texts = Dictionary(image.texts.map { ($0.keyword, $0.text) }, uniquingKeysWith: { first, _ in first })
        #expect(texts["Software"] == "studio 0.1.0")
        #expect(texts["Title"] == "Zwölf")
        #expect(texts["Command"] == Fixtures.recipe.command)
        #expect(texts["Recipe"] == Fixtures.recipe.jsonText)
    }

    @Test func damagedPNGIsAnError() throws {
        let data = try SketchSheet([Fixtures.square(3)], style: Fixtures.plain)
            .data(format: .png, recipe: Fixtures.recipe)
        for count in [0, 7, 20, data.count / 2] {
            #expect(throws: RenderingError.self) { try PNGImage(data.prefix(count)) }
        }
        // A chunk that states 1.9 GB but ends after its header; and bytes after the end, which are ignored.
        let claim = Data("tEXttEXt".utf8)
        let body = data.dropLast(12)
        #expect(throws: RenderingError.self) { try PNGImage(body + claim) }
        #expect(try PNGImage(data + claim).difference(from: PNGImage(data)) == 0)
    }

    /// XML and Cairo reject noncharacters such as U+FFFE.
    @Test(arguments: PictureFormat.allCases) func noncharactersInNamesAreWritten(format: PictureFormat) throws {
        let recipe = Recipe(version: "1", command: "render a\u{FFFE}\u{10FFFF}\u{1}.json", seed: 7)
        let sheet = Fixtures.interpolation(3, style: SheetStyle(title: "a\u{FFFE}\u{10FFFF}\u{1}b"))
        let data = try sheet.data(format: format, recipe: recipe)
        #expect(RecipeReader.json(in: data) == recipe.jsonText)
    }

    @Test func svgIsWellFormedAndConsistsOfStrokes() throws {
        let sheet = Fixtures.interpolation(3, style: SheetStyle(title: "a < b & c\u{1}"))
        let data = try sheet.data(format: .svg, recipe: Fixtures.recipe)
        let reader = SVGReader()
        let parser = XMLParser(data: data)
        parser.delegate = reader
        #expect(parser.parse())
        #expect(reader.counts["path"] == 5)
        #expect(reader.counts["rect"] == nil)
        #expect(reader.root["width"]?.hasSuffix("mm") == true)
        #expect(reader.root["viewBox"]?.hasSuffix("\(reader.root["height"]?.dropLast(2) ?? "?")") == true)
        #expect(reader.text["recipe"] == Fixtures.recipe.jsonText)
        #expect(reader.text["title"]?.hasPrefix("a < b & c\u{FFFD}") == true)
        #expect(reader.text["text"]?.contains("a & b") == true)
    }

    @Test(arguments: [(Length.pixels(96), "px"), (.inches(1), "in"), (.millimetres(20), "mm")])
    func svgSizesHaveTheUnitOfTheCell(cell: Length, unit: String) throws {
        let style = SheetStyle(cell: cell, margin: Length(0, cell.unit), showsLabels: false)
        let sheet = SketchSheet([Fixtures.square(3)], style: style)
        let svg = String(decoding: try sheet.data(format: .svg, recipe: Fixtures.recipe), as: UTF8.self)
        let size = PlainNumber.text(cell.value, decimals: 3)
        // Inch coordinates are in points.
        let side = unit == "in" ? "72" : size
        #expect(svg.contains("width=\"\(size)\(unit)\" height=\"\(size)\(unit)\" viewBox=\"0 0 \(side) \(side)\""))
    }

    @Test func pdfContainsTheRecipeAndNoDate() throws {
        let data = try Fixtures.interpolation(3).data(format: .pdf, recipe: Fixtures.recipe)
        #expect(data.starts(with: Data("%PDF-".utf8)))
        for date in ["CreationDate", "ModDate"] { #expect(data.range(of: Data(date.utf8)) == nil) }
        #expect(data.range(of: Data("studio 0.1.0".utf8)) != nil)
        #expect(data.range(of: Data("/Subject".utf8)) != nil)
    }

    @Test func picturesBeyondTheLimitsAreErrors() throws {
        func make(_ style: SheetStyle, _ format: PictureFormat) throws -> Data {
            try SketchSheet([Fixtures.square(3)], style: style).data(format: format, recipe: Fixtures.recipe)
        }
        #expect(throws: RenderingError.self) { try make(SheetStyle(cell: .inches(190), dpi: 192), .png) }
        #expect(throws: RenderingError.self) { try make(SheetStyle(cell: .inches(100), dpi: 192), .png) }
        #expect(throws: RenderingError.self) { try make(SheetStyle(cell: .inches(200)), .pdf) }
        #expect(try !make(SheetStyle(cell: .inches(200)), .svg).isEmpty)
    }

    @Test func aPictureThatCannotBeRenderedKeepsTheOldFile() throws {
        try Fixtures.inFolder { folder in
            let path = folder + "/a.png"
            try Data("old".utf8).write(to: URL(fileURLWithPath: path))
            let style = SheetStyle(cell: .inches(190))
            #expect(throws: RenderingError.self) {
                try SketchSheet([Fixtures.square(3)], style: style).write(to: path, recipe: Fixtures.recipe)
            }
            #expect(throws: RenderingError.self) {
                try SketchSheet([Fixtures.square(3)]).write(to: folder + "/a.gif", recipe: Fixtures.recipe)
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("old".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.png"])
        }
    }

    @Test func everyErrorIsASentenceThatNamesNoOption() {
        let errors: [any CustomStringConvertible] = [
            RenderingError.unknownFormat(path: "a.gif"), RenderingError.badLength("12cm"), RenderingError.badColour("x"),
            RenderingError.badStyle(setting: "cell", value: "0px", need: "greater than 0"),
            RenderingError.tooLarge(format: .png, width: 40_000, height: 10, limit: "32767 pixels per side"),
            RenderingError.nothingToDraw,
            RenderingError.drawingFailed(format: .pdf, reason: "out of memory"), RenderingError.unreadablePNG(reason: "bad"),
        ]
        for text in errors.map(\.description) { #expect(text.hasSuffix(".") && text.count > 15 && !text.contains("--")) }
    }
}

/// Counts elements and collects their text.
private final class SVGReader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var root: [String: String] = [:]
    var text: [String: String] = [:]
    private var open: [String] = []

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
    ) {
        if open.isEmpty { root = attributeDict }
        open.append(elementName)
        counts[elementName, default: 0] += 1
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName qName: String?
    ) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let element = open.last { text[element, default: ""] += string }
    }
}
