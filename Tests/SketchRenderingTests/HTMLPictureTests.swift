import Foundation
import SketchCore
import SketchRendering
import Testing

/// Sheets as pages.
@Suite struct HTMLPictureTests {
    private struct Cell {
        var attributes: [String: Double]
        /// The first path's numbers.
        var points: [[Double]]
    }

    /// The drawings of a page: the attributes of their groups and the points of their first path of lines.
    private static func cells(_ page: String) throws -> [Cell] {
        page.components(separatedBy: "<g class=\"cell\"").dropFirst().map { part in
            let tag = part.prefix { $0 != ">" }
            let attributes = tag.matches(of: /data-(\w+)="([^"]+)"/).map { (String($0.1), Double($0.2) ?? .nan) }
            let path = part.firstMatch(of: /\sd="([^"]+)"/).map { String($0.1) } ?? ""
            let numbers = path.matches(of: /-?[\d.]+/).compactMap { Double($0.0) }
            return Cell(
                attributes: Dictionary(attributes) { first, _ in first },
                points: stride(from: 0, to: numbers.count - 1, by: 2).map { [numbers[$0], numbers[$0 + 1]] })
        }
    }

    private static func page(_ sheet: some PictureSource, recipe: Recipe? = nil) throws -> String {
        String(decoding: try sheet.data(format: .html, recipe: recipe), as: UTF8.self)
    }

    @Test func aPageIsTheSVGPlusAtMost30KB() throws {
        let sheet = Fixtures.interpolation(10, style: SheetStyle(title: "</svg><script>alert(1)</script>"))
        let (page, svg) = (
            try sheet.data(format: .html, recipe: Fixtures.recipe), try sheet.data(format: .svg, recipe: Fixtures.recipe)
        )
        #expect(page.count < svg.count + 30_000)
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.hasPrefix("<!DOCTYPE html>") && text.contains("<title>&lt;/svg&gt;&lt;script&gt;"))
        #expect(!text.contains("alert(1)</script>") && text.components(separatedBy: "<script").count == 2)
        // The policy allows no style attributes.
        #expect(!text.contains("style=\"") && !text.contains("<?xml"))
        #expect(RecipeReader.json(in: page) == RecipeReader.json(in: svg) && RecipeReader.json(in: page) != nil)
    }

    /// Steps state t and the number of their series; inputs are in none.
    @Test func stepsOfAPathHavePlaces() throws {
        let text = try Self.page(Fixtures.interpolation(3, rows: 2))
        let cells = try Self.cells(text)
        #expect(text.contains("<svg class=\"sheet plain\" data-axis=\"t\""))
        #expect(cells.map { $0.attributes["at"] } == [0, 0.5, 1, 0, 0.5, 1, nil, nil])
        #expect(cells.map { $0.attributes["series"] } == [0, 0, 0, 1, 1, 1, nil, nil])
    }

    @Test func reconstructionsHaveTheirTemperatures() throws {
        let row = Sheet.Row(
            [SheetCell(sketch: Fixtures.square(9))]
                + [0.1, 1].map { SheetCell(sketch: Fixtures.square(7), temperature: $0) })
        let text = try Self.page(Sheet(rows: [row, row], inputColumns: 1))
        #expect(text.contains("data-axis=\"T\""))
        #expect(try Self.cells(text).map { $0.attributes["at"] } == [nil, 0.1, 1, nil, 0.1, 1])
        #expect(try !Self.page(SketchSheet([Fixtures.square(9)])).contains("data-axis"))
    }

    /// `data-scale` restores a drawing's own pixels, for any unit and where the sheet is reduced to its page.
    @Test(arguments: [
        SheetStyle(), SheetStyle(cell: .inches(1)), SheetStyle(cell: .pixels(90)),
        SheetStyle(cell: .millimetres(90), page: try? Page(parsing: "A4")), SheetStyle(page: try? Page(parsing: "16:9")),
    ]) func pixelsAreRestored(style: SheetStyle) throws {
        let sketches = [120.0, 40, 255].map { Fixtures.square($0) }
        let cells = try Self.cells(try Self.page(SketchSheet(sketches, style: style)))
        #expect(cells.count == 3)
        for (cell, sketch) in zip(cells, sketches) {
            let scale = try #require(cell.attributes["scale"])
            let corner = try #require(cell.points.first)
            for (point, expected) in zip(cell.points, sketch.strokes[0]) {
                #expect(abs((point[0] - corner[0]) * scale - expected.x) < 0.04)
                #expect(abs((point[1] - corner[1]) * scale - expected.y) < 0.04)
            }
        }
    }

    @Test func plotsArePagesToo() throws {
        let plot = BarPlot(title: "Lengths", axis: "rows", bars: [.init(low: 0, high: 1, value: 2)])
        let text = try Self.page(plot)
        #expect(text.contains("<svg class=\"sheet plain\"") && !text.contains("class=\"cell\""))
    }
}
