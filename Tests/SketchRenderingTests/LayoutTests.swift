import SketchCore
import SketchRendering
import Testing

@Suite("Layout")
struct LayoutTests {
    private func lines(_ picture: Picture) -> [[[Point]]] {
        picture.flatItems.compactMap { if case .lines(let lines, _, _) = $0 { lines } else { nil } }
    }

    private func texts(_ picture: Picture) -> [Picture.Text] {
        picture.flatItems.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    @Test func commonFitHasOneScale() throws {
        let sheet = Sheet(
            rows: [.init([SheetCell(sketch: Fixtures.square(200)), SheetCell(sketch: Fixtures.square(50))])],
            style: Fixtures.plain)
        let scales = sheet.plan().scales(style: sheet.style)
        // 98 px (the cell less the line width) for 200 pixels of drawing; 0.75 points per px.
        #expect(scales.allSatisfy { abs($0 - 98 * 0.75 / 200) < 1e-12 })
        let squares = lines(try sheet.picture())
        // The small square is centred in the second cell, which begins at x = 10 + 100 + 20 px.
        #expect(abs(squares[1][0][0].x - (130 + 50 - 12.25) * 0.75) < 1e-9)
        #expect(abs(squares[1][0][0].y - (10 + 50 - 12.25) * 0.75) < 1e-9)
    }

    @Test func eachFitFillsEveryCell() throws {
        var sheet = Sheet(
            rows: [.init([SheetCell(sketch: Fixtures.square(200)), SheetCell(sketch: Fixtures.square(50))])],
            style: Fixtures.plain)
        sheet.style.fit = .each
        let scales = sheet.plan().scales(style: sheet.style)
        #expect(abs(scales[0] * 200 - 98 * 0.75) < 1e-9)
        #expect(abs(scales[1] * 50 - 98 * 0.75) < 1e-9)
    }

    @Test func rowsWrapAtTheMaximumNumberOfColumns() throws {
        var style = Fixtures.plain
        style.columns = 3
        let cells = (0..<7).map { _ in SheetCell(sketch: Fixtures.square(10)) }
        let plan = Sheet(rows: [.init(cells, label: "a"), .init(Array(cells.prefix(2)), label: "b")], style: style).plan()
        #expect(plan.columnCount == 3)
        #expect(plan.lineCount == 4)
        #expect(plan.placements[6].column == 0 && plan.placements[6].lines == 2...2)
        #expect(plan.lineLabels == [0: "a", 3: "b"])
        let picture = try Sheet(rows: [.init(cells)], style: style).picture()
        #expect(abs(picture.width - (20 + 300 + 40) * 0.75) < 1e-9)
        #expect(abs(picture.height - (20 + 300 + 40) * 0.75) < 1e-9)
    }

    @Test func anInterpolationHasItsInputsAtTheEnds() throws {
        let picture = try Fixtures.interpolation(10).picture()
        let colours = picture.flatItems.compactMap { item -> String? in
            if case .lines(_, let colour, _) = item { colour.hex } else { nil }
        }
        #expect(colours.count == 12)
        #expect(colours.first == "#FF66B2" && colours[9] == "#3399FF")
        #expect(colours.suffix(2) == ["#000000", "#000000"])
        let middles = lines(picture).map { $0[0][0].x }
        #expect(middles[10] < middles[0] && middles[11] > middles[9])
        #expect(texts(picture).map(\.string).contains("t = 0.00"))
        #expect(texts(picture).map(\.string).contains("0.11"))
        #expect(texts(picture).map(\.string).contains("a & b"))
    }

    @Test func evenlySpacedStepsIncludeTheEnds() {
        let square = Fixtures.square(10)
        let sheet = InterpolationSheet(start: square, end: square, sketches: Array(repeating: square, count: 5))
        #expect(sheet.rows.map { $0.steps.map(\.t) } == [[0, 0.25, 0.5, 0.75, 1]])
    }

    @Test func rowsOfSeveralModelsShareInputsAndLabels() throws {
        let sheet = Fixtures.interpolation(4, rows: 3)
        let plan = sheet.plan()
        #expect(plan.lineCount == 3 && plan.columnCount == 6)
        #expect(plan.placements.suffix(2).allSatisfy { $0.lines == 0...2 })
        let times = texts(try sheet.picture()).map(\.string).filter { $0.hasPrefix("t = ") }
        #expect(times == ["t = 0.00"])
    }

    @Test func aThousandStepsWrap() throws {
        let plan = Fixtures.interpolation(1000).plan()
        #expect(plan.columnCount == 53 && plan.lineCount == 19)
        let (start, end) = (plan.placements[1000], plan.placements[1001])
        #expect(start.column == 0 && start.lines == 0...0)
        #expect(end.column == 47 && end.lines == 18...18)
        #expect(Fixtures.interpolation(1).plan().columnCount == 3)
        #expect(throws: RenderingError.nothingToDraw) { try Fixtures.interpolation(0).picture() }
    }

    @Test func degenerateDrawingsAreDotsOrEmpty() throws {
        let bad = Point(x: .nan, y: 3)
        let drawings = [
            Sketch(strokes: []), Sketch(strokes: [[]]), Sketch(strokes: [[Point(x: 5, y: 5)]]),
            Sketch(strokes: [[Point(x: 1, y: 1), Point(x: 1, y: 1)]]),
            Sketch(strokes: [[bad, Point(x: 0, y: 0), Point(x: .infinity, y: 0), Point(x: 9, y: 9), bad]]),
            Sketch(strokes: [[Point(x: -1e300, y: 0), Point(x: 1e300, y: 0)]]),
        ]
        for fit in SheetStyle.Fit.allCases {
            var style = Fixtures.plain
            style.fit = fit
            let picture = try SketchSheet(drawings, style: style).picture()
            let all = lines(picture)
            #expect(all.count == 3)
            #expect(all[2].map(\.count) == [1, 1])
            #expect(all.joined().joined().allSatisfy { $0.x.isFinite && $0.y.isFinite })
            for format in PictureFormat.allCases {
                #expect(try !picture.data(format: format, recipe: Fixtures.recipe).isEmpty)
            }
        }
    }

    @Test func longLabelsAreShortenedToTheirCells() throws {
        let name = "a-very-long-name-of-a-file\nthat-is-wider-than-its-cell.ndjson#17"
        let sheet = SketchSheet([Fixtures.square(3, name: name), Fixtures.square(3, name: "b")])
        let shown = texts(try sheet.picture())[0]
        #expect(shown.string.hasPrefix("a-") && shown.string.hasSuffix("17") && shown.string.contains("…"))
        let room = sheet.style.cellInPoints + sheet.style.gapInPoints
        #expect(TextMeasure().width(shown.string, size: shown.size) <= room)
    }

    @Test func invalidStylesAreErrors() throws {
        let changes: [@Sendable (inout SheetStyle) -> Void] = [
            { $0.cell = .pixels(0) }, { $0.cell = .pixels(.nan) }, { $0.margin = .inches(1e9) },
            { $0.columns = 0 }, { $0.dpi = 0 }, { $0.lineWidth = .inches(3) }, { $0.gap = .pixels(-1) },
        ]
        for change in changes {
            var style = SheetStyle()
            change(&style)
            #expect(throws: RenderingError.self) {
                try SketchSheet([Fixtures.square(3)], style: style).picture()
            }
        }
        #expect(throws: RenderingError.nothingToDraw) { try SketchSheet([]).picture() }
    }
}
