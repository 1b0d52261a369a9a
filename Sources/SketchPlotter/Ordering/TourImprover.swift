import SketchCore

/// Shortens a tour of strokes: 2-opt with reversals and moves of up to three neighbouring strokes (or-opt), on lists of near ends;
/// then again after small changes at places spread over the tour, which are undone where they do not help.
///
/// The budget is a number of operations, not a time, so that the result is the same on every machine.
struct TourImprover {
    private var tour: StrokeTour
    /// The near ends of each end by distance, `neighbourCount` for each; -1 where there are fewer.
    private let neighbours: [Int32]
    private let budget: Int
    /// The ends whose links are to be tried, and whether each is among them.
    private var queue: [Int32] = []
    private var isQueued: [Bool]
    private var gain = 0.0

    /// The near ends that are tried for each.
    private static let neighbourCount = 8
    /// The largest number of strokes that are moved at once.
    private static let longestPart = 3
    /// Gains below this are rounding, in mm.
    private static let least = 1e-9

    private init(_ tour: StrokeTour, budget: Int) {
        self.tour = tour
        self.budget = budget
        let ends = tour.ends
        let places = NearestPoints(ends)
        neighbours = ends.indices.flatMap { end in
            let near = places.nearest(Self.neighbourCount, to: ends[end], skipping: { $0 >> 1 == end >> 1 })
            return near.map(Int32.init) + repeatElement(-1, count: Self.neighbourCount - near.count)
        }
        isQueued = [Bool](repeating: false, count: ends.count + 2)
    }

    /// Returns a tour that is not longer.
    static func improved(_ tour: StrokeTour, budget: Int) -> StrokeTour {
        guard tour.free > 2 else { return tour }
        var improver = TourImprover(tour, budget: tour.operations + budget)
        for entry in tour.order { improver.enqueue(link: entry, entry ^ 1) }
        improver.search()
        improver.tour.commit()
        improver.perturb()
        return improver.tour
    }

    private mutating func enqueue(_ end: Int) {
        guard !isQueued[end], end >> 1 != tour.free else { return }
        isQueued[end] = true
        queue.append(Int32(end))
    }

    private mutating func enqueue(link a: Int, _ b: Int) {
        enqueue(a)
        enqueue(b)
    }

    /// Improves until no queued end has a better link.
    private mutating func search() {
        var next = 0
        while next < queue.count {
            let end = Int(queue[next])
            next += 1
            isQueued[end] = false
            while tour.operations < budget, improve(end) {}
            // The queue does not grow without end.
            if next > 4096, 2 * next > queue.count {
                queue.removeFirst(next)
                next = 0
            }
        }
        queue.removeAll(keepingCapacity: true)
    }

    /// Exchanges two neighbouring parts of the tour, improves around them, and keeps what has become shorter.
    private mutating func perturb() {
        let count = tour.free + 1
        guard count > 8 else { return }
        let longest = min(50, (count - 2) / 3)
        // Fractional parts of multiples of irrational numbers are evenly spread.
        var (place, first, second) = (0.0, 0.0, 0.0)
        func advance(_ value: inout Double, _ step: Double) { value = (value + step).truncatingRemainder(dividingBy: 1) }
        while tour.operations < budget {
            advance(&place, 0.6180339887498949)
            advance(&first, 0.4142135623730951)
            advance(&second, 0.7320508075688772)
            let start = Int(place * Double(count))
            let (one, two) = (1 + Int(first * Double(longest)), 1 + Int(second * Double(longest)))
            // Parts c...f and g...b; d is before them and a after.
            let c = tour.entry(at: start)
            let f = tour.entry(at: start + one - 1) ^ 1
            let (d, g) = (tour.link(c), tour.link(f))
            let b = tour.entry(at: start + one + two - 1) ^ 1
            let a = tour.link(b)
            gain = distance(d, c) + distance(f, g) + distance(b, a) - distance(d, g) - distance(b, c) - distance(f, a)
            tour.insert(from: c, to: f, outer: d, g, into: b, a)
            enqueue(link: a, b)
            enqueue(link: c, d)
            enqueue(link: f, g)
            search()
            if gain > Self.least { tour.commit() } else { tour.rollBack() }
        }
    }

    private mutating func distance(_ a: Int, _ b: Int) -> Double { tour.distance(a, b) }

    /// Replaces the link of an end by one to a nearer end, if the tour becomes shorter.
    private mutating func improve(_ a: Int) -> Bool {
        let b = tour.link(a)
        let old = distance(a, b)
        for index in a * Self.neighbourCount..<(a + 1) * Self.neighbourCount {
            let c = Int(neighbours[index])
            guard c >= 0 else { return false }
            let new = distance(a, c)
            guard new < old - Self.least else { return false }
            let d = tour.link(c)
            let saved = old + distance(c, d) - new
            if tour.isEntry(a) == tour.isEntry(c) {
                let change = saved - distance(b, d)
                if change > Self.least {
                    tour.relink(a, b, c, d)
                    gain += change
                    enqueue(link: a, b)
                    enqueue(link: c, d)
                    return true
                }
            }
            if move(from: c, d, into: a, b, saved) || move(from: a, b, into: c, d, saved) { return true }
        }
        return false
    }

    /// Moves the part that begins with `c` and leads away from its link `d` into the link a-b, next to `a`.
    private mutating func move(from c: Int, _ d: Int, into a: Int, _ b: Int, _ saved: Double) -> Bool {
        var f = c ^ 1
        for _ in 0..<Self.longestPart {
            let part = f >> 1
            if part == a >> 1 || part == b >> 1 || part == tour.free { return false }
            let g = tour.link(f)
            let change = saved + distance(f, g) - distance(f, b) - distance(d, g)
            if change > Self.least {
                tour.insert(from: c, to: f, outer: d, g, into: a, b)
                gain += change
                enqueue(link: a, b)
                enqueue(link: c, d)
                enqueue(link: f, g)
                return true
            }
            f = g ^ 1
        }
        return false
    }
}
