import Glibc
import SketchCore

/// An end of an edge or stroke: twice its number, plus one for its last point.
typealias LineEnd = Int

extension LineGraph {
    /// A place where lines meet: nodes connected by short edges. Thinning turns a crossing into two nodes.
    private struct Junction {
        var centre: Point
        var radius: Double
        /// The ends of the lines that leave.
        var ends: [LineEnd] = []
    }

    /// The strokes: lines that go straight on through junctions.
    /// - Returns: the strokes, and the number of junctions.
    func strokes() -> (strokes: [TracedStroke], junctions: Int) {
        let clusters = clusters()
        var junctions: [Int: Junction] = [:]
        for (root, members) in clusters.members {
            let count = Double(members.count)
            let centre = members.reduce(Point(x: 0, y: 0)) {
                Point(x: $0.x + nodes[$1].place.x / count, y: $0.y + nodes[$1].place.y / count)
            }
            let radius = members.map { nodes[$0].halfWidth + nodes[$0].place.squaredDistance(to: centre).squareRoot() }.max() ?? 0
            junctions[root] = Junction(centre: centre, radius: radius)
        }
        for (id, edge) in edges.enumerated() {
            guard let edge, !clusters.inner.contains(id) else { continue }
            junctions[clusters.roots[edge.from]]?.ends.append(2 * id)
            junctions[clusters.roots[edge.to]]?.ends.append(2 * id + 1)
        }
        var chains = LineChains(count: edges.count)
        var trims: [LineEnd: Double] = [:]
        for root in junctions.keys.sorted() {
            guard let junction = junctions[root] else { continue }
            let branches = junction.ends.map { branch($0, from: junction) }
            for (one, other) in StraightPairs(branches).pairs {
                chains.join(junction.ends[one], junction.ends[other])
                trims[junction.ends[one]] = junction.radius
                trims[junction.ends[other]] = junction.radius
            }
        }
        let isLine = edges.indices.map { edges[$0] != nil && !clusters.inner.contains($0) }
        let result = chains.chains(where: { isLine[$0] }).map { chain in
            stroke(chain, junctions: junctions, roots: clusters.roots, trims: trims)
        }
        return (result, junctions.count)
    }

    // MARK: Clusters

    private struct Clusters {
        /// The smallest node of each node's cluster.
        var roots: [Int]
        /// The nodes of the clusters that have a junction.
        var members: [Int: [Int]] = [:]
        /// The edges within clusters.
        var inner: Set<Int> = []
    }

    private func clusters() -> Clusters {
        var result = Clusters(roots: Array(nodes.indices))
        func root(_ node: Int) -> Int {
            var node = node
            while result.roots[node] != node { node = result.roots[node] }
            return node
        }
        for (id, edge) in edges.enumerated() {
            guard let edge, isInner(edge) else { continue }
            result.inner.insert(id)
            let (a, b) = (root(edge.from), root(edge.to))
            result.roots[max(a, b)] = min(a, b)
        }
        for node in nodes.indices {
            result.roots[node] = root(node)
            if nodes[node].edges.count >= 2 { result.members[result.roots[node], default: []].append(node) }
        }
        return result
    }

    /// Whether an edge is within a junction: shorter than the lines are wide, or, where lines cross at a small angle, in
    /// ink that is wider than a line.
    private func isInner(_ edge: Edge) -> Bool {
        guard nodes[edge.from].edges.count >= 3, nodes[edge.to].edges.count >= 3 else { return false }
        let count = Double(edge.points.count - 1)
        let wide = 4 * lineWidth
        guard count <= wide else { return false }
        let length = edge.length
        if edge.from == edge.to { return length <= 3.5 * lineWidth }
        let local = max(nodes[edge.from].halfWidth, nodes[edge.to].halfWidth)
        return length <= 1.2 * max(lineWidth, local) + 1 || length <= wide && edge.halfWidth >= 0.625 * lineWidth + 0.5
    }

    // MARK: Branches

    private func points(_ end: LineEnd) -> [Point] {
        guard let edge = edges[end / 2] else { return [] }
        return end % 2 == 0 ? edge.points : edge.points.reversed()
    }

    /// Where a line leaves a junction, and in which direction.
    private func branch(_ end: LineEnd, from junction: Junction) -> StraightPairs.Branch {
        let points = points(end)
        let start = trimmed(points, junction.centre, junction.radius + 0.5)
        let reach = max(3 * lineWidth, 8)
        return StraightPairs.Branch(exit: points[start], direction: points[start...].heading(over: reach))
    }

    /// The index of the first point outside a circle; at most two fifths of the line are passed over.
    private func trimmed(_ points: [Point], _ centre: Point, _ radius: Double) -> Int {
        let limit = points.count * 2 / 5
        return points[..<limit].firstIndex { $0.squaredDistance(to: centre) > radius * radius } ?? limit
    }

    // MARK: Strokes

    private func stroke(
        _ chain: LineChains.Chain, junctions: [Int: Junction], roots: [Int], trims: [LineEnd: Double]
    ) -> TracedStroke {
        var result = TracedStroke(points: [], isClosed: chain.isClosed)
        for (place, start) in chain.starts.enumerated() {
            var points = points(start)
            guard let edge = edges[start / 2] else { continue }
            let (head, tail) = start % 2 == 0 ? (edge.from, edge.to) : (edge.to, edge.from)
            if trims[start ^ 1] != nil, let junction = junctions[roots[tail]] {
                let kept = trimmed(points.reversed(), junction.centre, junction.radius)
                points.removeLast(min(kept, max(points.count - 2, 0)))
            }
            if trims[start] != nil, let junction = junctions[roots[head]] {
                points.removeFirst(min(trimmed(points, junction.centre, junction.radius), max(points.count - 2, 0)))
            }
            if place == 0, !chain.isClosed { result.startsFree = nodes[head].edges.count == 1 }
            if place == chain.starts.count - 1, !chain.isClosed { result.endsFree = nodes[tail].edges.count == 1 }
            result.points += points
        }
        return result
    }
}

extension Collection<Point> where Index == Int {
    /// The direction, as a vector, in which the line starts: from its mean place on the first half of a length to its mean
    /// place on the second half.
    func heading(over length: Double) -> Point {
        guard let first else { return Point(x: 0, y: 0) }
        var (near, far) = ([Point](), [Point]())
        var (travelled, last) = (0.0, first)
        for point in self {
            travelled += point.squaredDistance(to: last).squareRoot()
            last = point
            if travelled > length { break }
            if travelled <= length / 2 { near.append(point) } else { far.append(point) }
        }
        if far.isEmpty { (near, far) = ([first], [last]) }
        func mean(_ points: [Point]) -> Point {
            let sum = points.reduce(Point(x: 0, y: 0)) { Point(x: $0.x + $1.x, y: $0.y + $1.y) }
            return Point(x: sum.x / Double(points.count), y: sum.y / Double(points.count))
        }
        let (a, b) = (mean(near), mean(far))
        return Point(x: b.x - a.x, y: b.y - a.y)
    }
}

extension Point {
    /// The angle between two vectors, in radians from 0 to pi; 0 if one has no length.
    func angle(to other: Point) -> Double {
        abs(atan2(x * other.y - y * other.x, x * other.x + y * other.y))
    }
}
