import SketchCore

/// Points in a grid of square boxes, from which points can be removed: finds the nearest one. Of points at the same distance the
/// one with the smallest number is nearest.
package struct EndGrid {
    private let points: [Point]
    private var bounds: Bounds
    private var side = 1.0
    private var columns = 1
    private var rows = 1
    /// The points of each box are `items[starts[box]..<starts[box] + counts[box]]`.
    private var starts: [Int] = []
    private var counts: [Int] = []
    private var items: [Int32] = []
    /// The index of each point in `items`; -1 for a removed one.
    private var places: [Int32]
    private var remaining: Int
    private var built = 0

    package init(_ points: [Point]) {
        self.points = points
        bounds = Bounds(points) ?? Bounds(Point(x: 0, y: 0))
        places = [Int32](repeating: 0, count: points.count)
        remaining = points.count
        build()
    }

    package mutating func remove(_ id: Int) {
        let place = Int(places[id])
        guard place >= 0 else { return }
        let box = box(of: points[id])
        counts[box] -= 1
        let last = starts[box] + counts[box]
        let moved = items[last]
        (items[place], items[last]) = (moved, items[place])
        places[Int(moved)] = Int32(place)
        places[id] = -1
        remaining -= 1
        // The boxes of few points would be too small.
        if built > 64, remaining < built / 4 { build() }
    }

    /// Returns the nearest point; nil if all are removed.
    package func nearest(to pen: Point) -> Int? {
        var best = (square: Double.infinity, id: Int32.max)
        forEachRing(around: pen) { box in
            for place in starts[box]..<starts[box] + counts[box] {
                let found = (square: Self.square(points[Int(items[place])], pen), id: items[place])
                if found < best { best = found }
            }
        } until: {
            best.square < $0
        }
        return best.id == .max ? nil : Int(best.id)
    }

    /// Returns up to `count` points by distance, without those of `skipped`.
    ///
    /// - Parameter limit: the maximum distance.
    package func nearest(
        _ count: Int, to pen: Point, within limit: Double = .infinity, skipping skipped: (Int) -> Bool
    ) -> [Int32] {
        var found: [(square: Double, id: Int32)] = []
        let limit = limit * limit
        forEachRing(around: pen) { box in
            for place in starts[box]..<starts[box] + counts[box] {
                let next = (square: Self.square(points[Int(items[place])], pen), id: items[place])
                guard next.square <= limit, !skipped(Int(next.id)) else { continue }
                if found.count == count {
                    guard next < found[count - 1] else { continue }
                    found.removeLast()
                }
                var index = found.count
                while index > 0, next < found[index - 1] { index -= 1 }
                found.insert(next, at: index)
            }
        } until: {
            $0 > limit || found.count == count && found[count - 1].square < $0
        }
        return found.map(\.id)
    }

    // MARK: Boxes

    private mutating func build() {
        let live = points.indices.filter { places[$0] >= 0 }
        built = live.count
        if let around = Bounds(live.map { points[$0] }) { bounds = around }
        // About two points in each box.
        let area = max(bounds.width, bounds.extent / 1000) * max(bounds.height, bounds.extent / 1000)
        side = max((area * 2 / Double(max(live.count, 1))).squareRoot(), bounds.extent / 2000, 1e-9)
        columns = Int(bounds.width / side) + 1
        rows = Int(bounds.height / side) + 1
        counts = [Int](repeating: 0, count: columns * rows)
        for id in live { counts[box(of: points[id])] += 1 }
        starts = [Int](repeating: 0, count: counts.count)
        for box in counts.indices.dropFirst() { starts[box] = starts[box - 1] + counts[box - 1] }
        items = [Int32](repeating: 0, count: live.count)
        counts = [Int](repeating: 0, count: counts.count)
        for id in live {
            let box = box(of: points[id])
            places[id] = Int32(starts[box] + counts[box])
            items[Int(places[id])] = Int32(id)
            counts[box] += 1
        }
    }

    private func box(of point: Point) -> Int { row(point.y) * columns + column(point.x) }

    private func column(_ x: Double) -> Int { min(max(Int((x - bounds.minX) / side), 0), columns - 1) }

    private func row(_ y: Double) -> Int { min(max(Int((y - bounds.minY) / side), 0), rows - 1) }

    /// Visits the boxes in square rings around a point.
    ///
    /// - Parameter isDone: whether no point at this squared distance or farther is wanted.
    private func forEachRing(around pen: Point, _ visit: (Int) -> Void, until isDone: (Double) -> Bool) {
        guard remaining > 0 else { return }
        let (x, y) = (column(pen.x), row(pen.y))
        for ring in 0..<max(columns, rows) {
            // A point outside the nearer rings is at least their width away.
            let least = Double(ring - 1) * side
            if ring > 1, isDone(least * least) { return }
            for row in max(y - ring, 0)...min(y + ring, rows - 1) {
                if abs(row - y) == ring {
                    for column in max(x - ring, 0)...min(x + ring, columns - 1) { visit(row * columns + column) }
                } else {
                    if x - ring >= 0 { visit(row * columns + x - ring) }
                    if x + ring < columns { visit(row * columns + x + ring) }
                }
            }
        }
    }

    package static func square(_ a: Point, _ b: Point) -> Double { (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) }
}
