import SketchCore

/// A shape with its element's attributes.
enum SVGShape {
    case path([SVGSubpath])
    case polyline([Point], isClosed: Bool)
    case line(x1: SVGLength, y1: SVGLength, x2: SVGLength, y2: SVGLength)
    case rect(x: SVGLength, y: SVGLength, width: SVGLength, height: SVGLength, rx: SVGLength?, ry: SVGLength?)
    case ellipse(cx: SVGLength, cy: SVGLength, rx: SVGLength?, ry: SVGLength?)
    case circle(cx: SVGLength, cy: SVGLength, r: SVGLength)

    /// Returns the shape of an element; nil for other elements.
    /// - Parameters:
    ///   - others: the number of path segments that the drawing already has.
    ///   - onError: receives the error up to which a path is read.
    /// - Throws: `Fault`.
    init?(
        _ name: String, _ attributes: XMLAttributes, after others: Int, _ limits: ReaderLimits, onError: (Fault) -> Void
    ) throws {
        func length(_ attribute: StaticString) throws -> SVGLength? {
            try SVGLength(parsing: attributes.bytes(attribute), of: attribute)
        }
        switch name {
        case "path":
            self = .path(
                try SVGPathParser.subpaths(attributes.bytes("d") ?? [], after: others, limits, onError: onError))
        case "polyline", "polygon":
            self = .polyline(
                try Self.points(attributes.bytes("points") ?? [], after: others, limits, onError: onError),
                isClosed: name == "polygon")
        case "line":
            self = .line(
                x1: try length("x1") ?? .zero, y1: try length("y1") ?? .zero, x2: try length("x2") ?? .zero,
                y2: try length("y2") ?? .zero)
        case "rect":
            self = .rect(
                x: try length("x") ?? .zero, y: try length("y") ?? .zero, width: try length("width") ?? .zero,
                height: try length("height") ?? .zero, rx: try length("rx"), ry: try length("ry"))
        case "circle":
            self = .circle(cx: try length("cx") ?? .zero, cy: try length("cy") ?? .zero, r: try length("r") ?? .zero)
        case "ellipse":
            self = .ellipse(
                cx: try length("cx") ?? .zero, cy: try length("cy") ?? .zero, rx: try length("rx"), ry: try length("ry"))
        default: return nil
        }
    }

    private static func points(
        _ text: [UInt8], after others: Int, _ limits: ReaderLimits, onError: (Fault) -> Void
    ) throws -> [Point] {
        var scanner = TextScanner(text)
        var points: [Point] = []
        scanner.skipSpace()
        while scanner.next != nil {
            guard others + points.count < limits[.pathSegments] else { throw Fault(beyond: .pathSegments, of: limits) }
            do {
                let x = try scanner.number()
                scanner.skipSeparator()
                points.append(Point(x: x, y: try scanner.number()))
            } catch let fault as Fault {
                onError(fault)
                break
            }
            scanner.skipSeparator()
        }
        return points
    }

    /// Whether the shape is a `line`, which has no area to fill.
    var isLine: Bool { if case .line = self { true } else { false } }

    /// The number of path segments, for the limit on all of them.
    var pieceCount: Int {
        switch self {
        case .path(let subpaths): subpaths.reduce(0) { $0 + $1.segments.count }
        case .polyline(let points, _): points.count
        case .line: 1
        case .rect: 8
        case .ellipse, .circle: 1
        }
    }

    /// Its lines and curves in the viewport's user units; shapes without extent have none (SVG 1.1, chapter 9).
    func subpaths(in viewport: SVGViewport) -> [SVGSubpath] {
        func x(_ length: SVGLength) -> Double { length.pixels(.horizontal, in: viewport) }
        func y(_ length: SVGLength) -> Double { length.pixels(.vertical, in: viewport) }
        switch self {
        case .path(let subpaths): return subpaths
        case .polyline(let points, let isClosed):
            guard let first = points.first, points.count > 1 else { return [] }
            return [SVGSubpath(start: first, segments: (points.dropFirst() + (isClosed ? [first] : [])).map { .line(to: $0) })]
        case .line(let x1, let y1, let x2, let y2):
            return [SVGSubpath(start: Point(x: x(x1), y: y(y1)), segments: [.line(to: Point(x: x(x2), y: y(y2)))])]
        case .rect(let left, let top, let width, let height, let rx, let ry):
            let radii = (rx.map(x), ry.map(y))
            return Self.rect(
                x: x(left), y: y(top), width: x(width), height: y(height), rx: radii.0 ?? radii.1 ?? 0,
                ry: radii.1 ?? radii.0 ?? 0)
        case .circle(let cx, let cy, let r):
            let radius = r.pixels(.diagonal, in: viewport)
            return Self.ellipse(cx: x(cx), cy: y(cy), rx: radius, ry: radius)
        case .ellipse(let cx, let cy, let rx, let ry):
            let radii = (rx.map(x), ry.map(y))
            return Self.ellipse(
                cx: x(cx), cy: y(cy), rx: radii.0 ?? radii.1 ?? 0, ry: radii.1 ?? radii.0 ?? 0)
        }
    }

    /// Clockwise from the right.
    static func ellipse(cx: Double, cy: Double, rx: Double, ry: Double) -> [SVGSubpath] {
        guard rx > 0, ry > 0 else { return [] }
        let start = Point(x: cx + rx, y: cy)
        return [
            SVGSubpath(
                start: start,
                segments: [
                    .upright(centre: Point(x: cx, y: cy), rx: rx, ry: ry, quarter: 0, quarters: 4, to: start)
                ])
        ]
    }

    /// Clockwise from the upper left, after its rounded corner.
    static func rect(
        x: Double, y: Double, width: Double, height: Double, rx: Double, ry: Double
    ) -> [SVGSubpath] {
        guard width > 0, height > 0 else { return [] }
        let (rx, ry) = (min(max(rx, 0), width / 2), min(max(ry, 0), height / 2))
        let (right, bottom) = (x + width, y + height)
        func corner(_ cx: Double, _ cy: Double, _ quarter: Double, to: Point) -> SVGSegment {
            .upright(centre: Point(x: cx, y: cy), rx: rx, ry: ry, quarter: quarter, quarters: 1, to: to)
        }
        guard rx > 0, ry > 0 else {
            let corners = [Point(x: right, y: y), Point(x: right, y: bottom), Point(x: x, y: bottom), Point(x: x, y: y)]
            return [SVGSubpath(start: Point(x: x, y: y), segments: corners.map { .line(to: $0) })]
        }
        return [
            SVGSubpath(
                start: Point(x: x + rx, y: y),
                segments: [
                    .line(to: Point(x: right - rx, y: y)),
                    corner(right - rx, y + ry, 3, to: Point(x: right, y: y + ry)),
                    .line(to: Point(x: right, y: bottom - ry)),
                    corner(right - rx, bottom - ry, 0, to: Point(x: right - rx, y: bottom)),
                    .line(to: Point(x: x + rx, y: bottom)),
                    corner(x + rx, bottom - ry, 1, to: Point(x: x, y: bottom - ry)),
                    .line(to: Point(x: x, y: y + ry)),
                    corner(x + rx, y + ry, 2, to: Point(x: x + rx, y: y)),
                ])
        ]
    }
}
