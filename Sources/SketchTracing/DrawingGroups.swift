import SketchCore

/// Separates the drawings of a page: strokes belong together if the rectangles around them are near each other.
struct DrawingGroups {
    /// The least distance of the strokes of different drawings, in pixels; nil chooses it.
    let distance: Double?
    /// The larger side of the page.
    let pageExtent: Double

    /// The shares of the page between which the distance is chosen, and the one without evidence.
    private static let (least, most, usual) = (0.015, 0.12, 0.03)

    /// The drawings in reading order: in rows from the top, each from the left. Strokes keep their order.
    func separated(_ strokes: [[Point]]) -> [[[Point]]] {
        let bounds = strokes.compactMap { Bounds($0) }
        guard bounds.count == strokes.count, bounds.count > 1 else { return strokes.isEmpty ? [] : [strokes] }
        let tree = spanningTree(bounds)
        let limit = distance ?? chosenDistance(tree.map(\.distance))
        var groups = Array(strokes.indices)
        // The tree is in the order in which it grew: each stroke's parent comes before it.
        for link in tree { groups[link.child] = link.distance < limit ? groups[link.parent] : link.child }
        var members: [Int: [Int]] = [:]
        for index in strokes.indices { members[groups[index], default: []].append(index) }
        let drawings = members.values.sorted { $0[0] < $1[0] }.map { indices in
            (strokes: indices.map { strokes[$0] }, bounds: union(indices.map { bounds[$0] }))
        }
        return inReadingOrder(drawings.map(\.bounds)).map { drawings[$0].strokes }
    }

    private struct Link {
        var parent: Int
        var child: Int
        var distance: Double
    }

    /// Prim's algorithm; quadratic in the number of strokes.
    private func spanningTree(_ bounds: [Bounds]) -> [Link] {
        var best = bounds.map { Link(parent: 0, child: 0, distance: Self.distance(bounds[0], $0)) }
        var open = Set(bounds.indices.dropFirst())
        var result: [Link] = []
        while let next = open.min(by: { (best[$0].distance, $0) < (best[$1].distance, $1) }) {
            open.remove(next)
            result.append(Link(parent: best[next].parent, child: next, distance: best[next].distance))
            for other in open {
                let distance = Self.distance(bounds[next], bounds[other])
                if distance < best[other].distance { best[other] = Link(parent: next, child: other, distance: distance) }
            }
        }
        return result
    }

    private static func distance(_ a: Bounds, _ b: Bounds) -> Double {
        let dx = max(a.minX - b.maxX, b.minX - a.maxX, 0)
        let dy = max(a.minY - b.maxY, b.minY - a.maxY, 0)
        return (dx * dx + dy * dy).squareRoot()
    }

    /// The middle of the widest jump, as a ratio, between distances within drawings and distances between drawings.
    private func chosenDistance(_ distances: [Double]) -> Double {
        let (low, high) = (Self.least * pageExtent, Self.most * pageExtent)
        let steps = [low] + distances.filter { $0 > low && $0 < high }.sorted() + [high]
        let jumps = zip(steps, steps.dropFirst()).map { (ratio: $1 / $0, middle: ($0 * $1).squareRoot()) }
        guard steps.count > 2, let widest = jumps.max(by: { $0.ratio < $1.ratio }), widest.ratio > 1.5 else {
            return Self.usual * pageExtent
        }
        return widest.middle
    }

    private func union(_ bounds: [Bounds]) -> Bounds {
        var result = bounds[0]
        for other in bounds.dropFirst() {
            result.add(Point(x: other.minX, y: other.minY))
            result.add(Point(x: other.maxX, y: other.maxY))
        }
        return result
    }

    /// The indices of the drawings; a row has those whose middle is above the lower edge of its first drawing.
    private func inReadingOrder(_ bounds: [Bounds]) -> [Int] {
        var (open, result) = (bounds.indices.sorted { (bounds[$0].minY, $0) < (bounds[$1].minY, $1) }, [Int]())
        while let first = open.first {
            let row = open.filter { (bounds[$0].minY + bounds[$0].maxY) / 2 <= bounds[first].maxY }
            result += row.sorted { (bounds[$0].minX, $0) < (bounds[$1].minX, $1) }
            open.removeAll { row.contains($0) }
        }
        return result
    }
}
