import SketchCore

/// The centrelines as a graph: nodes where lines end or meet, edges between them, and closed lines that meet nothing.
struct LineGraph {
    struct Node {
        var place: Point
        /// Half the ink's width there.
        var halfWidth: Double
        /// The edges that end there; one that starts and ends there is listed twice. Empty for a removed node, and for a dot.
        var edges: [Int] = []
    }

    /// A line between two nodes.
    struct Edge {
        var from: Int
        var to: Int
        /// The places from node to node, both included.
        var points: [Point]
        /// The least half width of the ink along the line.
        var halfWidth: Double

        var length: Double { points.pathLength }
    }

    var nodes: [Node] = []
    /// Nil for a removed edge.
    var edges: [Edge?] = []
    /// Closed lines without a node; the last point is next to the first.
    var loops: [[Point]] = []
    /// Single places, from ink no longer than wide.
    var dots: [Point] = []
    /// The width of the lines.
    let lineWidth: Double

    init(lineWidth: Double) { self.lineWidth = lineWidth }

    mutating func addEdge(_ edge: Edge) {
        nodes[edge.from].edges.append(edges.count)
        nodes[edge.to].edges.append(edges.count)
        edges.append(edge)
    }

    private mutating func remove(_ id: Int) {
        guard let edge = edges[id] else { return }
        edges[id] = nil
        nodes[edge.from].edges.removeAll { $0 == id }
        nodes[edge.to].edges.removeAll { $0 == id }
    }

    /// Removes spurs: short edges with a free end that hardly protrude from the ink of the line they branch off.
    /// - Returns: the number of removed spurs.
    mutating func removeSpurs() -> Int {
        var removed = 0
        while true {
            var spurs = edges.indices.compactMap { id in spurLength(id).map { (length: $0, id: id) } }
            if spurs.isEmpty { return removed }
            spurs.sort { ($0.length, $0.id) < ($1.length, $1.id) }
            for (_, id) in spurs where spurLength(id) != nil {
                guard let edge = edges[id] else { continue }
                let junction = nodes[edge.from].edges.count == 1 ? edge.to : edge.from
                remove(id)
                dissolve(junction)
                removed += 1
            }
        }
    }

    /// The edge's length if it is a spur.
    private func spurLength(_ id: Int) -> Double? {
        guard let edge = edges[id] else { return nil }
        let degrees = (nodes[edge.from].edges.count, nodes[edge.to].edges.count)
        guard min(degrees.0, degrees.1) == 1, max(degrees.0, degrees.1) >= 3 else { return nil }
        let junction = degrees.0 == 1 ? edge.to : edge.from
        let limit = nodes[junction].halfWidth + 0.6 * lineWidth + 1
        // Counting its points is faster than measuring it.
        guard Double(edge.points.count - 1) <= limit else { return nil }
        let length = edge.length
        return length <= limit ? length : nil
    }

    /// Joins the two edges of a node that is no longer an end or a junction.
    private mutating func dissolve(_ node: Int) {
        guard nodes[node].edges.count == 2 else { return }
        let (one, other) = (nodes[node].edges[0], nodes[node].edges[1])
        guard one != other else {
            if let loop = edges[one] { loops.append(Array(loop.points.dropLast())) }
            remove(one)
            return
        }
        guard let a = edges[one], let b = edges[other] else { return }
        remove(one)
        remove(other)
        // From a's other node through this one to b's other node.
        let head = a.to == node ? a.points : a.points.reversed()
        let tail = b.from == node ? b.points : b.points.reversed()
        addEdge(
            Edge(
                from: a.to == node ? a.from : a.to, to: b.from == node ? b.to : b.from,
                points: head + tail.dropFirst(), halfWidth: min(a.halfWidth, b.halfWidth)))
    }
}
