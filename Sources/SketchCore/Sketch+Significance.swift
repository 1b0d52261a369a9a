extension Sketch {
    /// The most points that are compared with one line; longer strokes are divided, and their parts' ends stay.
    private static let longestPart = 4096

    /// Returns, for every point, the largest tolerance with which the Ramer-Douglas-Peucker algorithm still keeps it, in pixels;
    /// infinity for ends.
    static func significance(of stroke: [Point]) -> [Double] {
        var result = [Double](repeating: .infinity, count: stroke.count)
        var open: [(Int, Int, Double)] = []
        var start = 0
        while start + 1 < stroke.count {
            let end = min(start + longestPart, stroke.count - 1)
            open.append((start, end, .infinity))
            start = end
        }
        while let (start, end, most) = open.popLast() {
            guard end - start > 1 else { continue }
            var (worst, farthest) = (-1.0, start + 1)
            for index in start + 1..<end {
                let distance = Self.distance(of: stroke[index], from: stroke[start], to: stroke[end])
                if distance > worst { (worst, farthest) = (distance, index) }
            }
            let value = min(worst, most)
            result[farthest] = value
            open.append((start, farthest, value))
            open.append((farthest, end, value))
        }
        return result
    }
}

extension [Point] {
    /// Returns the points whose significance satisfies a condition.
    /// - Parameter significance: that of all points, if it is known.
    func keeping(_ significance: [Double]? = nil, where isKept: (Double) -> Bool) -> [Point] {
        guard count > 2 else { return self }
        return zip(self, significance ?? Sketch.significance(of: self)).filter { isKept($0.1) }.map(\.0)
    }
}
