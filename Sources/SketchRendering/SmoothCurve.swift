import Glibc
import SketchCore

/// Smooth curves through the points of a stroke.
///
/// Tangents are those of a centripetal Catmull-Rom spline: they bisect the angle between neighbouring chords. Handles are
/// as long as those of a circular arc, so that a regular polygon becomes a circle. Corners stay corners.
package enum SmoothCurve {
    /// Turns of more than this angle stay corners, in degrees.
    package static let cornerAngle = 70.0
    /// The maximum distance between curve and polygon, as a share of the larger side of the stroke's bounds.
    package static let maximumDeviation = 0.04

    /// Returns cubic Bézier segments through all points of a stroke, as `[p0, c, c, p1, c, c, p2, ...]`; nil if every
    /// segment is straight. The control points of a straight segment are its ends.
    package static func bezier(through stroke: [Point]) -> [Point]? {
        var points: [Point] = []
        points.reserveCapacity(stroke.count)
        for point in stroke where points.last != point { points.append(point) }
        guard points.count > 2, let extent = Bounds(points)?.extent else { return nil }
        let tangents = tangents(at: points)
        guard tangents.contains(where: { $0 != nil }) else { return nil }
        let limit = extent * maximumDeviation
        var curve = [points[0]]
        curve.reserveCapacity(3 * points.count)
        for index in 1..<points.count {
            let (start, end) = (points[index - 1], points[index])
            let (first, last) = handles(from: start, to: end, tangents[index - 1], tangents[index], limit: limit)
            curve.append(Point(x: start.x + first.x, y: start.y + first.y))
            curve.append(Point(x: end.x - last.x, y: end.y - last.y))
            curve.append(end)
        }
        return curve
    }

    /// Returns a stroke as straight Bézier segments.
    static func straight(_ stroke: [Point]) -> [Point] {
        zip(stroke, stroke.dropFirst()).reduce(into: Array(stroke.prefix(1))) { $0 += [$1.0, $1.1, $1.1] }
    }

    /// Returns the curve through a stroke as a line; a stroke that does not bend as it is.
    ///
    /// - Parameter tolerance: the greatest distance between curve and line, in the unit of the points.
    package static func flattened(_ stroke: [Point], tolerance: Double) -> [Point] {
        guard let curve = bezier(through: stroke) else { return stroke }
        var line = [curve[0]]
        for start in stride(from: 0, to: curve.count - 3, by: 3) {
            let (a, b, c, d) = (curve[start], curve[start + 1], curve[start + 2], curve[start + 3])
            let isStraight = b == a && c == d
            let bend = max(hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y), hypot(b.x - 2 * c.x + d.x, b.y - 2 * c.y + d.y))
            let pieces = isStraight ? 1 : min(max(Int((0.75 * bend / tolerance).squareRoot().rounded(.up)), 1), 64)
            for piece in 1..<max(pieces, 1) {
                let t = Double(piece) / Double(pieces)
                let s = 1 - t
                let weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
                line.append(
                    Point(
                        x: weights.0 * a.x + weights.1 * b.x + weights.2 * c.x + weights.3 * d.x,
                        y: weights.0 * a.y + weights.1 * b.y + weights.2 * c.y + weights.3 * d.y))
            }
            line.append(d)
        }
        return line
    }

    /// The direction of a curve at a point, and the lengths of its handles as shares of the chords before and after it.
    private struct Tangent: Equatable {
        var x, y: Double
        var before, after: Double
    }

    /// Returns the tangents at the points; nil at ends and corners. The seam of a closed stroke is not an end.
    private static func tangents(at points: [Point]) -> [Tangent?] {
        let last = points.count - 1
        var result = (0...last).map { index in
            index == 0 || index == last ? nil : tangent(points[index - 1], points[index], points[index + 1])
        }
        if last > 2, points[0] == points[last] {
            result[0] = tangent(points[last - 1], points[0], points[1])
            result[last] = result[0]
        }
        return result
    }

    private static func tangent(_ previous: Point, _ point: Point, _ next: Point) -> Tangent? {
        let (before, after) = (chord(previous, point), chord(point, next))
        let cosine = before.x * after.x + before.y * after.y
        guard cosine > cos(cornerAngle * .pi / 180) else { return nil }
        let (x, y) = (before.x + after.x, before.y + after.y)
        let length = hypot(x, y)
        // The arc over a chord at half the turn has handles of a third of the chord over cos²(turn / 4).
        let arc = 1 / (3 * (0.5 + length / 4))
        // Centripetal: parameters advance by the square root of the chord. A long chord leaves a short one gently.
        let (a, b) = (before.length.squareRoot(), after.length.squareRoot())
        return Tangent(
            x: x / length, y: y / length, before: arc * min(2 * b / (a + b), 1), after: arc * min(2 * a / (a + b), 1))
    }

    /// Returns the offsets of the control points from the start, and to the end.
    private static func handles(
        from start: Point, to end: Point, _ first: Tangent?, _ last: Tangent?, limit: Double
    ) -> (first: Point, last: Point) {
        guard first != nil || last != nil else { return (Point(x: 0, y: 0), Point(x: 0, y: 0)) }
        let chord = chord(start, end)
        func handle(_ tangent: Tangent, _ share: Double) -> Point {
            Point(x: tangent.x * share * chord.length, y: tangent.y * share * chord.length)
        }
        // At an end or a corner, the handle mirrors the other one, so that the segment is an arc.
        func mirrored(_ handle: Point) -> Point {
            let along = 2 * (handle.x * chord.x + handle.y * chord.y)
            return Point(x: along * chord.x - handle.x, y: along * chord.y - handle.y)
        }
        var a = first.map { handle($0, $0.after) } ?? Point(x: 0, y: 0)
        var b = last.map { handle($0, $0.before) } ?? Point(x: 0, y: 0)
        if first == nil { a = mirrored(b) }
        if last == nil { b = mirrored(a) }
        // A cubic leaves its chord by at most 3/4 of the larger distance of its control points.
        let deviation = 0.75 * max(abs(a.x * chord.y - a.y * chord.x), abs(b.x * chord.y - b.y * chord.x))
        let scale = deviation > limit ? limit / deviation : 1
        return (Point(x: a.x * scale, y: a.y * scale), Point(x: b.x * scale, y: b.y * scale))
    }

    private static func chord(_ start: Point, _ end: Point) -> (x: Double, y: Double, length: Double) {
        let (x, y) = (end.x - start.x, end.y - start.y)
        let length = hypot(x, y)
        return length > 0 ? (x / length, y / length, length) : (0, 0, 0)
    }
}
