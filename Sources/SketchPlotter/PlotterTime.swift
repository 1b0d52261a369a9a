import SketchCore

/// An estimate of the time that a plan takes.
///
/// Every straight piece of length s has a trapezoidal speed profile: from its entry speed u the pen accelerates with a, moves at
/// most at the feed V, and slows down to its exit speed w:
///
///     v = min(V, sqrt(a s + (u² + w²) / 2))
///     t = (v - u) / a + (v - w) / a + (s - (2 v² - u² - w²) / (2 a)) / v
///
/// The speed at a corner is that of grbl: v² = a d sin(b / 2) / (1 - sin(b / 2)), where b is the angle between the pieces (180
/// degrees for straight on) and d the junction deviation. Speeds are lowered so that each can be reached within a piece. The pen
/// rests at both ends of a stroke. Travel between strokes is one piece from rest to rest; each stroke
/// adds the dwell times for lowering and lifting the pen, and the travel of a z axis.
/// Changing a pen is not included.
package enum PlotterTime {
    /// Returns the time of all layers, in seconds, from the origin and back.
    static func seconds(of plan: PlotterPlan, _ profile: PlotterProfile) -> Double {
        let (feed, travel, acceleration) = (profile.feed / 60, profile.travelFeed / 60, profile.acceleration)
        let home = profile.home(width: plan.width, height: plan.height)
        var pen = home
        var seconds = 0.0
        func move(to point: Point) -> Double {
            piece(pen.squaredDistance(to: point).squareRoot(), from: 0, to: 0, limit: travel, acceleration)
        }
        for stroke in plan.layers.lazy.flatMap(\.strokes) {
            guard let first = stroke.first, let last = stroke.last else { continue }
            seconds += move(to: first) + profile.liftSeconds
            seconds += drawing(stroke, limit: feed, acceleration, deviation: profile.junctionDeviation)
            pen = last
        }
        return seconds + move(to: home)
    }

    /// Returns the time of a stroke, in seconds. Speeds are in mm/s.
    package static func drawing(_ stroke: [Point], limit: Double, _ acceleration: Double, deviation: Double) -> Double {
        var points: [Point] = []
        for point in stroke where points.last != point { points.append(point) }
        guard points.count > 1 else { return 0 }
        let lengths = zip(points, points.dropFirst()).map { $0.squaredDistance(to: $1).squareRoot() }
        var speeds = [Double](repeating: 0, count: points.count)
        for index in points.indices.dropFirst().dropLast() {
            speeds[index] = min(
                limit, corner(points[index - 1], points[index], points[index + 1], acceleration, deviation))
        }
        for index in speeds.indices.dropFirst() {
            speeds[index] = min(
                speeds[index], (speeds[index - 1] * speeds[index - 1] + 2 * acceleration * lengths[index - 1]).squareRoot())
        }
        for index in speeds.indices.dropLast().reversed() {
            speeds[index] = min(
                speeds[index], (speeds[index + 1] * speeds[index + 1] + 2 * acceleration * lengths[index]).squareRoot())
        }
        return lengths.indices.reduce(0) {
            $0 + piece(lengths[$1], from: speeds[$1], to: speeds[$1 + 1], limit: limit, acceleration)
        }
    }

    private static func corner(
        _ a: Point, _ b: Point, _ c: Point, _ acceleration: Double, _ deviation: Double
    ) -> Double {
        let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, c.x - b.x, c.y - b.y)
        let lengths = ((ux * ux + uy * uy) * (vx * vx + vy * vy)).squareRoot()
        // The cosine of the angle between the pieces; -1 for straight on.
        let cosine = min(max(-(ux * vx + uy * vy) / lengths, -1), 1)
        let half = ((1 - cosine) / 2).squareRoot()
        guard half < 1 - 1e-9 else { return .infinity }
        return (acceleration * deviation * half / (1 - half)).squareRoot()
    }

    /// Returns the time of a straight piece, in seconds.
    package static func piece(_ length: Double, from u: Double, to w: Double, limit: Double, _ a: Double) -> Double {
        guard length > 0 else { return 0 }
        let v = min(limit, (a * length + (u * u + w * w) / 2).squareRoot())
        let cruise = max(length - (2 * v * v - u * u - w * w) / (2 * a), 0)
        return (v - u) / a + (v - w) / a + cruise / v
    }
}

extension PlotterPlan {
    /// Returns an estimate of the time that the plan takes, in seconds, with acceleration and the pen's lifting, without
    /// changing pens.
    public func seconds(on profile: PlotterProfile) -> Double { PlotterTime.seconds(of: self, profile) }
}
