import Foundation
import SketchCore
import SketchTracing
import Testing

@Suite("Lines on paper become strokes")
struct ScanTracerTests {
    @Test("A cross is two straight strokes", arguments: [2.0, 4, 9], [0.0, 20, 55])
    func cross(pen: Double, turn: Double) throws {
        var paper = Paper(240, 240)
        for angle in [turn, turn + 90] {
            let (dx, dy) = (80 * cos(angle * .pi / 180), 80 * sin(angle * .pi / 180))
            paper.line((120 - dx, 120 - dy), (120 + dx, 120 + dy), pen: pen)
        }
        let tracing = try paper.trace { $0.straightens = false }
        try #require(tracing.strokeCount == 2)
        #expect(tracing.counts.junctions == 1)
        for stroke in tracing.drawings[0].strokes {
            let (first, last) = (try #require(stroke.first), try #require(stroke.last))
            #expect(abs(first.distance(to: last) - 160) < 6)
            #expect(deviation(stroke, from: first, to: last) < 1.5)
        }
    }

    @Test("Of a T, the bar goes straight on and the stem ends at it")
    func stem() throws {
        var paper = Paper(200, 200)
        paper.line((30, 50), (170, 50))
        paper.line((100, 50), (100, 160))
        let strokes = try paper.trace().drawings[0].strokes
        try #require(strokes.count == 2)
        #expect(deviation(strokes[0], from: Point(x: 30, y: 50), to: Point(x: 170, y: 50)) < 1.5)
        #expect(strokes[1].first.map { $0.distance(to: Point(x: 100, y: 50)) < 4 } == true)
        #expect(strokes[1].last.map { $0.distance(to: Point(x: 100, y: 160)) < 4 } == true)
    }

    @Test("A circle is one closed stroke, counterclockwise from its top")
    func circle() throws {
        var paper = Paper(200, 200)
        paper.circle(100, 100, radius: 60)
        let strokes = try paper.trace().drawings[0].strokes
        try #require(strokes.count == 1)
        #expect(strokes[0].first == strokes[0].last)
        #expect(strokes[0].allSatisfy { abs($0.distance(to: Point(x: 100, y: 100)) - 60) < 1.5 })
        #expect(strokes[0][0].distance(to: Point(x: 100, y: 40)) < 12)
        #expect(strokes[0][1].x < strokes[0][0].x)
    }

    @Test("A figure eight is one closed stroke that goes straight on where it crosses itself")
    func eight() throws {
        var paper = Paper(260, 200)
        for step in 0..<2000 {
            let t = Double(step) / 2000 * 2 * .pi
            paper.dot(130 + 100 * sin(t), 100 + 60 * sin(2 * t), pen: 4)
        }
        let tracing = try paper.trace()
        try #require(tracing.strokeCount == 1)
        let stroke = tracing.drawings[0].strokes[0]
        #expect(stroke.first == stroke.last)
        // In the middle it passes from one half to the other, downwards once and upwards once.
        let passes = zip(stroke, stroke.dropFirst()).filter { ($0.x - 130) * ($1.x - 130) <= 0 && abs($0.y - 100) < 30 }
        #expect(passes.count == 2)
    }

    @Test("A gap in a line is joined, unless gaps are not joined")
    func gap() throws {
        var paper = Paper(240, 120)
        paper.line((30, 60), (110, 60))
        paper.line((124, 60), (210, 60))
        let joined = try paper.trace()
        #expect(joined.strokeCount == 1)
        #expect(joined.counts.gaps == 1)
        #expect(try paper.trace { $0.gap = 0 }.strokeCount == 2)
        #expect(try paper.trace { $0.gap = 5 }.strokeCount == 2)
    }

    @Test("Lines side by side are not joined across the space between them")
    func parallel() throws {
        var paper = Paper(240, 120)
        paper.line((30, 50), (210, 50))
        paper.line((30, 62), (210, 62))
        #expect(try paper.trace().strokeCount == 2)
    }

    @Test("An arc that almost closes becomes a closed stroke")
    func arc() throws {
        var paper = Paper(200, 200)
        paper.circle(100, 100, radius: 60, from: 8, to: 352)
        let strokes = try paper.trace { $0.gap = 25 }.drawings[0].strokes
        #expect(strokes.count == 1)
        #expect(strokes[0].first == strokes[0].last)
    }

    @Test("A spur is left out and counted, and does not divide its line")
    func spur() throws {
        var paper = Paper(240, 120)
        paper.line((30, 60), (210, 60), pen: 8)
        paper.line((120, 60), (120, 67), pen: 2)
        let tracing = try paper.trace()
        #expect(tracing.strokeCount == 1)
        #expect(tracing.counts.spurs >= 1)
    }

    @Test("Specks are left out and counted; a dot of the pen is a stroke")
    func specks() throws {
        var paper = Paper(240, 240)
        paper.line((30, 60), (210, 60), pen: 6)
        for x in [50.0, 100, 150] { paper.dot(x, 150, pen: 2.5) }
        paper.dot(120, 200, pen: 7)
        let tracing = try paper.trace()
        #expect(tracing.counts.specks == 3)
        #expect(tracing.strokeCount == 2)
    }

    @Test("A filled area is traced as its outline")
    func filled() throws {
        var paper = Paper(600, 600)
        paper.line((40, 40), (560, 40))
        paper.line((40, 560), (560, 540))
        paper.dot(120, 130, pen: 40)
        let tracing = try paper.trace()
        #expect(tracing.counts.filledAreas == 1)
        try #require(tracing.strokeCount == 3)
        let outline = try #require(tracing.drawings[0].strokes.first { $0.first == $0.last })
        #expect(outline.allSatisfy { abs($0.distance(to: Point(x: 120, y: 130)) - 18) < 3 })
    }

    @Test("Noise and a shadow change nothing that matters")
    func shadow() throws {
        var paper = Paper(400, 400)
        paper.line((60, 60), (340, 340))
        paper.circle(250, 120, radius: 50)
        for y in 0..<400 {
            for x in 0..<400 {
                let light = 1 - 0.6 / (1 + exp(-Double(x + y - 400) / 60))
                paper.pixels[y * 400 + x] = UInt8(Double(paper.pixels[y * 400 + x]) * light)
            }
        }
        paper.noise(12)
        #expect(try paper.trace().strokeCount == 2)
    }

    @Test("A strip of the table at the edge of the sheet is left out")
    func table() throws {
        var paper = Paper(400, 400)
        paper.line((60, 60), (300, 340))
        for y in 0..<400 { for x in 370..<400 { paper.pixels[y * 400 + x] = 25 } }
        paper.noise(6)
        let tracing = try paper.trace()
        #expect(tracing.strokeCount == 1)
        #expect(tracing.counts.margins >= 1)
    }

    @Test("Light lines on a dark page are traced too")
    func negative() throws {
        var paper = Paper(200, 200, level: 20)
        paper.line((30, 40), (170, 150), ink: 230)
        let tracing = try paper.trace()
        #expect(tracing.isNegative)
        #expect(tracing.strokeCount == 1)
    }

    @Test("Short strokes are left out and counted if they should be")
    func short() throws {
        var paper = Paper(200, 200)
        paper.line((30, 40), (170, 150))
        paper.line((30, 160), (42, 160))
        let tracing = try paper.trace { $0.minimumLength = 30 }
        #expect(tracing.strokeCount == 1)
        #expect(tracing.counts.shortStrokes == 1)
    }

    @Test("The drawings of a page are separated in reading order")
    func split() throws {
        var paper = Paper(600, 400)
        for (index, (x, y)) in [(100.0, 100.0), (300, 110), (500, 90), (110, 300), (300, 300)].enumerated() {
            paper.circle(x, y, radius: 50)
            for eye in 0...index { paper.line((x - 30 + 12 * Double(eye), y - 5), (x - 30 + 12 * Double(eye), y + 15)) }
        }
        let tracing = try paper.trace { $0.separatesDrawings = true }
        #expect(tracing.drawings.map(\.strokes.count) == [2, 3, 4, 5, 6])
        #expect(tracing.drawings.map(\.source) == (0..<5).map { "page.png#\($0)" })
        #expect(try paper.trace().drawings.count == 1)
    }

    @Test("A page of skewed horizontal lines is straightened, unless its skew is kept")
    func skew() throws {
        var paper = Paper(800, 800)
        for row in 0..<12 {
            let y = 100 + 50 * Double(row)
            for part in 0..<3 {
                let x = 80 + 220 * Double(part)
                paper.line((x, y + 0.05 * x), (x + 190, y + 0.05 * (x + 190)))
            }
        }
        let tracing = try paper.trace()
        let angle = try #require(tracing.straightenedBy)
        #expect(abs(angle - atan(0.05) * 180 / .pi) < 0.3)
        for stroke in tracing.drawings[0].strokes {
            #expect(abs((stroke.first?.y ?? 0) - (stroke.last?.y ?? 9)) < 2)
        }
        #expect(try paper.trace { $0.straightens = false }.straightenedBy == nil)
    }

    @Test("The same page gives the same strokes")
    func deterministic() throws {
        var paper = Paper(400, 400)
        for step in 0..<9 { paper.line((40, 40 + 35 * Double(step)), (360, 360 - 33 * Double(step))) }
        paper.noise(20)
        let first = try paper.trace()
        #expect(try paper.trace().drawings == first.drawings)
        #expect(first.strokeCount >= 9)
    }

    @Test("A blank page, noise and a photograph are refused with a reason")
    func refusals() throws {
        #expect(throws: TracingError.blank(name: "page.png")) { try Paper(300, 300).trace() }
        var noisy = Paper(300, 300)
        noisy.noise(20)
        #expect(throws: TracingError.blank(name: "page.png")) { try noisy.trace() }
        var photograph = Paper(300, 300)
        for y in 0..<300 {
            for x in 0..<300 {
                let value = 128 + 60 * sin(Double(x) / 9) * cos(Double(y) / 11) + 50 * sin(Double(x * y) / 3000)
                photograph.pixels[y * 300 + x] = UInt8(min(max(value, 0), 255))
            }
        }
        #expect(throws: TracingError.self) { try photograph.trace() }
        #expect(throws: TracingError.blank(name: "page.png")) { try Paper(1, 1).trace() }
    }
}
