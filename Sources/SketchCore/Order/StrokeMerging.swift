/// Joins strokes whose ends meet, so that the pen stays down between them.
package enum StrokeMerging {
    /// Strokes that are drawn one after the other as one.
    package struct Chain {
        /// The strokes in order.
        package var links: [(index: Int, isReversed: Bool)]
        /// The line through their points. Ends at a distance are connected by a segment of that length.
        package var points: [Point]
        /// Whether the last point was added to close the line.
        package var isClosed = false

        fileprivate var reversed: Chain {
            Chain(links: links.reversed().map { ($0.index, !$0.isReversed) }, points: points.reversed(), isClosed: isClosed)
        }

        /// Whether the line can start anywhere.
        fileprivate var startsAnywhere: Bool { StrokeMerging.isClosed(points) }
    }

    /// The number of nearest ends tried for each end in one pass.
    private static let candidates = 6

    /// Returns the strokes with those joined whose ends are within `tolerance` of each other, nearest ends first. A stroke whose
    /// own ends are that near is closed.
    ///
    /// The segments of the strokes stay as they are. A chain has the place and the direction of its first stroke.
    package static func merged(_ strokes: [[Point]], tolerance: Double) -> [[Point]] {
        chains(of: strokes, tolerance: tolerance).map(\.points)
    }

    /// Returns the chains that `merged` draws; empty strokes are in none.
    package static func chains(of strokes: [[Point]], tolerance: Double) -> [Chain] {
        var chains = strokes.indices.filter { !strokes[$0].isEmpty }
            .map { Chain(links: [(index: $0, isReversed: false)], points: strokes[$0]) }
        // Every pass joins at least one pair.
        while chains.count > 1 {
            let next = joined(chains, tolerance)
            if next.count == chains.count { break }
            chains = next
        }
        return chains.map { closed($0, tolerance) }
    }

    /// Whether the stroke ends where it began.
    package static func isClosed(_ stroke: [Point]) -> Bool { stroke.count > 2 && stroke.first == stroke.last }

    private static func closed(_ chain: Chain, _ tolerance: Double) -> Chain {
        guard let first = chain.points.first, let last = chain.points.last, chain.points.count > 2, first != last,
            first.squaredDistance(to: last) <= tolerance * tolerance, chain.points.pathLength > 4 * tolerance
        else { return chain }
        return Chain(links: chain.links, points: chain.points + [first], isClosed: true)
    }

    /// One pass: each end is joined to at most one other.
    private static func joined(_ chains: [Chain], _ tolerance: Double) -> [Chain] {
        // Closed lines are not joined.
        let ends = chains.flatMap { [$0.points[0], $0.points[$0.points.count - 1]] }
        let isOpen = chains.map { !$0.startsAnywhere }
        let places = NearestPoints(ends)
        var pairs: [(square: Double, first: Int, second: Int)] = []
        for end in ends.indices where isOpen[end / 2] {
            for other in places.nearest(
                candidates, to: ends[end], within: tolerance, skipping: { $0 / 2 == end / 2 || !isOpen[$0 / 2] })
            {
                pairs.append((ends[end].squaredDistance(to: ends[other]), min(end, other), max(end, other)))
            }
        }
        pairs.sort { $0 < $1 }
        var partner = [Int](repeating: -1, count: ends.count)
        var sets = DisjointSets(count: chains.count)
        for pair in pairs where partner[pair.first] < 0 && partner[pair.second] < 0 {
            guard sets.unite(pair.first / 2, pair.second / 2) else { continue }
            (partner[pair.first], partner[pair.second]) = (pair.second, pair.first)
        }
        var isDone = [Bool](repeating: false, count: chains.count)
        var result: [Chain] = []
        for index in chains.indices where !isDone[index] {
            // The end before the chain.
            var start = 2 * index
            while partner[start] >= 0 { start = partner[start] ^ 1 }
            var whole = Chain(links: [], points: [])
            var entry: Int? = start
            while let next = entry {
                isDone[next / 2] = true
                let chain = next % 2 == 0 ? chains[next / 2] : chains[next / 2].reversed
                whole.links += chain.links
                whole.points += chain.points.first == whole.points.last ? chain.points.dropFirst() : chain.points[...]
                entry = partner[next ^ 1] >= 0 ? partner[next ^ 1] : nil
            }
            result.append(whole)
        }
        return result
    }
}

/// Disjoint sets (union-find).
private struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    private mutating func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }

    /// Unites two sets; returns false if they are the same set already.
    mutating func unite(_ first: Int, _ second: Int) -> Bool {
        let (a, b) = (root(first), root(second))
        guard a != b else { return false }
        parents[max(a, b)] = min(a, b)
        return true
    }
}
