import Foundation
import SketchCore
import SketchRendering
import Testing

@Suite("Curves")
struct CurveTests {
    /// Returns a stroke of random turns up to 180 degrees and random steps.
    private func scribble(_ seed: UInt64, count: Int) -> [Point] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24)
        }
        var (point, angle) = (Point(x: 0, y: 0), 0.0)
        return (0..<count).map { _ in
            angle += (random() - 0.5) * (random() < 0.8 ? 2 : 2 * .pi)
            let step = 0.5 + 60 * random() * random()
            point = Point(x: point.x + step * cos(angle), y: point.y + step * sin(angle))
            return point
        }
    }

    private func distance(_ point: Point, _ a: Point, _ b: Point) -> Double {
        let (x, y) = (b.x - a.x, b.y - a.y)
        let t = min(max(((point.x - a.x) * x + (point.y - a.y) * y) / (x * x + y * y), 0), 1)
        return hypot(point.x - a.x - t * x, point.y - a.y - t * y)
    }

    /// Returns the points of the curve, 50 per segment.
    private func samples(_ curve: [Point]) -> [Point] {
        stride(from: 0, to: curve.count - 3, by: 3).flatMap { index in
            (0...50).map { step in
                let t = Double(step) / 50
                let weights = [pow(1 - t, 3), 3 * t * pow(1 - t, 2), 3 * t * t * (1 - t), pow(t, 3)]
                let points = zip(weights, curve[index...index + 3])
                return Point(x: points.reduce(0) { $0 + $1.0 * $1.1.x }, y: points.reduce(0) { $0 + $1.0 * $1.1.y })
            }
        }
    }

    /// Returns the largest distance from the curve to the polygon, as a share of the stroke's larger side.
    private func deviation(_ curve: [Point], _ stroke: [Point]) throws -> Double {
        let extent = try #require(Bounds(stroke)).extent
        let edges = Array(zip(stroke, stroke.dropFirst()))
        return samples(curve).map { point in edges.map { distance(point, $0, $1) }.min() ?? 0 }.max().map { $0 / extent } ?? 0
    }

    @Test func noCurveLeavesItsPolygonByMoreThanTheStatedShare() throws {
        var largest = 0.0
        for seed in 1..<200 as Range<UInt64> {
            let stroke = scribble(seed, count: 3 + Int(seed % 30))
            guard let curve = SmoothCurve.bezier(through: stroke) else { continue }
            // The curve runs through every point.
            #expect(stride(from: 0, to: curve.count, by: 3).map { curve[$0] } == stroke)
            largest = max(largest, try deviation(curve, stroke))
        }
        #expect(largest <= SmoothCurve.maximumDeviation + 1e-9)
        // The limit is reached: a stroke of a few long chords would bend further.
        #expect(largest > SmoothCurve.maximumDeviation * 0.99)
    }

    @Test func cornersStayCorners() throws {
        // A square has only corners; a turn of 69 degrees is rounded and one of 71 is not.
        #expect(SmoothCurve.bezier(through: Fixtures.square(10).strokes[0]) == nil)
        func turned(by degrees: Double) -> [Point]? {
            let angle = degrees * .pi / 180
            return SmoothCurve.bezier(through: [
                Point(x: 0, y: 0), Point(x: 10, y: 0), Point(x: 10 + 10 * cos(angle), y: 10 * sin(angle)),
            ])
        }
        #expect(turned(by: 71) == nil)
        let curve = try #require(turned(by: 69))
        // The tangent is continuous: the handles at the middle point are opposite.
        let (before, after) = (curve[2], curve[4])
        #expect(abs((10 - before.x) * after.y - (0 - before.y) * (after.x - 10)) < 1e-9)
        #expect((10 - before.x) * (after.x - 10) + (0 - before.y) * after.y > 0)
    }

    @Test func aRegularPolygonBecomesACircle() throws {
        let stroke = (0...16).map { step in
            let angle = Double(step % 16) * .pi / 8
            return Point(x: 50 * cos(angle), y: 50 * sin(angle))
        }
        let curve = try #require(SmoothCurve.bezier(through: stroke))
        #expect(samples(curve).allSatisfy { abs(hypot($0.x, $0.y) - 50) < 0.01 })
    }

    @Test func degenerateStrokesHaveNoCurve() {
        let (a, b) = (Point(x: 1, y: 1), Point(x: 4, y: 1))
        for stroke in [[], [a], [a, a], [a, b], [a, a, b, b], [a, b, a], [a, a, a]] {
            #expect(SmoothCurve.bezier(through: stroke) == nil)
        }
    }

    /// A wave, a straight stroke and a dot.
    private let drawing = Sketch(strokes: [
        (0...12).map { Point(x: Double($0) * 10, y: 15 * sin(Double($0))) },
        [Point(x: 0, y: 40), Point(x: 120, y: 40)], [Point(x: 60, y: 60)],
    ])

    @Test func sheetsHaveCurvesUnlessPolygonsAreRequested() throws {
        for isCurved in [true, false] {
            let style = SheetStyle(showsLabels: false, hasCurves: isCurved)
            let picture = try SketchSheet([drawing], style: style).picture()
            let svg = String(decoding: try picture.data(format: .svg), as: UTF8.self)
            #expect(svg.contains("C") == isCurved)
            // One path with the strokes in drawing order, the dot last.
            #expect(svg.split(separator: "<path").count == 2 && svg.contains("h0\"/>"))
            #expect(svg.split(separator: "M").count == 4)
            let pdf = try picture.data(format: .pdf)
            #expect(!pdf.isEmpty)
        }
    }

    @Test func pixelsOfCurvesAreNearThoseOfPolygons() throws {
        func png(_ hasCurves: Bool) throws -> PNGImage {
            let style = SheetStyle(cell: .pixels(400), lineWidth: .pixels(2), showsLabels: false, dpi: 96, hasCurves: hasCurves)
            return try PNGImage(try SketchSheet([drawing], style: style).picture().data(format: .png))
        }
        let (curves, polygons) = (try png(true), try png(false))
        func ink(_ png: PNGImage) -> Int { stride(from: 0, to: png.pixels.count, by: 4).count { png.pixels[$0] < 128 } }
        #expect(curves.pixels != polygons.pixels)
        #expect(abs(ink(curves) - ink(polygons)) < ink(polygons) / 10)
    }

    @Test func piecesColouredByDrawingOrderJoinToTheCurve() throws {
        func curves(_ colourBy: SheetStyle.ColourBy) throws -> [[Point]] {
            let style = SheetStyle(showsLabels: false, colourBy: colourBy)
            let items = try SketchSheet([drawing], colours: [Palette.blue], style: style).picture().flatItems
            return items.flatMap { if case .curves(let curves, _, _) = $0 { curves } else { [[Point]]() } }
        }
        let whole = try curves(.sheet)
        let pieces = try curves(.order)
        #expect(pieces.count > 12 && pieces.allSatisfy { $0.count % 3 == 1 })
        let joined = pieces.reduce(into: [[Point]]()) { lines, piece in
            if let last = lines.last?.last, last == piece.first {
                lines[lines.count - 1] += piece.dropFirst()
            } else {
                lines.append(piece)
            }
        }
        #expect(joined == whole)
    }
}
