/// The ends of the strokes that are still to be drawn, in a k-d tree that finds the nearest one. Each box stores the first
/// waiting end in it. Building takes O(n log^2 n); a search or a removal takes about O(log n).
struct NearestEnds {
    /// The number of an end: twice its stroke's number, plus one for the stroke's last point.
    typealias ID = Int

    private struct Box {
        var bounds: Bounds
        /// The smallest waiting number in the box; `.max` if none waits.
        var first: ID
    }

    private static let leafSize = 16

    /// Ordered so that every box is a range.
    private var ends: [(point: Point, id: ID, waits: Bool)] = []
    /// The index of each end in `ends`.
    private var places: [Int] = []
    /// A binary heap: box i has the halves 2i + 1 and 2i + 2, down to `leafSize` ends.
    private var boxes: [Box]

    /// - Parameter strokes: non-empty strokes.
    init(of strokes: [[Point]]) {
        for (index, stroke) in strokes.enumerated() {
            ends.append((stroke[0], 2 * index, true))
            ends.append((stroke[stroke.count - 1], 2 * index + 1, true))
        }
        var (width, largest) = (1, ends.count)
        while largest > Self.leafSize { (width, largest) = (2 * width, largest - largest / 2) }
        boxes = [Box](repeating: Box(bounds: Bounds(Point(x: 0, y: 0)), first: .max), count: 2 * width - 1)
        build(0, ends.indices)
        places = [Int](repeating: 0, count: ends.count)
        for (place, end) in ends.enumerated() { places[end.id] = place }
    }

    /// Returns the nearest waiting end; of several at the same distance, the one with the smallest number. Nil if none waits.
    func nearest(to pen: Point) -> ID? {
        var best = (square: Double.infinity, id: ID.max)
        search(0, ends.indices, pen, &best)
        return best.id == .max ? nil : best.id
    }

    mutating func remove(_ id: ID) {
        ends[places[id]].waits = false
        forget(0, ends.indices, places[id])
    }

    // MARK: The tree

    private static func halves(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
        guard range.count > leafSize else { return nil }
        let middle = range.lowerBound + range.count / 2
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    private mutating func build(_ box: Int, _ range: Range<Int>) {
        guard let start = range.first else { return }
        var (bounds, first) = (Bounds(ends[start].point), ID.max)
        for end in ends[range] {
            bounds.add(end.point)
            first = min(first, end.id)
        }
        boxes[box] = Box(bounds: bounds, first: first)
        guard let (left, right) = Self.halves(range) else { return }
        if bounds.width > bounds.height {
            ends[range].sort { $0.point.x < $1.point.x }
        } else {
            ends[range].sort { $0.point.y < $1.point.y }
        }
        build(2 * box + 1, left)
        build(2 * box + 2, right)
    }

    private func search(_ box: Int, _ range: Range<Int>, _ pen: Point, _ best: inout (square: Double, id: ID)) {
        guard boxes[box].first != .max, (boxes[box].bounds.squaredDistance(to: pen), boxes[box].first) < best else { return }
        guard let (left, right) = Self.halves(range) else {
            for end in ends[range] where end.waits {
                let found = (square: end.point.squaredDistance(to: pen), id: end.id)
                if found < best { best = found }
            }
            return
        }
        let (one, other) = (2 * box + 1, 2 * box + 2)
        let isLeftNearer =
            (boxes[one].bounds.squaredDistance(to: pen), boxes[one].first) < (
                boxes[other].bounds.squaredDistance(to: pen), boxes[other].first
            )
        if isLeftNearer { search(one, left, pen, &best) }
        search(other, right, pen, &best)
        if !isLeftNearer { search(one, left, pen, &best) }
    }

    /// Updates the first waiting end of the boxes around an index.
    private mutating func forget(_ box: Int, _ range: Range<Int>, _ place: Int) {
        guard let (left, right) = Self.halves(range) else {
            boxes[box].first = ends[range].lazy.filter(\.waits).map(\.id).min() ?? .max
            return
        }
        let isLeft = left.contains(place)
        forget(2 * box + (isLeft ? 1 : 2), isLeft ? left : right, place)
        boxes[box].first = min(boxes[2 * box + 1].first, boxes[2 * box + 2].first)
    }
}
