extension Sketch {
    /// The longest pen's way that is simplified, in pixels: thinning a line may take time that grows with the square of
    /// its length, and drawings of a few thousand pixels are usual.
    public static let longestWay = 100_000

    /// The length of all strokes when the larger side is scaled to the canvas.
    func way(on canvas: Double) -> Double {
        var (low, high) = (Point(x: .infinity, y: .infinity), Point(x: -.infinity, y: -.infinity))
        var length = 0.0
        for stroke in strokes {
            var last = stroke.first
            for point in stroke {
                low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
                high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
                if let last { length += point.square(from: last).squareRoot() }
                last = point
            }
        }
        let side = max(high.x - low.x, high.y - low.y)
        return side > 0 ? length * canvas / side : 0
    }

    /// The drawing as Quick, Draw! simplifies its own: moved to 0, larger side scaled to the canvas of 255
    /// pixels, resampled at 1 pixel, thinned by Ramer-Douglas-Peucker, rounded to whole pixels.
    public func simplified(_ preprocessing: Preprocessing = Preprocessing()) -> Sketch {
        let points = strokes.lazy.flatMap { $0 }
        guard let first = points.first else { return self }
        var (low, high) = (first, first)
        for point in points {
            low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
            high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
        }
        let side = max(high.x - low.x, high.y - low.y)
        let scale = side > 0 ? preprocessing.canvas / side : 1
        var result = self
        result.strokes = strokes.filter { !$0.isEmpty }.map { stroke in
            let placed = stroke.map { Point(x: ($0.x - low.x) * scale, y: ($0.y - low.y) * scale) }
            return Self.thinned(Self.resampled(placed), epsilon: preprocessing.epsilon)
                .map { Point(x: $0.x.rounded(), y: $0.y.rounded()) }
        }
        return result
    }

    /// Points 1 pixel apart along the line, its ends included.
    static func resampled(_ stroke: [Point]) -> [Point] {
        guard var last = stroke.first else { return [] }
        var result = [last]
        // What is left of the pixel that leads to the next point.
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

    /// Ramer-Douglas-Peucker with a stack of our own, so that no drawing can exhaust the machine's.
    static func thinned(_ stroke: [Point], epsilon: Double) -> [Point] {
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

    /// The distance from the line through `a` and `b`, or from `a` where they coincide.
    private static func distance(of p: Point, from a: Point, to b: Point) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else {
            return p.square(from: a).squareRoot()
        }
        return abs(dx * (p.y - a.y) - dy * (p.x - a.x)) / length
    }
}
