import Glibc

/// A line of at least one point with the lengths up to each of its points.
struct Polyline: Sendable {
    let points: [Point]
    /// The length of the line up to each point, as a share of the whole; by number for a line without length.
    let shares: [Double]
    /// The length of the line, in the unit of the points.
    let length: Double

    init(_ points: [Point]) {
        self.points = points
        var sums = [0.0]
        for (a, b) in zip(points, points.dropFirst()) { sums.append(sums[sums.count - 1] + hypot(b.x - a.x, b.y - a.y)) }
        let length = sums[sums.count - 1]
        self.length = length
        let last = Double(max(points.count - 1, 1))
        shares = length > 0 ? sums.map { $0 / length } : points.indices.map { Double($0) / last }
    }

    var reversed: Polyline { Polyline(points.reversed()) }

    /// Whether the ends meet, so that the line has no natural start: they are nearer than a tenth of the length.
    var isClosed: Bool {
        guard points.count > 2, let first = points.first, let last = points.last else { return false }
        return hypot(last.x - first.x, last.y - first.y) < length / 10
    }

    /// Returns the points at the given shares of the length, which must ascend.
    func points(at positions: some Sequence<Double>) -> [Point] {
        var segment = 1
        return positions.map { position in
            guard points.count > 1 else { return points[0] }
            while segment < points.count - 1, shares[segment] < position { segment += 1 }
            let (start, end) = (shares[segment - 1], shares[segment])
            // The points themselves are exact.
            if position >= end { return points[segment] }
            guard position > start else { return points[segment - 1] }
            return points[segment - 1].mixed(with: points[segment], (position - start) / (end - start))
        }
    }

    /// Returns the part between two shares of the length.
    func part(from start: Double, to end: Double) -> Polyline {
        let ends = points(at: [start, max(end, start)])
        let inside = points.indices.filter { shares[$0] > start && shares[$0] < end }.map { points[$0] }
        return Polyline([ends[0]] + inside + [ends[1]])
    }

    /// Returns the line in parts whose lengths have the ratio of `weights`.
    func divided(_ weights: [Double]) -> [Polyline] {
        let total = weights.reduce(0, +)
        var (parts, start) = ([Polyline](), 0.0)
        for (index, weight) in weights.enumerated() {
            let share = total > 0 ? weight / total : 1 / Double(weights.count)
            let end = index == weights.count - 1 ? 1 : start + share
            parts.append(part(from: start, to: end))
            start = end
        }
        return parts
    }
}

extension Point {
    /// Returns `(1 - t) self + t other`.
    func mixed(with other: Point, _ t: Double) -> Point { Point(x: x + (other.x - x) * t, y: y + (other.y - y) * t) }
}
