import Foundation
import SketchCore
import SketchRendering
import Testing

/// The titles of drawings in SVG files and pages.
@Suite struct DrawingTitleTests {
    private static func titles(_ sheet: some PictureSource) throws -> [String] {
        let svg = String(decoding: try sheet.data(format: .svg), as: UTF8.self)
        return svg.matches(of: /<g>\n<title>([^<]*)/).map { String($0.1) }
    }

    private static func cell(_ label: String = "", name: String = "") -> SheetCell {
        SheetCell(sketch: Fixtures.square(9), label: label, name: name)
    }

    @Test func namesComeBeforeLabelsAndPlaces() throws {
        let rows = [
            Sheet.Row([Self.cell("a"), Self.cell("b", name: "c")], label: "first"), Sheet.Row([Self.cell(), Self.cell()]),
        ]
        #expect(try Self.titles(Sheet(rows: rows)) == ["a", "c", "row 2, column 1", "row 2, column 2"])
        // One row needs no number.
        #expect(try Self.titles(Sheet(rows: [Sheet.Row([Self.cell()])], columnLabels: ["T = 1"])) == ["T = 1"])
    }

    @Test func stepsOfEveryRowStateTheirPosition() throws {
        let titles = try Self.titles(Fixtures.interpolation(3, rows: 2))
        #expect(titles.filter { $0.hasSuffix("t = 0.5") }.count == 2)
    }

    @Test func listsAreNumbered() throws {
        let sketches = [Fixtures.square(9), Fixtures.square(9)]
        #expect(try Self.titles(SketchSheet(sketches, labels: [])) == ["drawing 1", "drawing 2"])
        #expect(try Self.titles(SketchSheet(sketches, labels: ["x", ""])) == ["x", "drawing 2"])
    }

    /// Labels that a person gives replace the names.
    @Test func givenLabelsReplaceNames() throws {
        let steps = Fixtures.interpolation(3, style: SheetStyle(labels: ["from", "one", "two", "three", "to"]))
        #expect(Set(try Self.titles(steps)) == ["from", "one", "two", "three", "to"])
        let row = Sheet.Row([Self.cell(name: "cat, T = 0.1"), Self.cell(name: "cat, T = 1.0")])
        let table = Sheet(rows: [row], columnLabels: ["T = 0.1", "1.0"], style: SheetStyle(labels: ["cold", "hot"]))
        #expect(try Self.titles(table) == ["cold", "hot"])
    }
}
