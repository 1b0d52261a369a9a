import SketchCore

/// Joins strokes across gaps in the ink, where a stroke's end points to the start of another.
struct GapJoiner {
    /// The widest gap.
    let gap: Double
    let lineWidth: Double

    /// The bend, in radians, above which a gap is not joined, and the one for gaps that are no wider than the line.
    private static let (sharpestBend, sharpestTouch) = (0.6, 1.4)

    private struct FreeEnd {
        var end: LineEnd
        var place: Point
        /// The direction in which the stroke points beyond its end.
        var direction: Point
    }

    /// - Returns: the strokes, and the number of gaps that were joined.
    func join(_ strokes: [TracedStroke]) -> (strokes: [TracedStroke], gaps: Int) {
        guard gap > 0 else { return (strokes, 0) }
        let ends = freeEnds(strokes)
        var candidates: [(cost: Double, a: Int, b: Int)] = []
        for (a, b) in neighbours(ends) {
            if ends[a].end / 2 == ends[b].end / 2 {
                // A stroke that almost closes.
                let distance = ends[a].place.squaredDistance(to: ends[b].place).squareRoot()
                guard strokes[ends[a].end / 2].points.pathLength > 6 * max(distance, lineWidth) else { continue }
            }
            if let cost = cost(ends[a], ends[b]) { candidates.append((cost, a, b)) }
        }
        candidates.sort { ($0.cost, $0.a, $0.b) < ($1.cost, $1.a, $1.b) }
        var (chains, gaps) = (LineChains(count: strokes.count), 0)
        for (_, a, b) in candidates where !chains.isJoined(ends[a].end) && !chains.isJoined(ends[b].end) {
            chains.join(ends[a].end, ends[b].end)
            gaps += 1
        }
        guard gaps > 0 else { return (strokes, 0) }
        return (chains.chains(where: { _ in true }).map { joined($0, strokes) }, gaps)
    }

    private func joined(_ chain: LineChains.Chain, _ strokes: [TracedStroke]) -> TracedStroke {
        let parts = chain.starts.map { $0 % 2 == 0 ? strokes[$0 / 2] : strokes[$0 / 2].reversed }
        guard parts.count > 1 || chain.isClosed else { return parts[0] }
        var result = TracedStroke(points: parts.flatMap(\.points), isClosed: chain.isClosed)
        if !chain.isClosed { (result.startsFree, result.endsFree) = (parts[0].startsFree, parts[parts.count - 1].endsFree) }
        return result
    }

    private func freeEnds(_ strokes: [TracedStroke]) -> [FreeEnd] {
        var result: [FreeEnd] = []
        let reach = max(4 * lineWidth, 10)
        for (index, stroke) in strokes.enumerated() where !stroke.isClosed && stroke.points.count > 2 {
            for (isFree, end) in [(stroke.startsFree, 2 * index), (stroke.endsFree, 2 * index + 1)] where isFree {
                let points = end % 2 == 0 ? stroke.points : stroke.points.reversed()
                let inward = points.heading(over: reach)
                result.append(
                    FreeEnd(end: end, place: points[0], direction: Point(x: -inward.x, y: -inward.y)))
            }
        }
        return result
    }

    /// The pairs of ends no farther apart than the gap.
    private func neighbours(_ ends: [FreeEnd]) -> [(Int, Int)] {
        var cells: [[Int]: [Int]] = [:]
        func cell(_ point: Point) -> [Int] { [Int((point.x / gap).rounded(.down)), Int((point.y / gap).rounded(.down))] }
        var result: [(Int, Int)] = []
        for (index, end) in ends.enumerated() {
            let home = cell(end.place)
            for dy in -1...1 {
                for dx in -1...1 {
                    for other in cells[[home[0] + dx, home[1] + dy]] ?? []
                    where ends[other].place.squaredDistance(to: end.place) <= gap * gap { result.append((other, index)) }
                }
            }
            cells[home, default: []].append(index)
        }
        return result
    }

    /// How unlikely it is that a stroke goes on from one end to the other; nil if it does not.
    private func cost(_ a: FreeEnd, _ b: FreeEnd) -> Double? {
        let across = Point(x: b.place.x - a.place.x, y: b.place.y - a.place.y)
        let back = Point(x: -across.x, y: -across.y)
        let distance = a.place.squaredDistance(to: b.place).squareRoot()
        let bend = max(a.direction.angle(to: across), b.direction.angle(to: back))
        guard bend <= (distance <= 1.5 * lineWidth ? Self.sharpestTouch : Self.sharpestBend) else { return nil }
        return distance * (1 + bend)
    }
}
