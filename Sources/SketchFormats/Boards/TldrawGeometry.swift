import Glibc
import SketchCore

/// The outlines of tldraw's geometric shapes, within their width and height.
enum TldrawGeometry {
    /// Returns no outline for an unknown form.
    static func subpaths(_ properties: JSONView) -> [SVGSubpath] {
        let (w, h) = (properties.number("w"), properties.number("h") + properties.number("growY"))
        func polygon(_ points: [(Double, Double)]) -> [SVGSubpath] {
            [BoardParser.polyline(points.map { Point(x: $0.0 * w, y: $0.1 * h) }, isClosed: true)].compactMap { $0 }
        }
        func line(_ points: [(Double, Double)]) -> [SVGSubpath] {
            [BoardParser.polyline(points.map { Point(x: $0.0 * w, y: $0.1 * h) })].compactMap { $0 }
        }
        let rectangle = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)]
        // The part of the width by which slanted sides lean.
        let slant = w > 0 ? min(w, h) * 0.38 / w : 0
        switch properties.string("geo") {
        case "rectangle": return polygon(rectangle)
        case "ellipse": return SVGShape.ellipse(cx: w / 2, cy: h / 2, rx: w / 2, ry: h / 2)
        case "oval":
            let radius = min(w, h) / 2
            return SVGShape.rect(x: 0, y: 0, width: w, height: h, rx: radius, ry: radius)
        case "triangle": return polygon([(0.5, 0), (1, 1), (0, 1)])
        case "diamond": return polygon([(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)])
        case "pentagon": return polygon(regular(5))
        case "hexagon": return polygon(regular(6))
        case "octagon": return polygon(regular(8))
        case "star": return polygon(star)
        case "rhombus": return polygon([(slant, 0), (1, 0), (1 - slant, 1), (0, 1)])
        case "rhombus-2": return polygon([(0, 0), (1 - slant, 0), (1, 1), (slant, 1)])
        case "trapezoid": return polygon([(slant, 0), (1 - slant, 0), (1, 1), (0, 1)])
        case "arrow-right": return polygon(arrow(w, h))
        case "arrow-left": return polygon(arrow(w, h).map { (1 - $0.0, $0.1) })
        case "arrow-down": return polygon(arrow(h, w).map { ($0.1, $0.0) })
        case "arrow-up": return polygon(arrow(h, w).map { ($0.1, 1 - $0.0) })
        case "x-box": return polygon(rectangle) + line([(0, 0), (1, 1)]) + line([(1, 0), (0, 1)])
        case "check-box": return polygon(rectangle) + line([(0.25, 0.52), (0.45, 0.72), (0.78, 0.3)])
        case "heart":
            let bottom = Point(x: w / 2, y: h)
            let notch = Point(x: w / 2, y: h * 0.25)
            return [
                SVGSubpath(
                    start: bottom,
                    segments: [
                        .cubic(Point(x: w * -0.35, y: h * 0.45), Point(x: w * 0.15, y: h * -0.3), to: notch),
                        .cubic(Point(x: w * 0.85, y: h * -0.3), Point(x: w * 1.35, y: h * 0.45), to: bottom),
                    ])
            ]
        default: return []
        }
    }

    /// A regular polygon with a corner at the top, stretched to the unit square.
    private static func regular(_ corners: Int) -> [(Double, Double)] {
        fitted((0..<corners).map { Double($0) / Double(corners) * 2 * .pi }.map { (sin($0), -cos($0)) })
    }

    private static let star = fitted(
        (0..<10).map { corner in
            let (angle, radius) = (Double(corner) / 5 * Double.pi, corner % 2 == 0 ? 1 : 0.5)
            return (radius * sin(angle), -radius * cos(angle))
        })

    private static func fitted(_ points: [(Double, Double)]) -> [(Double, Double)] {
        guard let bounds = Bounds(points.map { Point(x: $0.0, y: $0.1) }), bounds.width > 0, bounds.height > 0 else { return [] }
        return points.map { (($0.0 - bounds.minX) / bounds.width, ($0.1 - bounds.minY) / bounds.height) }
    }

    /// A thick arrow to the right.
    private static func arrow(_ length: Double, _ height: Double) -> [(Double, Double)] {
        let neck = length > 0 ? 1 - min(length, height) * 0.38 / length : 1
        return [(0, 0.16), (neck, 0.16), (neck, 0), (1, 0.5), (neck, 1), (neck, 0.84), (0, 0.84)]
    }
}
