import SketchCore
import SketchRendering
import Testing

/// Rows that are longer than a sheet or a page is wide.
@Suite("Wrapped rows")
struct WrappedRowTests {
    private func row(_ count: Int) -> Sheet.Row {
        Sheet.Row((0..<count).map { _ in SheetCell(sketch: Fixtures.square(10)) })
    }

    private func texts(_ picture: Picture) -> [Picture.Text] {
        picture.flatItems.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    @Test func resultsWrapBesideTheirInput() {
        let plan = Sheet(rows: [row(11)], columnLabels: ["input"] + (1...10).map(String.init), inputColumns: 1).plan()
        #expect(plan.columnCount == 6 && plan.lineCount == 2)
        #expect(plan.placements[0].column == 0 && plan.placements[0].lines == 0...1)
        #expect(plan.placements.dropFirst().map(\.column) == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
        // Columns have no common meaning, so that each drawing has its label.
        #expect(plan.columnLabels.isEmpty)
        #expect(plan.placements.map(\.cell.label) == ["input"] + (1...10).map(String.init))
    }

    @Test func shortRowsAndTablesStayWhole() {
        let short = Sheet(rows: [row(8)], inputColumns: 1).plan()
        #expect(short.columnCount == 8 && short.lineCount == 1)
        let table = Sheet(rows: [row(11), row(11)], columnLabels: (0...10).map(String.init), inputColumns: 1).plan()
        #expect(table.columnCount == 11 && table.lineCount == 2 && table.columnLabels.count == 11)
    }

    @Test func columnsIncludeTheInputs() {
        for (columns, expected) in [(3, [3, 4]), (4, [4, 3]), (1, [1, 9]), (2, [2, 8])] {
            let plan = Sheet(rows: [row(9)], inputColumns: 1, style: SheetStyle(columns: columns)).plan()
            #expect([plan.columnCount, plan.lineCount] == expected)
        }
    }

    /// On a page that is too narrow for whole rows, several rows wrap too.
    @Test func comparedRowsWrapOnANarrowPage() throws {
        func width(_ page: String) throws -> Double {
            let style = SheetStyle(page: try Page(parsing: page), labels: [])
            let picture = try Fixtures.interpolation(8, rows: 2, style: style).picture()
            let extents = picture.flatItems.compactMap { item -> Double? in
                guard case .lines(let lines, _, _) = item else { return nil }
                return Bounds(lines.joined())?.extent
            }
            return try #require(extents.max())
        }
        let (wide, narrow) = (try width("2000x400"), try width("400x2000"))
        #expect(wide > 2000 * 0.75 / 14, "whole rows fill a wide page: \(wide)")
        #expect(narrow > 400 * 0.75 / 7, "ten columns would be narrower: \(narrow)")
    }

    @Test func linesOfGivenCellsAreAsLongAsThePageAllows() throws {
        let style = SheetStyle(cell: .millimetres(40), page: try Page(parsing: "A4"))
        let picture = try Fixtures.interpolation(10, style: style).picture()
        #expect(picture.warnings.isEmpty, "\(picture.warnings)")
    }

    @Test func aTitleIsAsWideAsThePageAndCentred() throws {
        let title = "A title that is wider than two small drawings on a page"
        let style = SheetStyle(title: title, page: try Page(parsing: "2000x300"))
        let shown = texts(try Fixtures.interpolation(1, style: style).picture()).filter { title.contains($0.string) }
        #expect(shown.map(\.string) == [title])
        #expect(abs(shown[0].x - 750) < 15, "\(shown[0].x)")
    }

    @Test func aLabelThatIsTooWideLosesItsName() throws {
        let style = SheetStyle(labelLength: .millimetres(8))
        let shown = texts(try Fixtures.interpolation(3, style: style).picture()).map(\.string)
        #expect(shown.contains("0.0") && shown.contains("0.5") && !shown.contains { $0.contains("t =") }, "\(shown)")
    }

    @Test func rowLabelsHaveSeveralLines() throws {
        let sheet = Sheet(rows: [.init(row(3).cells, label: "a-long-name, KL 0.25"), .init(row(3).cells, label: "b")])
        let shown = texts(try sheet.picture()).map(\.string)
        #expect(shown == ["a-long-name,", "KL 0.25", "b"])
    }
}
