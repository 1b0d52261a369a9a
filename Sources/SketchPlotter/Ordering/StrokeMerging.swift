import SketchCore

/// Joins strokes whose ends meet, so that the pen stays down between them.
package enum StrokeMerging {
    /// The nearest ends of each end that are tried in one pass.
    private static let candidates = 6

    /// Returns the strokes with those joined whose ends are within `tolerance` of each other, nearest ends first. A stroke whose
    /// own ends are that near is closed.
    ///
    /// The segments of the strokes stay as they are. Ends at a distance are connected by a segment of that length.
    package static func merged(_ strokes: [[Point]], tolerance: Double) -> [[Point]] {
        var strokes = strokes.filter { !$0.isEmpty }
        // Every pass joins at least one pair.
        while strokes.count > 1 {
            let next = joined(strokes, tolerance)
            if next.count == strokes.count { break }
            strokes = next
        }
        return strokes.map { closed($0, tolerance) }
    }

    /// Whether the stroke ends where it began.
    static func isClosed(_ stroke: [Point]) -> Bool { stroke.count > 2 && stroke.first == stroke.last }

    private static func closed(_ stroke: [Point], _ tolerance: Double) -> [Point] {
        guard let first = stroke.first, let last = stroke.last, stroke.count > 2, first != last,
            EndGrid.square(first, last) <= tolerance * tolerance, PlotLength.of(stroke) > 4 * tolerance
        else { return stroke }
        return stroke + [first]
    }

    /// One pass: each end is joined to at most one other.
    private static func joined(_ strokes: [[Point]], _ tolerance: Double) -> [[Point]] {
        // Closed strokes stay so: they can start anywhere.
        let ends = strokes.flatMap { [$0[0], $0[$0.count - 1]] }
        let isOpen = strokes.map { !isClosed($0) }
        let grid = EndGrid(ends)
        var pairs: [(square: Double, first: Int, second: Int)] = []
        for end in ends.indices where isOpen[end / 2] {
            for other in grid.nearest(
                candidates, to: ends[end], within: tolerance, skipping: { $0 / 2 == end / 2 || !isOpen[$0 / 2] })
            {
                pairs.append((EndGrid.square(ends[end], ends[Int(other)]), min(end, Int(other)), max(end, Int(other))))
            }
        }
        pairs.sort { $0 < $1 }
        var partner = [Int](repeating: -1, count: ends.count)
        var chains = DisjointSets(count: strokes.count)
        for pair in pairs where partner[pair.first] < 0 && partner[pair.second] < 0 {
            guard chains.unite(pair.first / 2, pair.second / 2) else { continue }
            (partner[pair.first], partner[pair.second]) = (pair.second, pair.first)
        }
        var isDone = [Bool](repeating: false, count: strokes.count)
        var result: [[Point]] = []
        for stroke in strokes.indices where !isDone[stroke] {
            // The chain's end before the stroke.
            var start = 2 * stroke
            while partner[start] >= 0 { start = partner[start] ^ 1 }
            var chain: [Point] = []
            var entry: Int? = start
            while let next = entry {
                isDone[next / 2] = true
                let points = next % 2 == 0 ? strokes[next / 2] : strokes[next / 2].reversed()
                chain += points.first == chain.last ? points.dropFirst() : points[...]
                entry = partner[next ^ 1] >= 0 ? partner[next ^ 1] : nil
            }
            result.append(chain)
        }
        return result
    }
}

/// Sets that can only be united.
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

    /// Returns false if both are in one set already.
    mutating func unite(_ first: Int, _ second: Int) -> Bool {
        let (a, b) = (root(first), root(second))
        guard a != b else { return false }
        parents[max(a, b)] = min(a, b)
        return true
    }
}
