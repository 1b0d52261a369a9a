import SketchCore

/// An order of strokes with little pen-up travel.
///
/// First a greedy order: always the nearest stroke next, drawn backwards if its end is nearer; a closed stroke starts at its nearest vertex. Then 2-opt and
/// or-opt (`TourImprover`), in turn with a new choice of the vertices where closed strokes start.
package enum StrokeOrdering {
    /// The operations of `effort` 1: about half a second.
    static let operations = 60_000_000
    /// The maximum number of operations per stroke; more gain little.
    private static let operationsEach = 60_000
    /// How often the starts of closed strokes are chosen again.
    private static let rounds = 3

    /// Returns the same segments in an order and directions whose pen-up travel is not longer.
    ///
    /// - Parameters:
    ///   - home: where the pen is before: the end of the path nearer to it becomes the start.
    ///   - effort: a factor of the number of operations; 0 leaves the greedy order.
    package static func ordered(_ strokes: [[Point]], from home: Point, effort: Double = 1) -> [[Point]] {
        let strokes = strokes.filter { !$0.isEmpty }
        guard strokes.count > 1 else { return strokes }
        var state = State(strokes, from: home)
        let hasClosed = strokes.contains(where: StrokeMerging.isClosed)
        let total = Double(min(operations, strokes.count * operationsEach)) * effort
        let rounds = hasClosed ? rounds : 1
        for _ in 0..<rounds where effort > 0 { state.improve(budget: Int(total) / rounds) }
        var result = state.strokes
        if let start = result.first?.first, let end = result.last?.last,
            end.squaredDistance(to: home) < start.squaredDistance(to: home)
        {
            result = result.reversed().map { $0.reversed() }
        }
        return PlotLength.travel(of: result) < PlotLength.travel(of: strokes) ? result : strokes
    }

    private struct State {
        private let given: [[Point]]
        private let isClosed: [Bool]
        /// The vertex where each closed stroke starts.
        private var starts: [Int]
        private var order: [Int] = []

        init(_ strokes: [[Point]], from home: Point) {
            given = strokes
            isClosed = strokes.map(StrokeMerging.isClosed)
            starts = [Int](repeating: 0, count: strokes.count)
            orderGreedily(from: home)
        }

        private mutating func orderGreedily(from home: Point) {
            let steps = NearestOrder.steps(of: given, from: home) { stroke in
                StrokeMerging.isClosed(stroke) ? Array(0..<stroke.count - 1) : [0, stroke.count - 1]
            }
            for step in steps {
                if isClosed[step.index] { starts[step.index] = step.entry }
                order.append(2 * step.index + (step.isReversed ? 1 : 0))
            }
        }

        mutating func improve(budget: Int) {
            let ends = given.indices.flatMap { stroke -> [Point] in
                let points = given[stroke]
                return isClosed[stroke]
                    ? [points[starts[stroke]], points[starts[stroke]]] : [points[0], points[points.count - 1]]
            }
            order = TourImprover.improved(StrokeTour(ends: ends, order: order), budget: budget).order
            chooseStarts(ends)
        }

        /// Lets each closed stroke start at the vertex nearest to the strokes before and after it.
        private mutating func chooseStarts(_ ends: [Point]) {
            var ends = ends
            for (index, entry) in order.enumerated() where isClosed[entry / 2] {
                let stroke = entry / 2
                let before = index > 0 ? ends[order[index - 1] ^ 1] : nil
                let after = index + 1 < order.count ? ends[order[index + 1]] : nil
                func detour(_ vertex: Int) -> Double {
                    [before, after].compactMap(\.self).reduce(0) {
                        $0 + $1.squaredDistance(to: given[stroke][vertex]).squareRoot()
                    }
                }
                var best = (detour: detour(starts[stroke]), vertex: starts[stroke])
                for vertex in 0..<given[stroke].count - 1 {
                    let next = detour(vertex)
                    if next < best.detour { best = (next, vertex) }
                }
                starts[stroke] = best.vertex
                ends[2 * stroke] = given[stroke][best.vertex]
                ends[2 * stroke + 1] = ends[2 * stroke]
            }
        }

        /// The strokes in their order, directions and starts.
        var strokes: [[Point]] {
            order.map { entry in
                let points = given[entry / 2]
                if isClosed[entry / 2] {
                    let start = starts[entry / 2]
                    return start == 0 ? points : Array(points[start..<points.count - 1] + points[0...start])
                }
                return entry % 2 == 0 ? points : points.reversed()
            }
        }
    }
}
