import Glibc
import SketchCore

extension SVGSubpath {
    /// Whether all of the subpath is one point.
    var isPoint: Bool {
        segments.allSatisfy { segment in
            switch segment {
            case .line(let end): end == start
            case .cubic(let p, let q, let end): p == start && q == start && end == start
            case .arc: false
            }
        }
    }

    /// Whether the subpath, closed, can surround an area: its points are not on one line.
    var hasArea: Bool {
        var farthest = start
        func distance(_ p: Point) -> Double { hypot(p.x - start.x, p.y - start.y) }
        forEachSupport { if distance($0) > distance(farthest) { farthest = $0 } }
        let (dx, dy, length) = (farthest.x - start.x, farthest.y - start.y, distance(farthest))
        var width = 0.0
        forEachSupport { width = max(width, abs(dx * ($0.y - start.y) - dy * ($0.x - start.x))) }
        return width > 1e-9 * length * length
    }

    /// Calls `body` with points that are on one line if and only if the subpath is.
    private func forEachSupport(_ body: (Point) -> Void) {
        for segment in segments {
            switch segment {
            case .line: break
            case .cubic(let p, let q, _):
                body(p)
                body(q)
            case .arc(let centre, let u, let v, _, _, _):
                body(Point(x: centre.x + u.x, y: centre.y + u.y))
                body(Point(x: centre.x + v.x, y: centre.y + v.y))
                body(centre)
            }
            body(segment.end)
        }
    }

    /// Whether the subpath is an upright rectangle that covers the page.
    func isRectangle(covering page: SVGViewport) -> Bool {
        var bounds = Bounds(start)
        var (area, from) = (0.0, start)
        for segment in segments {
            guard case .line(let end) = segment else { return false }
            bounds.add(end)
            area += from.x * end.y - end.x * from.y
            from = end
        }
        area += from.x * start.y - start.x * from.y
        let slack = 1e-6 * max(page.width, page.height)
        return segments.count < 8 && bounds.minX <= slack && bounds.minY <= slack && bounds.maxX >= page.width - slack
            && bounds.maxY >= page.height - slack
            && abs(abs(area) / 2 - bounds.width * bounds.height) <= 1e-6 * bounds.width * bounds.height
    }

    /// Calls `body` with points of the subpath that span its bounds: the ends of segments, and where curves turn in x or y.
    func forEachExtreme(_ body: (Point) -> Void) {
        body(start)
        var from = start
        for segment in segments {
            switch segment {
            case .line: break
            case .cubic(let p, let q, let end):
                for t in Self.turns(from.x, p.x, q.x, end.x) + Self.turns(from.y, p.y, q.y, end.y) {
                    body(Self.cubic(from, p, q, end, t))
                }
            case .arc(let centre, let u, let v, let start, let sweep, _):
                guard abs(sweep) > 1e-6 else { break }
                for turn in [atan2(v.x, u.x), atan2(v.y, u.y)] {
                    // The turns are half a circle apart.
                    let first = ((min(start, start + sweep) - turn) / .pi).rounded(.up)
                    let last = ((max(start, start + sweep) - turn) / .pi).rounded(.down)
                    guard last - first < 8 else { continue }
                    for half in stride(from: first, through: last, by: 1) {
                        body(Self.arc(centre, u, v, turn + half * .pi))
                    }
                }
            }
            body(segment.end)
            from = segment.end
        }
    }

    static func cubic(_ a: Point, _ p: Point, _ q: Point, _ b: Point, _ t: Double) -> Point {
        let s = 1 - t
        let (k0, k1, k2, k3) = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
        return Point(x: k0 * a.x + k1 * p.x + k2 * q.x + k3 * b.x, y: k0 * a.y + k1 * p.y + k2 * q.y + k3 * b.y)
    }

    static func arc(_ centre: Point, _ u: Point, _ v: Point, _ angle: Double) -> Point {
        let (cosine, sine) = (cos(angle), sin(angle))
        return Point(x: centre.x + cosine * u.x + sine * v.x, y: centre.y + cosine * u.y + sine * v.y)
    }

    /// The parameters between 0 and 1 where the derivative of a cubic with these coordinates is 0.
    private static func turns(_ a: Double, _ p: Double, _ q: Double, _ b: Double) -> [Double] {
        let (c2, c1, c0) = (b - a + 3 * (p - q), 2 * (a - 2 * p + q), p - a)
        let root = (c1 * c1 - 4 * c2 * c0).squareRoot()
        // Both solutions without the difference of nearly equal numbers; those that do not exist are not in the range.
        let sum = -(c1 + (c1 < 0 ? -root : root)) / 2
        return [sum / c2, c0 / sum].filter { $0 > 0 && $0 < 1 }
    }
}
