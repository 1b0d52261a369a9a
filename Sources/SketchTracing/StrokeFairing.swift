import Glibc
import SketchCore

/// Smooths the steps of a line of pixels, and keeps as many points as its shape needs.
struct StrokeFairing {
    /// The standard deviation of the Gaussian along the line, in pixels.
    let sigma: Double
    /// The largest distance of the simplified line, in pixels.
    let tolerance: Double

    init(lineWidth: Double) {
        sigma = min(max(lineWidth / 3, 1.2), 4)
        tolerance = max(0.4, lineWidth / 12)
    }

    /// The points of a stroke; a closed stroke ends at its first point.
    func points(of stroke: TracedStroke) -> [Point] {
        guard stroke.points.count > 1 else { return stroke.points }
        let line = stroke.isClosed ? fromTop(stroke.points) : stroke.points
        let even = Sketch.resampled(line)
        var smooth = smoothed(stroke.isClosed ? Array(even.dropLast()) : even, isClosed: stroke.isClosed)
        if stroke.isClosed, let first = smooth.first { smooth.append(first) }
        return Sketch.thinned(smooth, epsilon: tolerance)
    }

    /// A closed line from its highest point, counterclockwise, and back to it: as most people draw a circle.
    private func fromTop(_ points: [Point]) -> [Point] {
        let top = points.indices.min { (points[$0].y, points[$0].x) < (points[$1].y, points[$1].x) } ?? 0
        var turned = Array(points[top...] + points[..<top])
        let area = zip(turned, turned.dropFirst() + [turned[0]]).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }
        // With y downwards, a positive area is clockwise.
        if area > 0 { turned = [turned[0]] + turned.dropFirst().reversed() }
        return turned + [turned[0]]
    }

    /// A Gaussian along the line. It narrows towards a loose end, which stays in place.
    private func smoothed(_ points: [Point], isClosed: Bool) -> [Point] {
        let count = points.count
        let reach = Int((3 * sigma).rounded(.up))
        let weights = (0...reach).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
        return points.indices.map { index in
            let near = isClosed ? min(reach, (count - 1) / 2) : min(reach, index, count - 1 - index)
            var (x, y, sum) = (points[index].x, points[index].y, 1.0)
            for distance in stride(from: 1, through: near, by: 1) {
                let (a, b) = (points[(index - distance + count) % count], points[(index + distance) % count])
                x += weights[distance] * (a.x + b.x)
                y += weights[distance] * (a.y + b.y)
                sum += 2 * weights[distance]
            }
            return Point(x: x / sum, y: y / sum)
        }
    }
}
