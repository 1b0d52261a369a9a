/// Points in a k-d tree, from which points can be removed: finds the nearest ones. Of points at the same distance the one with the
/// smallest number is nearest.
///
/// Each box stores the first remaining point in it. Building takes O(n log^2 n) time; a search or a removal takes about O(log n).
package struct NearestPoints {
    /// The index of a point.
    package typealias ID = Int

    private struct Box {
        var bounds: Bounds
        /// The smallest remaining number in the box; `.max` if none remains.
        var first: ID
    }

    private static let leafSize = 16

    /// Ordered so that every box is a range.
    private var items: [(point: Point, id: ID, remains: Bool)]
    /// The index of each point in `items`.
    private var places: [Int]
    /// A binary heap: box i has the halves 2i + 1 and 2i + 2, down to `leafSize` points.
    private var boxes: [Box]

    package init(_ points: [Point]) {
        items = points.enumerated().map { (point: $1, id: $0, remains: true) }
        var (width, largest) = (1, items.count)
        while largest > Self.leafSize { (width, largest) = (2 * width, largest - largest / 2) }
        boxes = [Box](repeating: Box(bounds: Bounds(Point(x: 0, y: 0)), first: .max), count: 2 * width - 1)
        places = [Int](repeating: 0, count: items.count)
        build(0, items.indices)
        for (place, item) in items.enumerated() { places[item.id] = place }
    }

    /// Returns the nearest point; nil if all are removed.
    package func nearest(to pen: Point) -> ID? {
        var best = (square: Double.infinity, id: ID.max)
        search(0, items.indices, pen, &best)
        return best.id == .max ? nil : best.id
    }

    /// Returns up to `count` points by distance, without those of `skipped`.
    ///
    /// - Parameter limit: the maximum distance.
    package func nearest(
        _ count: Int, to pen: Point, within limit: Double = .infinity, skipping skipped: (ID) -> Bool
    ) -> [ID] {
        var found = Found(count: count, limit: limit * limit)
        search(0, items.indices, pen, &found, skipped)
        return found.points.map(\.id)
    }

    package mutating func remove(_ id: ID) {
        items[places[id]].remains = false
        forget(0, items.indices, places[id])
    }

    // MARK: The tree

    private static func halves(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
        guard range.count > leafSize else { return nil }
        let middle = range.lowerBound + range.count / 2
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    private mutating func build(_ box: Int, _ range: Range<Int>) {
        guard let start = range.first else { return }
        var (bounds, first) = (Bounds(items[start].point), ID.max)
        for item in items[range] {
            bounds.add(item.point)
            first = min(first, item.id)
        }
        boxes[box] = Box(bounds: bounds, first: first)
        guard let (left, right) = Self.halves(range) else { return }
        if bounds.width > bounds.height {
            items[range].sort { $0.point.x < $1.point.x }
        } else {
            items[range].sort { $0.point.y < $1.point.y }
        }
        build(2 * box + 1, left)
        build(2 * box + 2, right)
    }

    /// The least that a point in a box can have: its squared distance and its number.
    private func least(_ box: Int, _ pen: Point) -> (square: Double, id: ID) {
        (boxes[box].bounds.squaredDistance(to: pen), boxes[box].first)
    }

    private func search(_ box: Int, _ range: Range<Int>, _ pen: Point, _ best: inout (square: Double, id: ID)) {
        guard boxes[box].first != .max, least(box, pen) < best else { return }
        guard let (left, right) = Self.halves(range) else {
            for item in items[range] where item.remains {
                let found = (square: item.point.squaredDistance(to: pen), id: item.id)
                if found < best { best = found }
            }
            return
        }
        let (one, other) = (2 * box + 1, 2 * box + 2)
        let isLeftNearer = least(one, pen) < least(other, pen)
        if isLeftNearer { search(one, left, pen, &best) }
        search(other, right, pen, &best)
        if !isLeftNearer { search(one, left, pen, &best) }
    }

    /// The nearest points found so far, by distance.
    private struct Found {
        var points: [(square: Double, id: ID)] = []
        let count: Int
        let limit: Double

        init(count: Int, limit: Double) { (self.count, self.limit) = (count, limit) }

        func wants(_ next: (square: Double, id: ID)) -> Bool {
            next.square <= limit && (points.count < count || points.last.map { next < $0 } ?? false)
        }

        mutating func add(_ next: (square: Double, id: ID)) {
            if points.count == count { points.removeLast() }
            var index = points.count
            while index > 0, next < points[index - 1] { index -= 1 }
            points.insert(next, at: index)
        }
    }

    private func search(
        _ box: Int, _ range: Range<Int>, _ pen: Point, _ found: inout Found, _ skipped: (ID) -> Bool
    ) {
        guard boxes[box].first != .max, found.wants(least(box, pen)) else { return }
        guard let (left, right) = Self.halves(range) else {
            for item in items[range] where item.remains {
                let next = (square: item.point.squaredDistance(to: pen), id: item.id)
                if found.wants(next), !skipped(item.id) { found.add(next) }
            }
            return
        }
        let (one, other) = (2 * box + 1, 2 * box + 2)
        let isLeftNearer = least(one, pen) < least(other, pen)
        if isLeftNearer { search(one, left, pen, &found, skipped) }
        search(other, right, pen, &found, skipped)
        if !isLeftNearer { search(one, left, pen, &found, skipped) }
    }

    /// Updates the first remaining point of the boxes around an index.
    private mutating func forget(_ box: Int, _ range: Range<Int>, _ place: Int) {
        guard let (left, right) = Self.halves(range) else {
            boxes[box].first = items[range].lazy.filter(\.remains).map(\.id).min() ?? .max
            return
        }
        let isLeft = left.contains(place)
        forget(2 * box + (isLeft ? 1 : 2), isLeft ? left : right, place)
        boxes[box].first = min(boxes[2 * box + 1].first, boxes[2 * box + 2].first)
    }
}
