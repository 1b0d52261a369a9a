import Foundation
import SketchCore
import SketchPlotter
import SketchRendering
import Testing

@Suite struct PlanTests {
    private let svg = PlotterProfile(name: "svg", format: .svg)

    private func ink(_ strokes: [[Point]], _ colour: Colour = .black, part: String = "") -> [PlotterInk] {
        strokes.map { PlotterInk(points: $0, colour: colour, part: part) }
    }

    private var exact: PlotterSettings {
        var settings = PlotterSettings()
        (settings.mergeTolerance, settings.effort) = (0, 0.05)
        return settings
    }

    @Test func everySegmentIsPlottedOnceByThePenOfItsColour() throws {
        let (red, blue) = (Strokes.spread(60), Strokes.squares(20))
        let plan = try PlotterPlan(
            ink(red, Palette.red) + ink(blue, Palette.blue), width: 220, height: 300, profile: svg, settings: exact)
        #expect(plan.layers.map(\.colour) == [Palette.red, Palette.blue])
        #expect(Strokes.segments(plan.layers[0].strokes) == Strokes.segments(red))
        #expect(Strokes.segments(plan.layers[1].strokes) == Strokes.segments(blue))
        for layer in plan.layers { #expect(layer.travel <= layer.travelBefore) }
        #expect(plan.report.cut == 0 && plan.report.strokesBefore == 80)
    }

    @Test(arguments: ["svg", "hpgl", "hpgl-centre", "grbl-servo", "grbl-z", "marlin-servo"])
    func thePlanAndItsFileAreTheSameAgain(name: String) throws {
        let profile = try #require(PlotterProfile.builtIn(name))
        let strokes = ink(Strokes.spread(80), Palette.red) + ink(Strokes.squares(30))
        let plans = try (0..<2).map { _ in
            try PlotterPlan(strokes, width: 220, height: 300, profile: profile, settings: exact)
        }
        #expect(plans[0].data(for: profile) == plans[1].data(for: profile))
        #expect(plans[0].data(for: profile).count > 1000)
    }

    @Test func nothingIsOutsideThePage() throws {
        var strokes = Strokes.spread(100).map { $0.map { Point(x: $0.x * 1.5 - 60, y: $0.y * 1.3 - 40) } }
        strokes.append([Point(x: -50, y: 100), Point(x: 500, y: 120)])
        strokes.append([Point(x: -50, y: -50)])
        strokes.append([Point(x: .nan, y: 5), Point(x: 5, y: .infinity), Point(x: 6, y: 6), Point(x: 7, y: 7)])
        for name in ["svg", "hpgl", "hpgl-centre", "grbl-servo", "grbl-z"] {
            let profile = try #require(PlotterProfile.builtIn(name))
            let plan = try PlotterPlan(ink(strokes), width: 200, height: 290, profile: profile, settings: exact)
            #expect(plan.report.cut > 10)
            for point in plan.layers.flatMap(\.strokes).joined() {
                #expect((0...200).contains(point.x) && (0...290).contains(point.y))
            }
            // The line that crosses the page is cut at both edges.
            #expect(plan.layers.flatMap(\.strokes).joined().contains { $0.x == 200 && $0.y > 100 })
        }
    }

    @Test func coordinatesInFilesAreOnThePage() throws {
        let strokes = ink(Strokes.spread(50)) + ink([[Point(x: 0, y: 0), Point(x: 210, y: 297)]])
        func numbers(_ name: String, _ pattern: Regex<(Substring, Substring, Substring)>) throws -> [(Double, Double)] {
            let profile = try #require(PlotterProfile.builtIn(name))
            let plan = try PlotterPlan(strokes, width: 210, height: 297, profile: profile, settings: exact)
            return String(decoding: plan.data(for: profile), as: UTF8.self).matches(of: pattern).compactMap {
                guard let x = Double($0.1), let y = Double($0.2) else { return nil }
                return (x, y)
            }
        }
        let pair = /(-?[0-9.]+),(-?[0-9.]+)/
        let code = /X(-?[0-9.]+) Y(-?[0-9.]+)/
        for (x, y) in try numbers("hpgl", pair) { #expect((0...8400).contains(x) && (0...11880).contains(y)) }
        for (x, y) in try numbers("hpgl-centre", pair) { #expect(abs(x) <= 4200 && abs(y) <= 5940) }
        for (x, y) in try numbers("grbl-servo", code) { #expect((0...210).contains(x) && (0...297).contains(y)) }
        #expect(try numbers("hpgl", pair).contains { $0 == (0, 11880) })
        #expect(try numbers("grbl-servo", code).contains { $0 == (210, 0) })
    }

    @Test func shortStrokesAreDroppedAfterJoining() throws {
        let pieces = (0..<10).map { [Point(x: Double($0), y: 5), Point(x: Double($0 + 1), y: 5)] }
        let alone = [[Point(x: 50, y: 50), Point(x: 51, y: 50)]]
        var settings = exact
        settings.minimumLength = 2
        let plan = try PlotterPlan(ink(pieces + alone), width: 100, height: 100, profile: svg, settings: settings)
        #expect(plan.report.dropped == 1)
        #expect(plan.layers[0].strokes.count == 1 && abs(plan.layers[0].inkLength - 10) < 1e-9)
        settings.minimumLength = 20
        #expect(throws: PlotterError.nothingToPlot) {
            try PlotterPlan(ink(pieces + alone), width: 100, height: 100, profile: svg, settings: settings)
        }
    }

    @Test func aKeptOrderIsNotChanged() throws {
        var settings = exact
        settings.keepsOrder = true
        let plan = try PlotterPlan(ink(Strokes.spread(30)), width: 220, height: 300, profile: svg, settings: settings)
        #expect(plan.layers[0].strokes == Strokes.spread(30))
    }

    @Test func aGradientIsDividedIntoRangesOfSteps() throws {
        let steps = (0..<12).flatMap { step in
            ink(
                Strokes.squares(3), Palette.interpolation(Double(step) / 11), part: "t = \(step)")
        }
        let strokes = ink(Strokes.spread(4), part: "cat") + steps
        var settings = exact
        settings.pens = 4
        let plan = try PlotterPlan(strokes, width: 220, height: 300, profile: svg, settings: settings)
        #expect(plan.layers.count == 4)
        #expect(plan.layers[0].name == "1 #000000, cat" && plan.layers[0].colour == .black)
        #expect(plan.layers[1].name == "2 #FF66B2 to \(Palette.interpolation(3.0 / 11).hex), t = 0 to t = 3")
        #expect(plan.layers[3].name.hasSuffix("t = 8 to t = 11"))
        #expect(plan.layers.map(\.strokes.count).reduce(0, +) == 40)
    }

    @Test func similarColoursAreDividedEvenly() throws {
        let strokes = (0..<20).map { index in
            let level = Double(index) / 20
            return PlotterInk(
                points: [Point(x: Double(index), y: 0), Point(x: Double(index), y: 5)],
                colour: Colour(red: level, green: level, blue: level))
        }
        var settings = exact
        settings.pens = 3
        let plan = try PlotterPlan(strokes, width: 20, height: 10, profile: svg, settings: settings)
        #expect(plan.layers.map(\.strokes.count).allSatisfy { $0 >= 5 })
    }

    @Test func thousandsOfColoursAreDividedAmongFewPens() throws {
        let strokes = (0..<4096).map { index in
            PlotterInk(
                points: [Point(x: Double(index % 64), y: Double(index / 64))],
                colour: Colour(rgb: UInt32(index) * 4099 & 0xFFFFFF))
        }
        let plan = try PlotterPlan(strokes, width: 64, height: 64, profile: svg, settings: exact)
        #expect(plan.layers.count == PlotterProfile.maximumPens)
        #expect(plan.layers.map(\.strokes.count).reduce(0, +) == 4096)
    }

    @Test func aPageBeyondTheAreaIsRefused() throws {
        var profile = svg
        profile.area = .init(width: 200, height: 200)
        #expect(throws: PlotterError.pageTooLarge(width: 210, height: 100, profile: "svg", area: .init(width: 200, height: 200)))
        {
            try PlotterPlan(ink(Strokes.spread(3)), width: 210, height: 100, profile: profile)
        }
    }

    @Test func lettersStandOnTheBaselineAtTheirAnchor() throws {
        var missing: Set<Character> = []
        func strokes(_ text: String, _ anchor: Picture.Text.Anchor) -> [Point] {
            SingleStrokeText.strokes(
                of: .init(text, x: 50, y: 80, size: 30, colour: .black, anchor: anchor), missing: &missing
            ).flatMap(\.self)
        }
        // A capital is 0.7 of the size high.
        let bounds = try #require(Bounds(strokes("HI", .middle)))
        #expect(abs(bounds.minY - 59) < 0.01 && abs(bounds.maxY - 80) < 0.01)
        #expect(abs(bounds.centre.x - 50) < 1)
        #expect(try #require(Bounds(strokes("HI", .start))).minX > 50)
        #expect(try #require(Bounds(strokes("HI", .end))).maxX < 50)
        #expect(strokes("é", .start) == strokes("e", .start))
        #expect(missing.isEmpty && strokes("猫", .start).isEmpty && missing == ["猫"])
    }

    @Test func curvesAreNearTheirPolylines() {
        let (a, b) = (Point(x: 0, y: 0), Point(x: 30, y: 0))
        let line = CurveFlattening.polyline([a, Point(x: 10, y: 40), Point(x: 20, y: -40), b], tolerance: 0.02)
        #expect(line.first == a && line.last == b && (20...200).contains(line.count))
        // The curve's point at t = 1/4 is on the polyline.
        let middle = Point(x: 0.421875 * 10 + 0.140625 * 20 + 0.015625 * 30, y: 0.421875 * 40 - 0.140625 * 40)
        let nearest = zip(line, line.dropFirst()).map { p, q in
            let length = p.squaredDistance(to: q)
            let t = min(max(((middle.x - p.x) * (q.x - p.x) + (middle.y - p.y) * (q.y - p.y)) / length, 0), 1)
            return middle.squaredDistance(to: Point(x: p.x + t * (q.x - p.x), y: p.y + t * (q.y - p.y))).squareRoot()
        }.min()
        #expect(nearest ?? 1 <= 0.02)
    }
}

@Suite struct PlotterTimeTests {
    @Test func aLongPieceHasATrapezoidAndAShortOneATriangle() {
        // 100 mm at 50 mm/s with 1000 mm/s²: 2 s and 0.05 s for speeding up and slowing down.
        #expect(abs(PlotterTime.piece(100, from: 0, to: 0, limit: 50, 1000) - 2.05) < 1e-12)
        // 1 mm: the peak is sqrt(1000) mm/s.
        #expect(abs(PlotterTime.piece(1, from: 0, to: 0, limit: 50, 1000) - 2 * 1000.0.squareRoot() / 1000) < 1e-12)
        #expect(PlotterTime.piece(0, from: 0, to: 0, limit: 50, 1000) == 0)
        // From 30 to 40 mm/s with a peak of sqrt(3250) mm/s: the way up and the way down are 2 mm together.
        let peak = 3250.0.squareRoot()
        #expect(abs((2 * peak * peak - 900 - 1600) / 2000 - 2) < 1e-12)
        #expect(abs(PlotterTime.piece(2, from: 30, to: 40, limit: 90, 1000) - (2 * peak - 70) / 1000) < 1e-12)
    }

    @Test func cornersTakeTimeAndStraightOnTakesNone() {
        let straight = (0...10).map { Point(x: Double(10 * $0), y: 0) }
        let time = PlotterTime.drawing(straight, limit: 50, 1000, deviation: 0.01)
        #expect(abs(time - 2.05) < 1e-9)
        let zigzag = (0...10).map { Point(x: Double(5 * $0), y: $0.isMultiple(of: 2) ? 0 : 75.0.squareRoot()) }
        let turning = PlotterTime.drawing(zigzag, limit: 50, 1000, deviation: 0.01)
        // Nine corners, each of nearly a stop.
        #expect(turning > time + 0.3 && turning < time + 9 * 0.05)
    }

    @Test func theTimeOfAPlanIsThatOfInkTravelAndLifts() throws {
        var profile = PlotterProfile(name: "p", format: .gcode)
        (profile.feed, profile.travelFeed, profile.acceleration) = (600, 6000, 1e6)
        (profile.dwellUp, profile.dwellDown) = (1, 2)
        let strokes = [[Point(x: 0, y: 50), Point(x: 100, y: 50)], [Point(x: 0, y: 100), Point(x: 100, y: 100)]]
        let plan = try PlotterPlan(
            strokes.map { PlotterInk(points: $0, colour: .black) }, width: 100, height: 100, profile: profile)
        // 20 s of ink, two strokes of 3 s, 50 mm between them and 50 mm home at 100 mm/s.
        #expect(abs(plan.seconds(on: profile) - 27) < 0.01)
    }
}
