import Foundation
import SketchCore
import SketchRendering
import Testing

@Suite("Pages")
struct PageTests {
    private func points(_ picture: Picture) -> [Point] {
        picture.flatItems.flatMap { item in
            if case .lines(let lines, _, _) = item { Array(lines.joined()) } else { [Point]() }
        }
    }

    private func texts(_ picture: Picture) -> [Picture.Text] {
        picture.flatItems.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    /// Returns the step or input of each cell in reading order, nil for an empty one, by line.
    private func lines(_ plan: GridPlan) -> [[Double?]] {
        (0..<plan.lineCount).map { line in
            (0..<plan.columnCount).map { column in
                plan.placements.first { $0.column == column && $0.lines.contains(line) }?.step
            }
        }
    }

    @Test func aSheetThatItsPageReducesIsReported() throws {
        var style = SheetStyle()
        style.page = try Page(parsing: "A4")
        #expect(try Fixtures.interpolation(10, style: style).picture().warnings.isEmpty)
        style.cell = .millimetres(900)
        let warnings = try Fixtures.interpolation(10, style: style).picture().warnings
        #expect(
            warnings.count == 1 && warnings[0].hasPrefix("The sheet is larger than its page and is reduced to "), "\(warnings)")
    }

    @Test(arguments: [
        ("A4", 595.276, 841.89, 6.0), ("a3", 841.89, 1190.55, 6), ("letter", 612, 792, 6), ("16:9", 960, 540, 10.8),
        ("4:3", 720, 540, 10.8), ("1:1", 540, 540, 10.8), ("1080x1080", 810, 810, 16.2), ("1080pxx540px", 810, 405, 8.1),
        ("86x60mm", 243.78, 170.08, 6), ("4inx3in", 288, 216, 6), ("10cm x 50mm", 283.46, 141.73, 6),
    ]) func aSheetFillsItsPageWithLegibleText(name: String, width: Double, height: Double, smallest: Double) throws {
        for count in [2, 10, 30] {
            for theme in Theme.allCases {
                var style = SheetStyle(theme: theme)
                style.page = try Page(parsing: name)
                let picture = try Fixtures.interpolation(count, style: style).picture()
                #expect(abs(picture.width - width) < 0.01 && abs(picture.height - height) < 0.01)
                let (margin, slack) = (min(width, height) * 0.05, 0.5)
                let points = points(picture)
                #expect(points.allSatisfy { ($0.x - margin + slack) * (width - margin + slack - $0.x) >= 0 })
                #expect(points.allSatisfy { ($0.y - margin + slack) * (height - margin + slack - $0.y) >= 0 })
                // The ink fills the page in one direction at least.
                let bounds = try #require(Bounds(points))
                let labels = 2 * smallest * 2.5
                #expect(bounds.width > width - 2 * margin - labels || bounds.height > height - 2 * margin - labels)
                #expect(texts(picture).allSatisfy { $0.size >= smallest - 1e-9 })
                let paper = try #require(picture.background)
                #expect(texts(picture).allSatisfy { $0.colour.contrast(with: paper) >= Colour.minimumContrast })
            }
        }
    }

    @Test(arguments: ["", "A7", "16:10", "x", "12", "3x", "x3", "0x5", "1e9x3", "4in", "nanx3", "1x2x3"])
    func badPagesAreRefused(text: String) { #expect(throws: RenderingError.badPage(text)) { try Page(parsing: text) } }

    @Test func aPageIsTurned() throws {
        for (name, landscape) in [("A4", true), ("A4", false), ("16:9", true), ("16:9", false)] {
            let style = SheetStyle(page: try Page(parsing: name), isLandscape: landscape)
            let picture = try Fixtures.interpolation(4, style: style).picture()
            #expect((picture.width > picture.height) == (landscape || name == "16:9"))
        }
    }

    @Test func cellsOfAGivenSizeAreCentredOnThePage() throws {
        let style = SheetStyle(cell: .millimetres(10), page: try Page(parsing: "A4"))
        let picture = try Fixtures.interpolation(2, style: style).picture()
        let bounds = try #require(Bounds(points(picture)))
        #expect(abs(bounds.centre.x - picture.width / 2) < 0.1)
        #expect(bounds.width < Length.millimetres(70).points)
    }

    @Test func tenStepsAreFiveAndFive() {
        let inputs = [0.0, 1.0]
        for columns in [nil, 6, 7, 8, 11] as [Int?] {
            var style = SheetStyle()
            style.columns = columns
            let lines = lines(Fixtures.interpolation(10, style: style).plan())
            #expect(lines.map(\.count) == [6, 6])
            #expect(lines.joined().compactMap(\.self) == [inputs[0]] + (0..<10).map { Double($0) / 9 } + [inputs[1]])
        }
        #expect(lines(Fixtures.interpolation(6).plan()).map(\.count) == [8])
        #expect(lines(Fixtures.interpolation(9).plan()).map { $0.count { $0 != nil } } == [6, 5])
    }

    @Test func listsAndTablesWrapInBalancedLines() {
        for (count, columns, expected) in [(10, 6, [5, 5]), (10, 4, [4, 4, 2]), (7, 5, [4, 3]), (12, 7, [6, 6]), (3, 9, [3])] {
            let cells = (0..<count).map { _ in SheetCell(sketch: Fixtures.square(10)) }
            let plan = Sheet(rows: [.init(cells)], style: SheetStyle(columns: columns)).plan()
            #expect(lines(plan).map { $0.count { $0 != nil } } == expected)
        }
    }

    @Test func oneRunawayDrawingIsScaledAloneAndMarked() throws {
        func sheet(_ sizes: [Double]) -> Sheet {
            Sheet(rows: [.init(sizes.map { SheetCell(sketch: Fixtures.square($0)) })], style: SheetStyle(cell: .pixels(100)))
        }
        let usual = [100.0, 90, 80, 100, 120]
        let scales = sheet(usual).plan().scales(style: SheetStyle(cell: .pixels(100)))
        let runaway = sheet(usual + [900])
        let others = runaway.plan().scales(style: runaway.style)
        #expect(others.dropLast() == scales[...])
        // It fills its cell, and the mark states its scale.
        #expect(abs(others[5] * 900 + runaway.style.labelSize * 1.1 - scales[4] * 120) < 1e-9)
        #expect(texts(try runaway.picture()).map(\.string) == ["\u{D7}0.11"])
        #expect(texts(try sheet(usual).picture()).isEmpty)
        // Two sizes are compared, not excepted.
        #expect(texts(try sheet([10, 100]).picture()).isEmpty)
        // Several large drawings among few are not exceptions.
        #expect(texts(try sheet([100, 100, 900, 900]).picture()).isEmpty)
    }

    @Test func marginsAreEqualOnAllSides() throws {
        let flat = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 90, y: 10), Point(x: 180, y: 0)]])
        let style = SheetStyle(margin: .pixels(40), showsLabels: false, dpi: 96)
        let png = try PNGImage(try SketchSheet([flat, flat, flat], style: style).picture().data(format: .png))
        let ink = (0..<png.height * png.width).filter { png.pixels[4 * $0] < 200 }
        let rows = ink.map { $0 / png.width }
        let columns = ink.map { $0 % png.width }
        let margins = [
            rows.min(), rows.max().map { png.height - 1 - $0 }, columns.min(), columns.max().map { png.width - 1 - $0 },
        ]
        #expect(margins.allSatisfy { abs(($0 ?? 0) - 40) <= 1 })
    }

    @Test func longTitlesWrap() throws {
        let title = "A title that is much longer than three small drawings are wide, so that it has several lines"
        let sheet = SketchSheet([Fixtures.square(3), Fixtures.square(3), Fixtures.square(3)], style: SheetStyle(title: title))
        let shown = texts(try sheet.picture())
        #expect(shown.count > 1 && shown.map(\.string).joined(separator: " ") == title)
        #expect(zip(shown, shown.dropFirst()).allSatisfy { $1.y > $0.y + $0.size })
    }

    @Test func labelsColoursAndLabelSizeAreSet() throws {
        let style = SheetStyle(
            labelLength: .inches(0.25), labels: ["cat", "", "b"], colours: [Colour(rgb: 0x000000), Colour(rgb: 0xFFFFFF)])
        let picture = try Fixtures.interpolation(3, style: style).picture()
        #expect(texts(picture).map(\.string).sorted() == ["b", "cat"])
        #expect(texts(picture).allSatisfy { $0.size == 18 })
        let colours = picture.flatItems.compactMap { item -> String? in
            if case .lines(_, let colour, _) = item { colour.hex } else { nil }
        }
        #expect(colours == ["#000000", "#808080", "#FFFFFF", "#000000", "#000000"])
        let table = Sheet(
            rows: [.init([SheetCell(sketch: Fixtures.square(3)), SheetCell(sketch: Fixtures.square(3))])],
            columnLabels: ["x", "y"], style: SheetStyle(labels: ["one"]))
        #expect(texts(try table.picture()).map(\.string).filter { !$0.isEmpty } == ["one"])
    }
}
