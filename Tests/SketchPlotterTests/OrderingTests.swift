import SketchCore
import SketchPlotter
import Testing

/// Strokes spread by multiples of irrational numbers.
enum Strokes {
    static func spread(_ count: Int, seed: Double = 0) -> [[Point]] {
        func part(_ index: Int, _ step: Double) -> Double { (seed + Double(index) * step).truncatingRemainder(dividingBy: 1) }
        return (0..<count).map { index in
            let (x, y) = (200 * part(index, 0.6180339887498949), 280 * part(index, 0.4142135623730951))
            let (dx, dy) = (8 * part(index, 0.7320508075688772), 8 * part(index, 0.2360679774997896))
            return [Point(x: x, y: y), Point(x: x + dx, y: y), Point(x: x + dx, y: y + dy)]
        }
    }

    static func squares(_ count: Int) -> [[Point]] {
        spread(count, seed: 0.3).map { stroke in
            let p = stroke[0]
            return [(0.0, 0.0), (4, 0), (4, 4), (0, 4), (0, 0)].map { Point(x: p.x + $0.0, y: p.y + $0.1) }
        }
    }

    /// Every segment without its direction, sorted.
    static func segments(_ strokes: [[Point]]) -> [String] {
        strokes.flatMap { stroke -> [String] in
            if stroke.count == 1 { return ["dot \(stroke[0])"] }
            return zip(stroke, stroke.dropFirst()).map { a, b in
                ["\(a.x),\(a.y)", "\(b.x),\(b.y)"].sorted().joined(separator: " ")
            }
        }.sorted()
    }
}

@Suite struct OrderingTests {
    private let home = Point(x: 0, y: 0)

    @Test(arguments: [1, 2, 3, 9, 40, 400]) func orderingKeepsEverySegmentAndTravelsLess(count: Int) {
        let strokes = Strokes.spread(count) + Strokes.squares(count / 2) + [[Point(x: 3, y: 4)]]
        let ordered = StrokeOrdering.ordered(strokes, from: home, effort: 0.1)
        #expect(Strokes.segments(ordered) == Strokes.segments(strokes))
        #expect(ordered.count == strokes.count)
        #expect(PlotLength.travel(of: ordered) <= PlotLength.travel(of: strokes))
        #expect(StrokeOrdering.ordered(strokes, from: home, effort: 0.1) == ordered)
    }

    @Test func improvingShortensTheGreedyOrderByATenth() {
        let strokes = Strokes.spread(400)
        let greedy = PlotLength.travel(of: StrokeOrdering.ordered(strokes, from: home, effort: 0))
        let improved = PlotLength.travel(of: StrokeOrdering.ordered(strokes, from: home))
        #expect(improved < 0.9 * greedy, "\(improved) of \(greedy)")
    }

    @Test func theOrderOfALineIsAlongTheLine() {
        let order = [5, 2, 7, 0, 9, 3, 8, 1, 6, 4]
        let strokes = order.map { [Point(x: Double($0), y: 1), Point(x: Double($0), y: 2)] }
        let ordered = StrokeOrdering.ordered(strokes, from: home)
        #expect(ordered.map { Int($0[0].x) } == Array(0..<10))
        // Up and down in turn.
        #expect(PlotLength.travel(of: ordered) == 9)
    }

    @Test func anOrderThatIsNotShorterIsNotChanged() {
        let strokes = (0..<6).map { [Point(x: Double(2 * $0), y: 0), Point(x: Double(2 * $0 + 1), y: 0)] }
        #expect(StrokeOrdering.ordered(strokes, from: Point(x: 99, y: 0)) == strokes)
    }

    @Test func aClosedStrokeStartsAtItsNearestVertex() {
        let square = [(10.0, 10.0), (20, 10), (20, 20), (10, 20), (10, 10)].map { Point(x: $0.0, y: $0.1) }
        let line = [Point(x: 0, y: 30), Point(x: 10, y: 21)]
        let ordered = StrokeOrdering.ordered([square, line], from: Point(x: 0, y: 30))
        #expect(PlotLength.travel(of: ordered) == 1)
        #expect(ordered[1].first == Point(x: 10, y: 20) && ordered[1].last == Point(x: 10, y: 20))
        #expect(Strokes.segments(ordered) == Strokes.segments([square, line]))
    }

    @Test func theTourIsTheSameAfterChangesAreUndone() {
        let strokes = Strokes.spread(60)
        let ends = strokes.flatMap { [$0[0], $0[2]] }
        var tour = StrokeTour(ends: ends, order: (0..<60).map { 2 * $0 })
        for step in 0..<200 {
            let c = tour.entry(at: step * 7 % 60)
            let f = tour.entry(at: (step * 7 + 2) % 60) ^ 1
            let b = tour.entry(at: (step * 7 + 9) % 60) ^ 1
            guard ![c, f, b].contains(where: { $0 >> 1 == tour.free }) else { continue }
            tour.insert(from: c, to: f, outer: tour.link(c), tour.link(f), into: b, tour.link(b))
            #expect(tour.link(b) == c || tour.link(c) == b)
            #expect(Set(tour.order.map { $0 / 2 }) == Set(0..<60))
        }
        tour.rollBack()
        #expect(tour.order == (0..<60).map { 2 * $0 })
    }

    @Test func nearestPointsAreThoseOfAPlainSearch() {
        let points = Strokes.spread(300).map { $0[0] } + Strokes.spread(20, seed: 0.5).map { $0[0] }
        var grid = NearestPoints(points)
        var left = Set(points.indices)
        let pen = Point(x: -40, y: 333)
        for step in 0..<points.count {
            let place = step.isMultiple(of: 2) ? points[(step * 37) % points.count] : pen
            func near(_ id: Int) -> (Double, Int) { (points[id].squaredDistance(to: place), id) }
            let sorted = left.sorted { near($0) < near($1) }
            #expect(grid.nearest(to: place) == sorted.first)
            let several = grid.nearest(5, to: place, within: 20, skipping: { $0 % 3 == 0 })
            #expect(several == Array(sorted.filter { $0 % 3 != 0 && near($0).0 <= 400 }.prefix(5)))
            guard let first = sorted.first else { break }
            grid.remove(first)
            left.remove(first)
        }
        #expect(grid.nearest(to: pen) == nil)
    }
}

@Suite struct MergingTests {
    @Test func strokesThatMeetBecomeOneWithEverySegment() {
        let path = (0..<50).map { Point(x: Double($0), y: Double($0 * $0 % 7)) }
        // Pieces of two segments, every other one backwards, not in order.
        let pieces = (0..<24).map { Array(path[2 * $0...2 * $0 + 2]) }.enumerated().map {
            $0.isMultiple(of: 2) ? $1 : $1.reversed()
        }
        let shuffled = (0..<24).map { pieces[$0 * 7 % 24] }
        let merged = StrokeMerging.merged(shuffled, tolerance: 0)
        #expect(merged.count == 1)
        #expect(Strokes.segments(merged) == Strokes.segments(pieces))
    }

    @Test func endsWithinTheToleranceAreConnected() {
        let strokes = [[Point(x: 0, y: 0), Point(x: 5, y: 0)], [Point(x: 5.05, y: 0), Point(x: 9, y: 0)]]
        #expect(StrokeMerging.merged(strokes, tolerance: 0.01).count == 2)
        let merged = StrokeMerging.merged(strokes, tolerance: 0.1)
        #expect(merged == [[0, 5, 5.05, 9].map { Point(x: $0, y: 0) }])
    }

    @Test func nearbyEndsOfOneStrokeAreClosed() {
        let open = [(0.0, 0.0), (4, 0), (4, 4), (0, 0.05)].map { Point(x: $0.0, y: $0.1) }
        let other = [Point(x: 90, y: 0), Point(x: 99, y: 0)]
        #expect(StrokeMerging.merged([open, other], tolerance: 0.1).contains(open + [open[0]]))
        #expect(StrokeMerging.merged([open, other], tolerance: 0.01).contains(open))
    }

    @Test func closedStrokesAndDotsStay() {
        let strokes = Strokes.squares(5) + [[Point(x: 1, y: 1)]]
        #expect(Strokes.segments(StrokeMerging.merged(strokes, tolerance: 0.1)) == Strokes.segments(strokes))
        #expect(StrokeMerging.merged(strokes, tolerance: 0.1).count == 6)
    }
}
