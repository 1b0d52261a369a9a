import Foundation
import SketchCore
import SketchRendering
import Testing

@Suite("Figure sheets and plots")
struct FigureSheetTests {
    private func lines(_ picture: Picture) -> [(points: [Point], colour: Colour)] {
        picture.flatItems.flatMap { item -> [(points: [Point], colour: Colour)] in
            guard case .lines(let lines, let colour, _) = item else { return [] }
            return lines.map { ($0, colour) }
        }
    }

    private func texts(_ picture: Picture) -> [Picture.Text] {
        picture.flatItems.compactMap { item in
            if case .text(let text) = item { text } else { nil }
        }
    }

    @Test func anEquationIsInOrderOnOneLine() throws {
        let sheet = EquationSheet(
            terms: [.operand(Fixtures.square(10, name: "a")), .sign("+"), .sign("("), .operand(Fixtures.square(10)), .sign(")")],
            results: (0..<3).map { _ in Fixtures.square(10) })
        let picture = try sheet.picture()
        let signs = texts(picture).filter { $0.colour == .black }
        #expect(signs.map(\.string) == ["+", "(", ")", "="])
        let drawings = lines(picture)
        #expect(drawings.map(\.colour) == [.black, .black, Palette.blue, Palette.blue, Palette.blue])
        // a + ( b ) = r r r from left to right, without overlap.
        let lefts = drawings.map { $0.points.map(\.x).min() ?? 0 }
        let order = [lefts[0], signs[0].x, signs[1].x, lefts[1], signs[2].x, signs[3].x, lefts[2], lefts[3], lefts[4]]
        #expect(order == order.sorted() && Set(order).count == 9)
        #expect(Set(drawings.map { $0.points.map(\.y).min() }).count == 1)
        #expect(picture.width > lefts[4])
        #expect(throws: RenderingError.nothingToDraw) { try EquationSheet(terms: [], results: []).picture() }
    }

    @Test func aGridHasItsInputsNextToItsCorners() throws {
        let sheet = CornerGridSheet(
            inputs: (0..<4).map { _ in Fixtures.square(10) }, sketches: (0..<9).map { _ in Fixtures.square(10) },
            positions: [0, 0.5, 1])
        let drawings = lines(try sheet.picture())
        #expect(drawings.count == 13)
        let colours = drawings.dropFirst(4).map(\.colour)
        #expect([colours[0], colours[2], colours[6], colours[8]] == [Palette.green, Palette.red, Palette.pink, Palette.blue])
        #expect(Set(colours).count == 9)
        let corners = drawings.prefix(4).map { $0.points[0] }
        #expect(corners[0].x < drawings[4].points[0].x && corners[0].y == drawings[4].points[0].y)
        #expect(corners[3].x > drawings[12].points[0].x && corners[3].y == drawings[12].points[0].y)
        #expect(texts(try sheet.picture()).map(\.string).filter { $0.contains("0.5") }.count == 2)
    }

    @Test(arguments: Theme.allCases) func themesChangeOnlyColours(theme: Theme) throws {
        let plain = try Fixtures.interpolation(3).picture()
        let themed = try Fixtures.interpolation(3, style: SheetStyle(theme: theme)).picture()
        #expect(lines(themed).map(\.points) == lines(plain).map(\.points))
        #expect(texts(themed).map(\.string) == texts(plain).map(\.string))
        #expect((themed.background == .white) == (theme == .paper || theme == .ink))
        #expect((Set(lines(themed).map(\.colour)).count == 1) == (theme == .ink || theme == .blueprint))
        // No line has the colour of the paper.
        #expect(!lines(themed).map(\.colour).contains(themed.background ?? .white))
        let png = try PNGImage(themed.data(format: .png, recipe: Fixtures.recipe))
        #expect(png.colour(x: 0, y: 0).hex == themed.background?.hex)
    }

    @Test func aTransparentBackgroundHasNoPixels() throws {
        let style = SheetStyle(isTransparent: true)
        let picture = try SketchSheet([Fixtures.square(10)], colours: [Palette.red], style: style).picture()
        let png = try PNGImage(picture.data(format: .png, recipe: Fixtures.recipe))
        #expect(png.pixels[3] == 0)
        let inked = stride(from: 0, to: png.pixels.count, by: 4).filter { png.pixels[$0 + 3] > 0 }
        // Partly covered pixels have the full colour, not a premultiplied one.
        #expect(
            inked.count > 100
                && inked.allSatisfy { abs(Int(png.pixels[$0]) - 255) <= 3 || png.pixels[$0 + 3] < 60 || png.pixels[$0] < 0xA0 })
        let svg = String(decoding: try picture.data(format: .svg, recipe: Fixtures.recipe), as: UTF8.self)
        #expect(!svg.contains("background") && !svg.contains("<rect"))
    }

    @Test(arguments: [1, 2, 5, 200]) func piecesColouredByDrawingOrderJoinToTheDrawing(count: Int) throws {
        let stroke = (0..<count).map { Point(x: Double($0), y: Double($0 * $0 % 7)) }
        let sketch = Sketch(strokes: [stroke, [Point(x: 3, y: 3), Point(x: 9, y: 9)]])
        func drawn(_ colourBy: SheetStyle.ColourBy) throws -> [(points: [Point], colour: Colour)] {
            let style = SheetStyle(showsLabels: false, colourBy: colourBy, hasCurves: false)
            return lines(try SketchSheet([sketch], colours: [Palette.blue], style: style).picture())
        }
        let whole = try drawn(.sheet)
        let pieces = try drawn(.order)
        var joined: [[Point]] = []
        for piece in pieces.map(\.points) {
            if let last = joined.last?.last, last == piece.first, joined.last != whole.first?.points || count == 1 {
                joined[joined.count - 1] += piece.dropFirst()
            } else {
                joined.append(piece)
            }
        }
        #expect(joined == whole.map(\.points))
        #expect(pieces.first?.colour == Palette.pink)
        #expect(try drawn(.none).allSatisfy { $0.colour == .black })
    }

    @Test func coloursEncodeTheRequestedProperty() throws {
        let cells = [0.0, 0.5, 1.0].map {
            SheetCell(sketch: Fixtures.square(10), colour: Palette.green, temperature: $0 == 0.5 ? nil : $0)
        }
        let input = SheetCell(sketch: Fixtures.square(10), colour: Palette.operand)
        func colours(_ colourBy: SheetStyle.ColourBy, temperature: Double? = nil) throws -> [Colour] {
            let style = SheetStyle(colourBy: colourBy, temperature: temperature)
            return lines(try Sheet(rows: [Sheet.Row([input] + cells)], inputColumns: 1, style: style).picture()).map(\.colour)
        }
        #expect(try colours(.sheet) == [.black] + Array(repeating: Palette.green, count: 3))
        #expect(try colours(.temperature) == [.black, Palette.blue, Palette.green, Palette.red])
        #expect(try colours(.temperature, temperature: 1) == [.black, Palette.blue, Palette.red, Palette.red])
        #expect(try colours(.step) == [.black, Palette.pink, Palette.interpolation(0.5), Palette.blue])
        #expect(try colours(.none) == Array(repeating: .black, count: 4))
        // A row that wraps continues its colours.
        let folded = Sheet(rows: [Sheet.Row(cells)], style: SheetStyle(columns: 2, colourBy: .step))
        #expect(lines(try folded.picture()).map(\.colour) == [Palette.pink, Palette.interpolation(0.5), Palette.blue])
    }

    @Test func theDifferenceOfPicturesIsZeroOnlyIfTheyAreEqual() throws {
        func image(_ side: Double, colour: Colour = .black) throws -> PNGImage {
            let sheet = SketchSheet(
                [Fixtures.square(side), Fixtures.square(100)], colours: [colour, .black], style: Fixtures.plain)
            return try PNGImage(sheet.data(format: .png, recipe: Fixtures.recipe))
        }
        let (whole, same) = (try image(60), try image(60))
        #expect(whole.difference(from: same) == 0)
        // One of two squares is smaller or has another colour.
        #expect(try whole.difference(from: image(56)) > 0.2)
        #expect(try whole.difference(from: image(60, colour: Palette.blue)) > 0.1)
        #expect(try whole.difference(from: PNGImage(Fixtures.interpolation(2).data(format: .png, recipe: Fixtures.recipe))) == 1)
    }

    @Test func eachDrawingIsAGroupWithATitle() throws {
        let svg = String(
            decoding: try Fixtures.interpolation(3).data(format: .svg, recipe: Fixtures.recipe), as: UTF8.self)
        #expect(svg.components(separatedBy: "<g>\n<title>").count == 6)
        #expect(svg.contains("<title>a &amp; b</title>") && svg.contains("<title>t = 0.0</title>"))
    }

    @Test func linesOfPlotsStayInsideTheAxes() throws {
        let falling = (1...100).map { Point(x: Double($0 * 10), y: 5 / Double($0)) } + [Point(x: 1010, y: .nan)]
        let plot = LinePlot(
            panels: [
                .init(title: "loss", series: [.init(label: "one", colour: Palette.red, points: falling)]),
                .init(title: "empty", series: [.init(colour: .black, points: [])]),
            ], axis: "step")
        let picture = try plot.picture()
        let line = try #require(lines(picture).first { $0.colour == Palette.red }).points
        #expect(line.count == 100)
        #expect(zip(line, line.dropFirst()).allSatisfy { $0.x < $1.x && $0.y <= $1.y })
        #expect(line.allSatisfy { (0...picture.width).contains($0.x) && (0...picture.height).contains($0.y) })
        let words = texts(picture).map(\.string)
        #expect(words.contains("one") && words.contains("step") && words.contains("500") && !words.contains("empty"))
        // Negative values extend the axis below 0.
        let deep = (0..<100).map { Point(x: Double($0), y: 0.3 - 0.005 * Double($0)) }
        let below = try LinePlot(
            panels: [.init(title: "loss", series: [.init(label: "one", colour: Palette.red, points: deep)])], axis: "step"
        ).picture()
        let descent = try #require(lines(below).first { $0.colour == Palette.red }).points
        #expect(zip(descent, descent.dropFirst()).allSatisfy { $0.y < $1.y })
        #expect(texts(below).contains { $0.string == "-0.2" } && texts(below).contains { $0.string == "0" })
        #expect(throws: RenderingError.nothingToDraw) { try LinePlot(panels: [], axis: "x").picture() }
        // The largest numbers would overflow in the range of an axis.
        for (x, y) in [(1e308, 1.0), (-1e308, 1), (1, 1e308), (1, -.infinity), (.nan, 1), (1e100, -1e100), (-1e100, 1e-300)] {
            let points = [Point(x: 0, y: 1), Point(x: x, y: y), Point(x: 1e100, y: 2)]
            let series = LinePlot.Series(colour: .black, points: points)
            #expect(throws: Never.self) { try LinePlot(panels: [.init(title: "", series: [series])], axis: "x").picture() }
        }
    }

    @Test(arguments: PictureFormat.allCases) func writtenRecipesAreReadBack(format: PictureFormat) throws {
        for name in ["plain", "Ünïcode (half \\ open", "</recipe>&amp;"] {
            var recipe = Fixtures.recipe
            recipe.command = "render '\(name)'"
            let data = try Fixtures.interpolation(2).data(format: format, recipe: recipe)
            #expect(RecipeReader.json(in: data) == recipe.jsonText)
            for count in stride(from: 0, to: data.count, by: 211) { _ = RecipeReader.json(in: data.prefix(count)) }
        }
        #expect(RecipeReader.json(in: Data()) == nil && RecipeReader.json(in: Data("%PDF-/Subject (".utf8)) == nil)
    }

    @Test func recipesBeyond8MiBAreIgnored() {
        for (before, after) in [("<svg><recipe xmlns=\"urn:studio:recipe\">", "</recipe></svg>"), ("%PDF-1.7 /Subject (", ")")] {
            for (spaces, isRead) in [(8_000_000, true), (9_000_000, false)] {
                let text = before + "{}" + String(repeating: " ", count: spaces) + after
                #expect((RecipeReader.json(in: Data(text.utf8)) != nil) == isRead)
            }
        }
    }
}
