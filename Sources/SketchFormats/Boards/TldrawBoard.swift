import SketchCore

/// The pages of a tldraw file (`.tldr`, or a snapshot of its store), each as one drawing in the page's pixels and in the
/// stacking order of the shapes.
///
/// Includes `draw`, `highlight`, `line`, `arrow` and `geo` shapes, also in groups and frames. Arrow heads and other shapes are
/// named in the record's notes.
struct TldrawBoard {
    private let file: String
    private let line: Int
    private let limits: ReaderLimits
    private let pages: [JSONView]
    /// The shapes by their page or parent shape.
    private let children: [String: [JSONView]]

    /// The contents of a page found so far.
    private struct Page {
        var subpaths: [SVGSubpath] = []
        var skipped: [String: Int] = [:]
        /// The visited parents. Ids can be repeated in untrusted files; their shapes are drawn once.
        var entered: Set<String> = []
    }

    /// Returns nil if the object is not a tldraw file.
    init?(_ object: JSONView, file: String, line: Int, limits: ReaderLimits) {
        var records: [JSONView] = []
        if object.member("tldrawFileFormatVersion") != nil {
            records = object.member("records").map { Array($0.elements) } ?? []
        } else {
            let document = object.member("document") ?? object
            guard document.member("schema")?.isObject == true, let store = document.member("store") else { return nil }
            store.forEachMember { records.append($1) }
        }
        func ordered(_ records: [JSONView]) -> [JSONView] {
            records.map { (key: ($0.string("index"), $0.string("id")), value: $0) }.sorted { $0.key < $1.key }.map(\.value)
        }
        self.file = file
        self.line = line
        self.limits = limits
        pages = ordered(records.filter { $0.string("typeName") == "page" })
        children = Dictionary(grouping: records.filter { $0.string("typeName") == "shape" }) { $0.string("parentId") }
            .mapValues(ordered)
    }

    /// - Throws: `FormatError.noLines`, `.badCoordinate`, `.malformed`.
    func drawings() throws -> [SketchRecord] {
        try BoardParser.records(of: pages, file: file, line: line, limits) { view in
            var page = Page()
            try collect(view.string("id"), .identity, depth: 0, &page)
            return (page.subpaths, page.skipped)
        }
    }

    private func collect(_ parent: String, _ outer: SVGTransform, depth: Int, _ page: inout Page) throws {
        guard page.entered.insert(parent).inserted else { return }
        guard depth < BoardParser.deepest else { throw fault("its groups are nested deeper than \(BoardParser.deepest) levels") }
        for shape in children[parent] ?? [] {
            let map = outer.after(.translation(shape.number("x"), shape.number("y")))
                .after(.rotation(radians: shape.number("rotation")))
            let type = shape.string("type")
            let properties = shape.member("props") ?? shape
            switch type {
            case "draw", "highlight": if let path = try drawn(properties) { page.subpaths.append(path.transformed(map)) }
            case "line": if let path = linear(properties) { page.subpaths.append(path.transformed(map)) }
            case "arrow":
                if let path = arrow(properties) {
                    page.subpaths.append(path.transformed(map))
                    for head in [properties.string("arrowheadStart"), properties.string("arrowheadEnd")]
                    where !head.isEmpty && head != "none" { page.skipped["arrow head", default: 0] += 1 }
                } else {
                    page.skipped["arrow bound to a shape", default: 0] += 1
                }
            case "geo":
                let outline = TldrawGeometry.subpaths(properties)
                let form = properties.string("geo")
                if outline.isEmpty { page.skipped[form.isEmpty ? type : "\(type) \(form)", default: 0] += 1 }
                page.subpaths += outline.map { $0.transformed(map) }
            case "group", "frame": break
            default: page.skipped[type, default: 0] += 1
            }
            try collect(shape.string("id"), map, depth: depth + 1, &page)
        }
    }

    /// Consecutive segments are connected.
    private func drawn(_ properties: JSONView) throws -> SVGSubpath? {
        var points: [Point] = []
        for segment in properties.member("segments")?.elements ?? properties.elements {
            if let list = segment.member("points"), list.isArray {
                points += list.elements.compactMap(Self.point)
            } else if let text = (segment.member("path") ?? segment.member("points"))?.text {
                guard let packed = TldrawPackedPoints.points(text, isDelta: segment.member("path") != nil) else {
                    throw fault("the packed points of a drawn line are damaged")
                }
                points += packed
            } else {
                throw fault("a drawn line has no list of points; export the board as SVG")
            }
        }
        let scale = properties.member("scale")?.number ?? 1
        let (x, y) = (properties.member("scaleX")?.number ?? 1, properties.member("scaleY")?.number ?? 1)
        return BoardParser.polyline(points, isClosed: properties.member("isClosed")?.boolean == true)?
            .transformed(.scale(scale * x, scale * y))
    }

    /// The line or arc of an arrow. Ends bound to a shape of an old file have no position of their own.
    private func arrow(_ properties: JSONView) -> SVGSubpath? {
        guard let start = properties.member("start").flatMap(Self.point), let end = properties.member("end").flatMap(Self.point)
        else { return nil }
        // In tldraw a positive bend is to the right.
        return BoardParser.arc(from: start, to: end, bend: -properties.number("bend"))
    }

    /// The points of a line in the order of their index, from `points` or, in older files, `handles`.
    private func linear(_ properties: JSONView) -> SVGSubpath? {
        var points: [(key: (String, String), point: Point)] = []
        (properties.member("points") ?? properties.member("handles"))?.forEachMember { _, value in
            if let point = Self.point(value) { points.append(((value.string("index"), value.string("id")), point)) }
        }
        return BoardParser.polyline(points.sorted { $0.key < $1.key }.map(\.point))
    }

    private static func point(_ value: JSONView) -> Point? {
        guard let x = value.member("x")?.number, let y = value.member("y")?.number else { return nil }
        return Point(x: x, y: y)
    }

    private func fault(_ reason: String) -> FormatError {
        .malformed(file: file, place: "line \(line)", reason: reason)
    }
}
