import SketchCore

/// Strokes in a cyclic order with a direction each. A further stroke without a place stands for the pen before the first and after
/// the last stroke: it is at distance 0 from all ends, so that cutting the tour there gives the shortest open path.
///
/// Ends are numbered: 2s is the first point of stroke s, 2s + 1 its last. Two ends are linked if the pen travels between them.
package struct StrokeTour {
    /// The places of the ends. A closed stroke has both at the vertex where it starts.
    var ends: [Point]
    /// The ends at which the pen enters the strokes, in order.
    private(set) var entries: [Int32]
    /// The index of each stroke in `entries`.
    private var positions: [Int32]
    /// The stroke without a place.
    package let free: Int
    /// Changes of links since the last `commit`.
    private var journal: [(Int32, Int32, Int32, Int32)] = []
    /// Distances that were computed and entries that were moved.
    private(set) var operations = 0

    /// - Parameter order: the ends at which the strokes are entered, each stroke once.
    package init(ends: [Point], order: [Int]) {
        self.ends = ends
        free = ends.count / 2
        entries = order.map(Int32.init) + [Int32(2 * free)]
        positions = [Int32](repeating: 0, count: free + 1)
        for (index, entry) in entries.enumerated() { positions[Int(entry) / 2] = Int32(index) }
    }

    /// The ends at which the pen enters the strokes, from the first to the last stroke.
    package var order: [Int] {
        let start = Int(positions[free])
        // The tour may have been turned around.
        let isForward = Int(entries[start]) == 2 * free
        let rest = (1..<entries.count).map { Int(entries[(start + $0) % entries.count]) }
        return isForward ? rest : rest.reversed().map { $0 ^ 1 }
    }

    mutating func distance(_ a: Int, _ b: Int) -> Double {
        operations += 1
        guard a >> 1 != free, b >> 1 != free else { return 0 }
        return ends[a].squaredDistance(to: ends[b]).squareRoot()
    }

    /// Whether the pen enters the end's stroke there.
    func isEntry(_ end: Int) -> Bool { Int(entries[Int(positions[end >> 1])]) == end }

    /// The end that the pen comes from or goes to.
    package func link(_ end: Int) -> Int {
        let place = Int(positions[end >> 1])
        if Int(entries[place]) == end { return Int(entries[place == 0 ? entries.count - 1 : place - 1]) ^ 1 }
        return Int(entries[place + 1 == entries.count ? 0 : place + 1])
    }

    /// The end at which the pen enters the stroke at a position of the cycle.
    package func entry(at position: Int) -> Int { Int(entries[position % entries.count]) }

    // MARK: Changes

    /// Replaces the links a-b and c-d by a-c and b-d. Both `a` and `c` are entries, or both are exits: otherwise the tour would
    /// fall apart.
    mutating func relink(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
        journal.append((Int32(a), Int32(b), Int32(c), Int32(d)))
        let (p, q) = (Int(positions[a >> 1]), Int(positions[c >> 1]))
        if isEntry(a) { reverse(p, q == 0 ? entries.count - 1 : q - 1) } else { reverse(p + 1 == entries.count ? 0 : p + 1, q) }
    }

    /// Moves the part of the tour from `c` to `f` into the link a-b, with `c` linked to `a` and `f` to `b`. `d` and `g` are the
    /// links of `c` and `f` before.
    package mutating func insert(from c: Int, to f: Int, outer d: Int, _ g: Int, into a: Int, _ b: Int) {
        if isEntry(a) == isEntry(c) {
            relink(a, b, c, d)
            relink(b, d, f, g)
        } else {
            // The part is reversed at its place first.
            relink(d, c, f, g)
            relink(a, b, c, g)
            relink(b, g, f, d)
        }
    }

    mutating func commit() { journal.removeAll(keepingCapacity: true) }

    /// Undoes all changes since the last `commit`.
    package mutating func rollBack() {
        while let (a, b, c, d) = journal.popLast() {
            relink(Int(a), Int(c), Int(b), Int(d))
            journal.removeLast()
        }
    }

    /// Reverses the entries from one index to another in the cycle, or all others: both give the same tour.
    private mutating func reverse(_ first: Int, _ last: Int) {
        let total = entries.count
        var (low, high) = (first, last)
        var length = high - low + 1
        if length <= 0 { length += total }
        if 2 * length > total {
            (low, high) = (last + 1 == total ? 0 : last + 1, first == 0 ? total - 1 : first - 1)
            length = total - length
        }
        operations += length
        for _ in 0..<(length + 1) / 2 {
            let (a, b) = (entries[low] ^ 1, entries[high] ^ 1)
            (entries[low], entries[high]) = (b, a)
            positions[Int(b) >> 1] = Int32(low)
            positions[Int(a) >> 1] = Int32(high)
            low = low + 1 == total ? 0 : low + 1
            high = high == 0 ? total - 1 : high - 1
        }
    }
}
