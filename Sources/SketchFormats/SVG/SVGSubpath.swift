import Glibc
import SketchCore

/// A segment of a path, which starts at the end of the one before.
enum SVGSegment {
    case line(to: Point)
    case cubic(Point, Point, to: Point)
    /// centre + cos(t) u + sin(t) v, for t from `start` over `sweep` radians.
    indirect case arc(centre: Point, u: Point, v: Point, start: Double, sweep: Double, to: Point)

    var end: Point {
        switch self {
        case .line(let end), .cubic(_, _, let end), .arc(_, _, _, _, _, let end): end
        }
    }
}

/// Connected lines and curves. Affine maps preserve their form, so curves are flattened last, when
/// their size on the page is known.
struct SVGSubpath {
    var start: Point
    var segments: [SVGSegment] = []

    /// The end of the last segment.
    var end: Point { segments.last?.end ?? start }

    func transformed(_ map: SVGTransform) -> SVGSubpath {
        SVGSubpath(
            start: map.point(start),
            segments: segments.map { segment in
                switch segment {
                case .line(let end): .line(to: map.point(end))
                case .cubic(let p, let q, let end): .cubic(map.point(p), map.point(q), to: map.point(end))
                case .arc(let centre, let u, let v, let start, let sweep, let end):
                    .arc(
                        centre: map.point(centre), u: map.vector(u), v: map.vector(v), start: start, sweep: sweep,
                        to: map.point(end))
                }
            })
    }

    /// Returns a polyline within `tolerance` of the curve, without consecutive equal points.
    ///
    /// The distance of a curve B(t), divided at equal steps of h in its parameter, from its chords is at most
    /// h^2 / 8 times the largest |B''| (the error of linear interpolation), so n = sqrt(max |B''| T^2 / (8 tolerance))
    /// pieces suffice for a parameter range of length T. For a cubic, B'' is a line between 6(P0 - 2 P1 + P2) and
    /// 6(P1 - 2 P2 + P3), and its largest length is at an end; for an arc, |B''| is at most the ellipse's larger
    /// half-axis.
    ///
    /// - Parameter others: the number of points that the drawing already has.
    /// - Throws: `Fault`.
    func points(tolerance: Double, after others: Int, _ limits: ReaderLimits) throws -> [Point] {
        var points = [start]
        func add(_ p: Point) throws {
            guard p != points.last else { return }
            guard others + points.count < limits[.points] else { throw Fault(beyond: .points, of: limits) }
            points.append(p)
        }
        var from = start
        for segment in segments {
            switch segment {
            case .line: break
            case .cubic(let p, let q, let end):
                let bend = 6 * max(Self.bend(from, p, q), Self.bend(p, q, end))
                for t in Self.steps((bend / (8 * tolerance)).squareRoot()) {
                    try add(Self.cubic(from, p, q, end, t))
                }
            case .arc(let centre, let u, let v, let start, let sweep, _):
                // A millionth of a circle is a line; its centre is too far away to be represented precisely.
                guard abs(sweep) > 1e-6 else { break }
                let count = abs(sweep) * (Self.largerAxis(u, v) / (8 * tolerance)).squareRoot()
                for t in Self.steps(count) {
                    try add(Self.arc(centre, u, v, start + t * sweep))
                }
            }
            try add(segment.end)
            from = segment.end
        }
        return points
    }

    /// |a - 2 b + c|
    private static func bend(_ a: Point, _ b: Point, _ c: Point) -> Double {
        hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y)
    }

    /// The larger half-axis of cos(t) u + sin(t) v: the larger singular value of the matrix [u v].
    private static func largerAxis(_ u: Point, _ v: Point) -> Double {
        let (uu, vv, uv) = (u.x * u.x + u.y * u.y, v.x * v.x + v.y * v.y, u.x * v.x + u.y * v.y)
        return ((uu + vv + hypot(uu - vv, 2 * uv)) / 2).squareRoot()
    }

    /// 1/n, 2/n, ... below 1, for n = `count` rounded up, at most 4,096, the most that a curve on the page needs.
    private static func steps(_ count: Double) -> LazyMapSequence<Range<Int>, Double> {
        let pieces = count.isFinite ? Int(min(max(count.rounded(.up), 1), 4096)) : 1
        return (1..<pieces).lazy.map { Double($0) / Double(pieces) }
    }
}
