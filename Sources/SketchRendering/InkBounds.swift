import SketchCore

/// The rectangle that the ink of items covers, in points.
struct InkBounds {
    private(set) var left = Double.infinity
    private(set) var top = Double.infinity
    private(set) var right = -Double.infinity
    private(set) var bottom = -Double.infinity

    var width: Double { right - left }
    var height: Double { bottom - top }

    /// Returns the bounds of the items; nil without ink.
    init?(_ items: [Picture.Item], _ measure: TextMeasure) {
        add(items, measure)
        if left > right { return nil }
    }

    private mutating func add(_ items: [Picture.Item], _ measure: TextMeasure) {
        for item in items {
            switch item {
            case .lines(let lines, _, let width), .curves(let lines, _, let width):
                for point in lines.joined() where point.x.isFinite && point.y.isFinite {
                    add(point.x - width / 2, point.y - width / 2)
                    add(point.x + width / 2, point.y + width / 2)
                }
            case .text(let text):
                guard let ink = measure.ink(of: text) else { continue }
                add(ink.left, ink.top)
                add(ink.right, ink.bottom)
            case .rectangle(let x, let y, let width, let height, _):
                add(x, y)
                add(x + width, y + height)
            case .group(let items, _): add(items, measure)
            }
        }
    }

    private mutating func add(_ x: Double, _ y: Double) {
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
    }
}
