import SketchCore

/// Cuts strokes at the edges of a page.
struct PageClip {
    let width: Double
    let height: Double

    /// Whether a point is on the page. Rounding does not put it outside.
    private func contains(_ point: Point) -> Bool {
        (-Self.rounding...width + Self.rounding).contains(point.x) && (-Self.rounding...height + Self.rounding).contains(point.y)
    }

    private static let rounding = 1e-6

    /// Returns the parts of a stroke within the page, or the stroke itself. Points that are not finite separate parts.
    func parts(of stroke: [Point]) -> [[Point]] {
        if stroke.allSatisfy(contains) { return [stroke] }
        var parts: [[Point]] = []
        var part: [Point] = []
        func finish() {
            if !part.isEmpty { parts.append(part) }
            part = []
        }
        if stroke.count == 1 { return [] }
        for (from, to) in zip(stroke, stroke.dropFirst()) {
            guard let (start, end) = piece(from, to) else {
                finish()
                continue
            }
            if part.last != start {
                finish()
                part = [start]
            }
            if end != start { part.append(end) }
        }
        finish()
        // A stroke that only touches an edge from outside would be a dot.
        return parts.filter { $0.count > 1 }
    }

    /// Returns the part of a segment within the page (Liang and Barsky).
    private func piece(_ from: Point, _ to: Point) -> (Point, Point)? {
        guard from.x.isFinite, from.y.isFinite, to.x.isFinite, to.y.isFinite else { return nil }
        let (dx, dy) = (to.x - from.x, to.y - from.y)
        var (first, last) = (0.0, 1.0)
        for (step, room) in [(-dx, from.x), (dx, width - from.x), (-dy, from.y), (dy, height - from.y)] {
            if step == 0 {
                if room < 0 { return nil }
            } else if step < 0 {
                first = max(first, room / step)
            } else {
                last = min(last, room / step)
            }
        }
        guard first <= last else { return nil }
        func point(_ t: Double) -> Point {
            if t == 0 { return from }
            if t == 1 { return to }
            // Rounding must not leave the page.
            return Point(x: min(max(from.x + t * dx, 0), width), y: min(max(from.y + t * dy, 0), height))
        }
        return (point(first), point(last))
    }
}
