import SketchCore

/// The elements of an Excalidraw board (`.excalidraw`, or its clipboard format) as one drawing, in the board's pixels and
/// order.
///
/// Includes `freedraw`, `line` and `arrow` (round ones as curves), `rectangle`, `diamond` and `ellipse`.
/// Arrow heads and other elements are named in the record's notes.
struct ExcalidrawBoard {
    let file: String
    let line: Int
    let limits: ReaderLimits

    /// - Throws: `FormatError.noLines`, `.badCoordinate`, `.malformed`.
    func record(_ elements: JSONView) throws -> SketchRecord {
        var subpaths: [SVGSubpath] = []
        var skipped: [String: Int] = [:]
        for element in elements.elements where element.isObject && element.member("isDeleted")?.boolean != true {
            let type = element.string("type")
            if let subpath = subpath(type, element) { subpaths.append(subpath) } else { skipped[type, default: 0] += 1 }
            for head in [element.string("startArrowhead"), element.string("endArrowhead")] where !head.isEmpty {
                skipped["arrow head", default: 0] += 1
            }
        }
        let notes = BoardParser.notes(skipped)
        guard !subpaths.isEmpty else {
            throw FormatError.noLines(file: file, line: line, form: "an Excalidraw board", notes: notes)
        }
        var record = SketchRecord(sketch: Sketch(strokes: try subpaths.strokes(file: file, limits)), kind: .raw)
        record.notes = notes
        return record
    }

    /// The items of a library (`.excalidrawlib`, version 1 or 2), each as one drawing with the item's name.
    /// - Throws: `FormatError.noLines`, `.badCoordinate`, `.malformed`.
    func library(_ object: JSONView) throws -> [SketchRecord] {
        let items = object.member("libraryItems") ?? object.member("library")
        let records = try (items?.elements).map { items in
            try items.map { item in
                var record = try record(item.member("elements") ?? item)
                record.sketch.name = item.string("name")
                return record
            }
        }
        guard let records, !records.isEmpty else {
            throw FormatError.noLines(file: file, line: line, form: "an Excalidraw library", notes: [])
        }
        return records
    }

    private func subpath(_ type: String, _ element: JSONView) -> SVGSubpath? {
        let (width, height) = (element.number("width"), element.number("height"))
        var bounds = Bounds([Point(x: 0, y: 0), Point(x: width, y: height)])
        var subpath: SVGSubpath?
        switch type {
        case "freedraw", "line", "arrow":
            let points = element.member("points")?.elements.compactMap(Self.point) ?? []
            bounds = Bounds(points)
            subpath = Self.isRound(element) && type != "freedraw" ? BoardParser.curve(points) : BoardParser.polyline(points)
        case "rectangle":
            let radius = Self.radius(element, side: min(width, height))
            subpath = SVGShape.rect(x: 0, y: 0, width: width, height: height, rx: radius, ry: radius).first
        case "diamond":
            subpath = BoardParser.polyline(
                [
                    Point(x: width / 2, y: 0), Point(x: width, y: height / 2), Point(x: width / 2, y: height),
                    Point(x: 0, y: height / 2),
                ], isClosed: true)
        case "ellipse":
            subpath = SVGShape.ellipse(cx: width / 2, cy: height / 2, rx: width / 2, ry: height / 2).first
        default: return nil
        }
        // Elements rotate about the centre of their bounds; angles are in radians.
        let (cx, cy) = bounds.map { (($0.minX + $0.maxX) / 2, ($0.minY + $0.maxY) / 2) } ?? (0, 0)
        let map = SVGTransform.translation(element.number("x") + cx, element.number("y") + cy)
            .after(.rotation(radians: element.number("angle"))).after(.translation(-cx, -cy))
        return subpath?.transformed(map)
    }

    private static func point(_ value: JSONView) -> Point? {
        guard let numbers = value.numbers, numbers.count >= 4 else { return nil }
        return Point(x: JSONView.value(numbers, 0), y: JSONView.value(numbers, 1))
    }

    /// Whether a line is drawn as a curve; elbow arrows are not.
    private static func isRound(_ element: JSONView) -> Bool {
        guard element.member("elbowed")?.boolean != true else { return false }
        return element.member("roundness")?.isObject == true || element.string("strokeSharpness") == "round"
    }

    /// The radius of round corners: a quarter of the shorter side; with `roundness.type` 3 at most 32 pixels.
    private static func radius(_ element: JSONView, side: Double) -> Double {
        guard let roundness = element.member("roundness"), roundness.isObject else { return 0 }
        return roundness.number("type") == 3 ? min(side / 4, 32) : side / 4
    }
}
