import SketchCore

/// The pages of a file of tldraw 1, each as one drawing in the page's pixels and in the stacking order of the shapes.
///
/// Includes `draw`, `line`, `arrow` (without arrow heads), `rectangle`, `ellipse` and `triangle` shapes. Other shapes are named
/// in the record's notes.
struct TldrawDocument {
    private let file: String
    private let line: Int
    private let limits: ReaderLimits
    private let pages: [JSONView]

    /// Returns nil if the object is not such a file.
    init?(_ object: JSONView, file: String, line: Int, limits: ReaderLimits) {
        guard let document = object.member("document"), let pages = document.member("pages"), pages.isObject else { return nil }
        var found: [JSONView] = []
        pages.forEachMember { found.append($1) }
        self.pages = found.enumerated().sorted {
            ($0.element.number("childIndex"), $0.offset) < ($1.element.number("childIndex"), $1.offset)
        }
        .map(\.element)
        (self.file, self.line, self.limits) = (file, line, limits)
    }

    /// - Throws: `FormatError.noLines`, `.badCoordinate`, `.limitExceeded`.
    func drawings() throws -> [SketchRecord] {
        try BoardParser.records(of: pages, file: file, line: line, limits) { page in
            var shapes: [JSONView] = []
            page.member("shapes")?.forEachMember { shapes.append($1) }
            var (subpaths, skipped) = ([SVGSubpath](), [String: Int]())
            for shape in ordered(shapes) where shape.string("type") != "group" {
                let type = shape.string("type")
                if let subpath = subpath(type, shape) { subpaths.append(subpath) } else { skipped[type, default: 0] += 1 }
            }
            return (subpaths, skipped)
        }
    }

    /// The shapes by their index on the page; those of a group follow at the group's index. Positions are those of the page,
    /// also in groups.
    private func ordered(_ shapes: [JSONView]) -> [JSONView] {
        let groups = Dictionary(
            shapes.filter { $0.string("type") == "group" }.map { ($0.string("id"), $0.number("childIndex")) },
            uniquingKeysWith: { first, _ in first })
        return shapes.enumerated().map { place, shape -> (key: (Double, Double, Int), shape: JSONView) in
            let index = shape.number("childIndex")
            let group = groups[shape.string("parentId")]
            return ((group ?? index, group == nil ? 0 : index, place), shape)
        }.sorted { $0.key < $1.key }.map(\.shape)
    }

    private func subpath(_ type: String, _ shape: JSONView) -> SVGSubpath? {
        let size = shape.member("size").flatMap(Self.point)
        var subpath: SVGSubpath?
        switch type {
        case "draw": subpath = BoardParser.polyline(shape.member("points")?.elements.compactMap(Self.point) ?? [])
        case "line", "arrow":
            let handles = shape.member("handles")
            func handle(_ name: StaticString) -> Point? { handles?.member(name)?.member("point").flatMap(Self.point) }
            guard let start = handle("start"), let end = handle("end") else { return nil }
            subpath = Self.bent(start, handle("bend"), end)
        case "rectangle": subpath = size.flatMap { SVGShape.rect(x: 0, y: 0, width: $0.x, height: $0.y, rx: 0, ry: 0).first }
        case "triangle":
            subpath = size.flatMap {
                BoardParser.polyline(
                    [Point(x: $0.x / 2, y: 0), Point(x: $0.x, y: $0.y), Point(x: 0, y: $0.y)], isClosed: true)
            }
        case "ellipse":
            subpath = shape.member("radius").flatMap(Self.point).flatMap {
                SVGShape.ellipse(cx: $0.x, cy: $0.y, rx: $0.x, ry: $0.y).first
            }
        default: return nil
        }
        guard let subpath else { return nil }
        // Shapes rotate about the centre of their bounds; angles are in radians.
        var bounds = Bounds(subpath.start)
        subpath.forEachExtreme { bounds.add($0) }
        let position = shape.member("point").flatMap(Self.point) ?? Point(x: 0, y: 0)
        let map = SVGTransform.translation(position.x + bounds.centre.x, position.y + bounds.centre.y)
            .after(.rotation(radians: shape.number("rotation"))).after(.translation(-bounds.centre.x, -bounds.centre.y))
        return subpath.transformed(map)
    }

    /// A line from `start` to `end`, or the arc that passes through the bend's handle, which is on the middle's normal.
    private static func bent(_ start: Point, _ bend: Point?, _ end: Point) -> SVGSubpath {
        guard let bend else { return SVGSubpath(start: start, segments: [.line(to: end)]) }
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0 else { return SVGSubpath(start: start, segments: [.line(to: end)]) }
        let (mx, my) = (bend.x - (start.x + end.x) / 2, bend.y - (start.y + end.y) / 2)
        return BoardParser.arc(from: start, to: end, bend: (mx * dy - my * dx) / length)
    }

    /// `[x, y]`, with or without a pressure.
    private static func point(_ value: JSONView) -> Point? {
        guard let numbers = value.numbers, numbers.count >= 4 else { return nil }
        return Point(x: JSONView.value(numbers, 0), y: JSONView.value(numbers, 1))
    }
}
