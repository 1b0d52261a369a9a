import SketchCore
import SketchRendering

/// A stroke on a page, in millimetres from the page's top left corner, y down.
public struct PlotterInk: Hashable, Sendable {
    /// The points, at least one; a single point is a dot.
    public var points: [Point]
    /// The colour, which selects the pen.
    public var colour: Colour
    /// What the stroke belongs to, for example a step's label or the name of a layer; may be empty.
    public var part: String

    /// Creates a stroke.
    public init(points: [Point], colour: Colour, part: String = "") {
        (self.points, self.colour, self.part) = (points, colour, part)
    }
}

extension PlotterInk {
    /// Creates a stroke from a curve `[p0, c, c, p1, c, c, p2, ...]`, or from points without one.
    package init(curve: [Point]?, points: [Point], colour: Colour, part: String) {
        self.init(
            points: curve.map { CurveFlattening.polyline($0, tolerance: Self.curveTolerance) } ?? points, colour: colour,
            part: part)
    }

    /// The maximum distance of a curve from its polyline, in millimetres.
    private static let curveTolerance = 0.02

    /// The ink of a picture: its lines, its curves as polylines, and its texts in single-stroke letters.
    ///
    /// - Parameter missing: receives the characters that have no single-stroke letter; they are left out.
    package static func ink(of picture: Picture, missing: inout Set<Character>) -> [PlotterInk] {
        var ink: [PlotterInk] = []
        for item in picture.items { add(item, part: "", to: &ink, &missing) }
        return ink
    }

    private static let millimetres = 25.4 / 72

    private static func add(
        _ item: Picture.Item, part: String, to ink: inout [PlotterInk], _ missing: inout Set<Character>
    ) {
        func millimetres(_ points: [Point]) -> [Point] {
            points.map { Point(x: $0.x * Self.millimetres, y: $0.y * Self.millimetres) }
        }
        switch item {
        case .lines(let lines, let colour, _):
            ink += lines.filter { !$0.isEmpty }.map { PlotterInk(points: millimetres($0), colour: colour, part: part) }
        case .curves(let curves, let colour, _):
            ink += curves.filter { !$0.isEmpty }.map {
                PlotterInk(curve: millimetres($0), points: [], colour: colour, part: part)
            }
        case .text(let text):
            // The greys of labels and titles are black, so that they take no pen. A label does not name its pen.
            let colour = text.colour == .label || text.colour == .title ? Colour.black : text.colour
            ink += SingleStrokeText.strokes(of: text, missing: &missing).map {
                PlotterInk(points: millimetres($0), colour: colour)
            }
        case .rectangle: break
        case .group(let items, let title):
            for item in items { add(item, part: title.isEmpty ? part : title, to: &ink, &missing) }
        }
    }
}

/// Polylines near Bézier curves.
package enum CurveFlattening {
    /// Returns the points of a polyline at most `tolerance` away from cubic segments `[p0, c, c, p1, c, c, p2, ...]`.
    package static func polyline(_ curve: [Point], tolerance: Double) -> [Point] {
        guard curve.count > 3 else { return curve }
        var line = [curve[0]]
        for index in stride(from: 0, to: curve.count - 3, by: 3) {
            let (p, a, b, q) = (curve[index], curve[index + 1], curve[index + 2], curve[index + 3])
            // The distance is at most 3/4 of the largest second difference over the square of the number of pieces.
            let bend = max(secondDifference(p, a, b), secondDifference(a, b, q))
            let isStraight = a == p && b == q
            let pieces = isStraight ? 1 : min(max(Int((0.75 * bend / tolerance).squareRoot().rounded(.up)), 1), 1000)
            for piece in 1...pieces {
                if piece == pieces {
                    line.append(q)
                } else {
                    let t = Double(piece) / Double(pieces)
                    let u = 1 - t
                    let (w0, w1, w2, w3) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
                    line.append(
                        Point(
                            x: w0 * p.x + w1 * a.x + w2 * b.x + w3 * q.x, y: w0 * p.y + w1 * a.y + w2 * b.y + w3 * q.y))
                }
            }
        }
        return line
    }

    private static func secondDifference(_ a: Point, _ b: Point, _ c: Point) -> Double {
        let (x, y) = (a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y)
        return (x * x + y * y).squareRoot()
    }
}
