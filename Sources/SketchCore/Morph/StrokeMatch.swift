/// How well lines match: the mean distance of points at equal shares of their lengths.
struct StrokeMatch {
    /// Two lines that belong together, point by point at equal shares of their lengths.
    struct Pair {
        var from: Polyline
        var to: Polyline
    }

    /// The pairs, one unless a line is divided.
    var pairs: [Pair]
    /// The mean distance, times the mean length: the smaller, the better.
    var cost: Double

    /// The points at which lines are compared.
    private static let samples = 24
    private static let positions = (0..<samples).map { Double($0) / Double(samples - 1) }
    /// A line that is matched backwards, turned or divided must be this much nearer.
    private static let change = 1.15

    /// Returns the better match of two lines, as they are, backwards or, if both are closed, from another start.
    static func best(_ from: Polyline, _ to: Polyline, turns: Bool) -> StrokeMatch {
        let (a, b) = (from.points(at: positions), to.points(at: positions))
        let length = (from.length + to.length) / 2
        var best = StrokeMatch(pairs: [Pair(from: from, to: to)], cost: distance(a, b) * length)
        let backwards = distance(a, b.reversed()) * length * change
        if backwards < best.cost { best = StrokeMatch(pairs: [Pair(from: from, to: to.reversed)], cost: backwards) }
        guard turns, from.isClosed, to.isClosed else { return best }
        for (line, points) in [(to, b), (to.reversed, Array(b.reversed()))] {
            for start in stride(from: 2, to: samples - 2, by: 1) {
                // The last point is near the first.
                let turned = points[start...] + points[1...start]
                let cost = distance(a, Array(turned.prefix(samples))) * length * change
                guard cost < best.cost else { continue }
                let share = positions[start]
                let parts = from.divided([1 - share, share])
                best = StrokeMatch(
                    pairs: [
                        Pair(from: parts[0], to: line.part(from: share, to: 1)),
                        Pair(from: parts[1], to: line.part(from: 0, to: share)),
                    ], cost: cost)
            }
        }
        return best
    }

    /// Returns the match of one line with several that are drawn one after another: the line is divided at their lengths.
    static func dividing(_ from: Polyline, into to: [Polyline]) -> StrokeMatch {
        let lengths = to.map(\.length)
        func match(_ line: Polyline, _ others: [Polyline]) -> StrokeMatch {
            let matches = zip(line.divided(others.map(\.length)), others).map { best($0, $1, turns: false) }
            return StrokeMatch(pairs: matches.flatMap(\.pairs), cost: matches.reduce(0) { $0 + $1.cost } * change)
        }
        guard lengths.reduce(0, +) > 0 else { return StrokeMatch(pairs: [], cost: .infinity) }
        let (forwards, backwards) = (match(from, to), match(from.reversed, to))
        return forwards.cost <= backwards.cost * change ? forwards : backwards
    }

    /// The match with its sides exchanged.
    var exchanged: StrokeMatch { StrokeMatch(pairs: pairs.map { Pair(from: $0.to, to: $0.from) }, cost: cost) }

    private static func distance(_ a: [Point], _ b: some Sequence<Point>) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0.squaredDistance(to: $1.1).squareRoot() } / Double(a.count)
    }
}
