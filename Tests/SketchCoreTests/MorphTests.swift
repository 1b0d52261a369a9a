import Foundation
import SketchCore
import Testing

/// Matching the points of two drawings, so that lines glide from one to the other.
@Suite struct MorphTests {
    private static func arc(_ centre: Point, radius: Double, from: Double, to: Double, points: Int = 30) -> [Point] {
        (0..<points).map {
            let angle = from + (to - from) * Double($0) / Double(points - 1)
            return Point(x: centre.x + radius * cos(angle), y: centre.y + radius * sin(angle))
        }
    }

    /// A face: a head that is closed, two eyes and a mouth.
    private static let face: [[Point]] = [
        arc(Point(x: 100, y: 100), radius: 90, from: 0, to: 2 * .pi),
        arc(Point(x: 70, y: 70), radius: 10, from: 0, to: 2 * .pi), arc(Point(x: 130, y: 70), radius: 10, from: 0, to: 2 * .pi),
        [Point(x: 60, y: 140), Point(x: 100, y: 160), Point(x: 140, y: 140)],
    ]

    /// The same face, moved by 6 pixels, drawn in other ways.
    private static let others: [(name: String, strokes: [[Point]])] = {
        let moved = face.map { $0.map { Point(x: $0.x + 6, y: $0.y) } }
        let head = moved[0]
        let half = head.count / 2
        let (first, last, rest) = (Array(head[...half]), Array(head[half...]), Array(moved.dropFirst()))
        let fewer = moved.map { stroke -> [Point] in
            guard stroke.count > 3 else { return stroke }
            return stroke.indices.filter { $0 % 3 != 1 }.map { stroke[$0] }
        }
        return [
            ("as it is", moved),
            ("the head backwards", [Array(head.reversed())] + rest),
            ("the head from another start", [last + head[1...half]] + rest),
            ("the head in two strokes", [first, last] + rest),
            ("the head in two strokes, backwards", [Array(last.reversed()), Array(first.reversed())] + rest),
            ("the mouth first", [moved[3], moved[0], moved[1], moved[2]]),
            ("other points", fewer),
        ]
    }()

    @Test(arguments: others.indices) func pointsMoveNoFartherThanTheDrawing(index: Int) {
        let (name, strokes) = Self.others[index]
        for (from, to) in [(Self.face, strokes), (strokes, Self.face)] {
            let morph = SketchMorph(from: from, to: to)
            #expect(morph.longestMove < 20, "\(name)")
            // Point by point, in the order of the strokes, some would cross the head.
            guard name != "as it is", name != "other points" else { continue }
            var naive = 0.0
            for (a, b) in zip(from.joined(), to.joined()) { naive = max(naive, hypot(a.x - b.x, a.y - b.y)) }
            #expect(naive > 60, "\(name)")
        }
    }

    /// The shapes of both drawings, whatever the strokes: lengths and points.
    @Test(arguments: others.indices) func bothEndsAreTheDrawings(index: Int) {
        let strokes = Self.others[index].strokes
        let morph = SketchMorph(from: Self.face, to: strokes)
        func length(_ lines: [[Point]]) -> Double {
            var sum = 0.0
            for line in lines {
                for (a, b) in zip(line, line.dropFirst()) { sum += hypot(a.x - b.x, a.y - b.y) }
            }
            return sum
        }
        for (shown, drawing) in [(morph.strokes(at: 0), Self.face), (morph.strokes(at: 1), strokes)] {
            #expect(abs(length(shown) - length(drawing)) < 1e-6)
            let points = Set(shown.joined().map { [$0.x, $0.y] })
            #expect(drawing.joined().allSatisfy { points.contains([$0.x, $0.y]) })
        }
    }

    @Test func aStrokeWithoutPartnerGrowsFromItsMiddle() {
        let tail = [Point(x: 190, y: 100), Point(x: 400, y: 20)]
        let morph = SketchMorph(from: Self.face, to: Self.face + [tail])
        let middle = Point(x: 295, y: 60)
        let halves: [SketchMorph.Part] = [.appear([middle, tail[0]]), .appear([middle, tail[1]])]
        #expect(Array(morph.parts.suffix(2)) == halves)
        #expect(morph.strokes(at: 0).count == Self.face.count && morph.strokes(at: 1).count == Self.face.count + 2)
        #expect(morph.strokes(at: 0.5).contains([middle, Point(x: 242.5, y: 80)]))
        // And back again.
        let back = SketchMorph(from: Self.face + [tail], to: Self.face)
        #expect(back.parts.contains(.vanish([middle, tail[0]])) && back.strokes(at: 1).count == Self.face.count)
    }

    @Test func pointsThatDoNotMatterAreLeftOut() throws {
        let line: [Point] = (0...100).map { Point(x: Double($0), y: 0) }
        let bent = line.map { Point(x: $0.x, y: min($0.x, 100 - $0.x)) }
        let morph = SketchMorph(from: [line], to: [bent], tolerance: 0.1)
        guard case .move(let from, let to) = try #require(morph.parts.first) else {
            Issue.record("no move")
            return
        }
        // The corner of one line has its place on the other.
        #expect(from.count == 3 && to.count == 3 && to[1] == Point(x: 50, y: 50) && from[1].y == 0)
    }

    @Test func emptyDrawingsAndDotsAreMatched() {
        #expect(SketchMorph(from: [], to: []).strokes(at: 0.5).isEmpty)
        #expect(SketchMorph(from: [[]], to: Self.face).strokes(at: 1).count == 8)
        let dots = SketchMorph(from: [[Point(x: 0, y: 0)]], to: [[Point(x: 1, y: 0)], [Point(x: 90, y: 90)]])
        #expect(dots.strokes(at: 0) == [[Point(x: 0, y: 0)]] && dots.strokes(at: 1).count == 2)
        let many: [[Point]] = (0..<300).map { number in
            let x = Double(number)
            return [Point(x: x, y: 0), Point(x: x, y: 5)]
        }
        #expect(SketchMorph(from: many, to: many).strokes(at: 1) == many)
    }
}
