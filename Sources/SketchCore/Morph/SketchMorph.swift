import FoundationEssentials
import Glibc

/// A gradual change from one drawing into another. Points of the first are matched with points of the second and move in straight
/// lines.
///
/// Strokes are matched by position and drawing order, points by their share of a stroke's length. A stroke may be divided, or
/// matched backwards, where that is closer. A stroke without a partner grows from its middle, or shrinks to it.
public struct SketchMorph: Hashable, Sendable {
    /// A part of the change.
    public enum Part: Hashable, Sendable {
        /// A line whose points move; both lists are equally long.
        case move(from: [Point], to: [Point])
        /// Half of a stroke of the second drawing only, which grows from its first point.
        case appear([Point])
        /// Half of a stroke of the first drawing only, which shrinks to its first point.
        case vanish([Point])
    }

    /// The parts, at least one if either drawing has a stroke.
    public let parts: [Part]

    /// Matches two drawings.
    ///
    /// - Parameter tolerance: how far a point may be from its exact place; points that matter less are left out. In the unit
    ///   of the points.
    public init(from: [[Point]], to: [[Point]], tolerance: Double = 0) {
        let (first, second) = (Self.lines(from), Self.lines(to))
        let alignment = StrokeAlignment(from: first, to: second)
        parts =
            alignment.matches.flatMap(\.pairs).map { Self.move($0, tolerance: tolerance) }
            + alignment.unmatchedFrom.flatMap { Self.halves(first[$0]) }.map { .vanish($0) }
            + alignment.unmatchedTo.flatMap { Self.halves(second[$0]) }.map { .appear($0) }
    }

    private static func lines(_ strokes: [[Point]]) -> [Polyline] { strokes.filter { !$0.isEmpty }.map(Polyline.init) }

    /// The halves of a line, each from the middle to an end; a dot as it is.
    private static func halves(_ line: Polyline) -> [[Point]] {
        guard line.length > 0 else { return [line.points] }
        let halves = line.divided([1, 1])
        return [halves[0].reversed.points, halves[1].points]
    }

    /// The points of both lines at the shares of either line's points, so that both keep their shapes.
    private static func move(_ pair: StrokeMatch.Pair, tolerance: Double) -> Part {
        let shares = Set(pair.from.shares + pair.to.shares).sorted()
        let (from, to) = (pair.from.points(at: shares), pair.to.points(at: shares))
        guard tolerance > 0 else { return .move(from: from, to: to) }
        let kept = PairSimplification.kept(from, to, tolerance: tolerance)
        return .move(from: kept.map { from[$0] }, to: kept.map { to[$0] })
    }

    /// Returns the strokes at a share of the change: at 0 those of the first drawing, at 1 those of the second, though not
    /// in their order.
    public func strokes(at share: Double) -> [[Point]] {
        parts.compactMap { part in
            switch part {
            case .move(let from, let to): zip(from, to).map { $0.mixed(with: $1, share) }
            case .appear(let stroke): Self.beginning(of: stroke, share)
            case .vanish(let stroke): Self.beginning(of: stroke, 1 - share)
            }
        }
    }

    /// Returns the first part of a stroke, by length; nil for none of it.
    public static func beginning(of stroke: [Point], _ share: Double) -> [Point]? {
        guard share > 0 else { return nil }
        return share >= 1 ? stroke : Polyline(stroke).part(from: 0, to: share).points
    }

    /// The greatest distance that a point moves, in the unit of the points; the ends of a stroke that grows move along it.
    public var longestMove: Double {
        parts.reduce(0) { longest, part in
            switch part {
            case .move(let from, let to):
                max(longest, zip(from, to).reduce(0) { max($0, $1.0.squaredDistance(to: $1.1)) }.squareRoot())
            case .appear(let stroke), .vanish(let stroke): max(longest, Polyline(stroke).length)
            }
        }
    }
}

/// Ramer-Douglas-Peucker on two lines at once: a point is left out where both lines stay within the tolerance.
enum PairSimplification {
    /// Returns the numbers of the points that are kept, in order.
    static func kept(_ a: [Point], _ b: [Point], tolerance: Double) -> [Int] {
        guard a.count > 2 else { return Array(a.indices) }
        var isKept = [Bool](repeating: false, count: a.count)
        (isKept[0], isKept[a.count - 1]) = (true, true)
        var pending = [(0, a.count - 1)]
        while let (start, end) = pending.popLast() {
            var (farthest, distance) = (start, tolerance)
            for index in start + 1..<max(end, start + 1) {
                let found = deviation(a, b, at: index, start, end)
                if found > distance { (farthest, distance) = (index, found) }
            }
            guard farthest > start else { continue }
            isKept[farthest] = true
            pending += [(start, farthest), (farthest, end)]
        }
        return a.indices.filter { isKept[$0] }
    }

    /// The larger distance of the two points from the chords, at the place that is the best for both.
    private static func deviation(_ a: [Point], _ b: [Point], at index: Int, _ start: Int, _ end: Int) -> Double {
        let (ax, ay) = (a[end].x - a[start].x, a[end].y - a[start].y)
        let (bx, by) = (b[end].x - b[start].x, b[end].y - b[start].y)
        let (px, py) = (a[index].x - a[start].x, a[index].y - a[start].y)
        let (qx, qy) = (b[index].x - b[start].x, b[index].y - b[start].y)
        let length = ax * ax + ay * ay + bx * bx + by * by
        let place = length > 0 ? min(max((px * ax + py * ay + qx * bx + qy * by) / length, 0), 1) : 0
        return max(hypot(px - place * ax, py - place * ay), hypot(qx - place * bx, qy - place * by))
    }
}
