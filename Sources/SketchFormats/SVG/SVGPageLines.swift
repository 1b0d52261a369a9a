import FoundationEssentials
import Glibc
import SketchCore

/// Collects the group, style and curve of every visible subpath, with which the page can be written again.
struct SVGPageLines {
    private(set) var page: DrawingPage?
    private let attributes: [(name: String, value: String)]
    private let title: String?
    /// The map from pixels to user units of the root.
    private var map = SVGTransform.identity
    /// The groups that have been entered but have no strokes yet.
    private var groups: [DrawingPage.Group] = []
    /// The indices of the groups in the page.
    private var written: [Int: Int] = [:]
    private var ids: Set<String> = []
    private var styles: [DrawingPage.Style: Int] = [:]
    private var shape = (number: -1, style: DrawingPage.Style())
    /// The number of shapes that had a gradient or a pattern.
    private(set) var serverCount = 0

    init(_ document: SVGDocument) { (attributes, title) = (document.rootAttributes, document.title) }

    /// - Parameter size: in pixels.
    mutating func enterPage(_ size: SVGViewport, _ box: SVGViewBox?) {
        let outer = box?.map(to: size) ?? .identity
        guard let inverse = outer.inverse else { return }
        map = inverse
        let extent = box.map { max($0.width, $0.height) } ?? max(size.width, size.height)
        var page = DrawingPage(map: [map.a, map.b, map.c, map.d, map.e, map.f], extent: extent)
        page.attributes = attributes
        page.title = title
        self.page = page
    }

    /// Returns the number of a group for `add`.
    mutating func enter(_ group: DrawingPage.Group, in parent: Int?) -> Int {
        var group = group
        group.parent = parent
        groups.append(group)
        return groups.count - 1
    }

    /// - Parameter map: from the element's user units to pixels.
    mutating func startShape(
        fill: SVGPaint.Visible?, stroke: SVGPaint.Visible?, _ style: SVGInheritedStyle, in viewport: SVGViewport,
        map: SVGTransform
    ) {
        if fill?.isServer == true || stroke?.isServer == true { serverCount += 1 }
        shape.number += 1
        shape.style = style.written(fill: fill, stroke: stroke, in: viewport, scale: self.map.after(map).scale)
    }

    /// - Parameter isUnpainted: whether nothing paints the subpath, so that it gets a black stroke.
    mutating func add(_ subpath: SVGSubpath, group: Int?, isUnpainted: Bool) {
        guard page != nil else { return }
        let line = line(subpath, group: group, isUnpainted: isUnpainted)
        page?.lines.append(line)
    }

    mutating func add(background: SVGSubpath) {
        let line = line(background, group: nil, isUnpainted: false)
        page?.background = line
    }

    /// A background without anything else is the drawing.
    mutating func makeBackgroundAStroke() {
        if let line = page?.background { page?.lines = [line] }
        page?.background = nil
    }

    private mutating func line(_ subpath: SVGSubpath, group: Int?, isUnpainted: Bool) -> DrawingPage.Line {
        var style = shape.style
        if isUnpainted { (style["fill"], style["stroke"]) = ("none", "#000000") }
        let index = styles[style] ?? styles.count
        if index == styles.count {
            styles[style] = index
            page?.styles.append(style)
        }
        return DrawingPage.Line(
            group: group.map { write($0) }, style: index, shape: shape.number, curve: subpath.transformed(map).curve)
    }

    /// Returns the index in the page of a group that has strokes. A group that a `use` repeats has its id once.
    private mutating func write(_ group: Int) -> Int {
        if let index = written[group] { return index }
        var copy = groups[group]
        copy.parent = copy.parent.map { write($0) }
        if let id = copy.id, !ids.insert(id).inserted { copy.id = nil }
        let index = page?.groups.count ?? 0
        page?.groups.append(copy)
        written[group] = index
        return index
    }
}

extension SVGSubpath {
    /// The subpath as lines and cubic curves. Arcs become a cubic for each eighth of a circle, within 4 millionths of the radius.
    fileprivate var curve: DrawingPage.Curve {
        var curve = DrawingPage.Curve(start: start, segments: [])
        for segment in segments {
            switch segment {
            case .line(let end): curve.segments.append(.line(to: end))
            case .cubic(let p, let q, let end): curve.segments.append(.cubic(p, q, to: end))
            case .arc(let centre, let u, let v, let start, let sweep, let end):
                guard abs(sweep) > 1e-6 else {
                    curve.segments.append(.line(to: end))
                    continue
                }
                let count = Int(max((abs(sweep) / (.pi / 4)).rounded(.up), 1))
                let step = sweep / Double(count)
                let factor = 4.0 / 3 * tan(step / 4)
                for piece in 0..<count {
                    let (a, b) = (start + Double(piece) * step, start + Double(piece + 1) * step)
                    let (from, to) = (Self.arc(centre, u, v, a), piece == count - 1 ? end : Self.arc(centre, u, v, b))
                    let (away, back) = (Self.direction(u, v, a), Self.direction(u, v, b))
                    curve.segments.append(
                        .cubic(
                            Point(x: from.x + factor * away.x, y: from.y + factor * away.y),
                            Point(x: to.x - factor * back.x, y: to.y - factor * back.y), to: to))
                }
            }
        }
        return curve
    }

    /// The derivative of an arc by its angle.
    private static func direction(_ u: Point, _ v: Point, _ angle: Double) -> Point {
        let (cosine, sine) = (cos(angle), sin(angle))
        return Point(x: cosine * v.x - sine * u.x, y: cosine * v.y - sine * u.y)
    }
}
