extension Sketch {
    /// The longest path that is simplified, in pixels of the data set's canvas. Simplification can take time quadratic in
    /// the length; drawings usually have a few thousand pixels.
    public static let longestPath = 100_000

    /// The length of all strokes when the larger side is scaled to the canvas, in pixels.
    func pathLength(on canvas: Double) -> Double {
        var length = 0.0
        for stroke in strokes {
            for (point, next) in zip(stroke, stroke.dropFirst()) { length += next.squaredDistance(to: point).squareRoot() }
        }
        let extent = bounds?.extent ?? 0
        return extent > 0 ? length * canvas / extent : 0
    }

    /// The drawing simplified as in the Quick, Draw! data set: moved to the origin, the larger side scaled to the canvas,
    /// resampled at 1 pixel, simplified with the Ramer-Douglas-Peucker algorithm and rounded to whole pixels.
    public func simplified(_ preprocessing: Preprocessing = Preprocessing()) -> Sketch {
        guard let bounds else { return self }
        // Infinite for a drawing without extent, or smaller than 1e-305.
        let factor = preprocessing.canvas / bounds.extent
        let scale = factor.isFinite ? factor : 1
        var result = self
        result.strokes = strokes.filter { !$0.isEmpty }.map { stroke in
            let placed = stroke.map { Point(x: ($0.x - bounds.minX) * scale, y: ($0.y - bounds.minY) * scale) }
            return Self.thinned(Self.resampled(placed), epsilon: preprocessing.epsilon)
                .map { Point(x: $0.x.rounded(), y: $0.y.rounded()) }
        }
        return result
    }

    /// Points 1 pixel apart along the line, including its ends.
    package static func resampled(_ stroke: [Point]) -> [Point] {
        guard var last = stroke.first else { return [] }
        var result = [last]
        // The distance to the next resampled point.
        var remaining = 1.0
        for point in stroke.dropFirst() {
            let (dx, dy) = (point.x - last.x, point.y - last.y)
            let length = (dx * dx + dy * dy).squareRoot()
            var position = remaining
            while position <= length {
                let t = position / length
                result.append(Point(x: last.x + dx * t, y: last.y + dy * t))
                position += 1
            }
            remaining = position - length
            last = point
        }
        if result.last != last { result.append(last) }
        return result
    }

    /// The Ramer-Douglas-Peucker algorithm with an explicit stack, so that no drawing can overflow the call stack.
    package static func thinned(_ stroke: [Point], epsilon: Double) -> [Point] {
        guard stroke.count > 2 else { return stroke }
        var keeps = [Bool](repeating: false, count: stroke.count)
        keeps[0] = true
        keeps[stroke.count - 1] = true
        var open = [(0, stroke.count - 1)]
        while let (start, end) = open.popLast() {
            guard end - start > 1 else { continue }
            var (worst, farthest) = (epsilon, -1)
            for index in start + 1..<end {
                let distance = Self.distance(of: stroke[index], from: stroke[start], to: stroke[end])
                if distance > worst { (worst, farthest) = (distance, index) }
            }
            guard farthest >= 0 else { continue }
            keeps[farthest] = true
            open.append((start, farthest))
            open.append((farthest, end))
        }
        return zip(stroke, keeps).filter(\.1).map(\.0)
    }

    /// The distance to the line through `a` and `b`, or to `a` if they coincide.
    static func distance(of p: Point, from a: Point, to b: Point) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else {
            return p.squaredDistance(to: a).squareRoot()
        }
        return abs(dx * (p.y - a.y) - dy * (p.x - a.x)) / length
    }
}
