import Foundation

/// The pages of a tldraw file (`.tldr`, or a snapshot of its store), each as one drawing in the page's pixels and in the
/// order in which the shapes lie on each other.
///
/// Drawn are `draw`, `highlight` and `line` shapes, in groups and frames too. Whatever else there is, is named in the
/// record.
struct TldrawBoard {
    private let file: String
    private let line: Int
    private let pages: [[String: Any]]
    /// The shapes by the page or shape that they lie in.
    private let children: [String: [[String: Any]]]

    /// The records of a file or a snapshot; nil where the object is neither.
    static func records(of object: [String: Any]) -> [[String: Any]]? {
        if object["tldrawFileFormatVersion"] != nil { return (object["records"] as? [Any])?.compactMap { $0 as? [String: Any] } }
        let document = object["document"] as? [String: Any] ?? object
        guard document["schema"] is [String: Any], let store = document["store"] as? [String: Any] else { return nil }
        return store.values.compactMap { $0 as? [String: Any] }
    }

    init(_ records: [[String: Any]], file: String, line: Int) {
        func text(_ record: [String: Any], _ key: String) -> String { record[key] as? String ?? "" }
        func ordered(_ records: [[String: Any]]) -> [[String: Any]] {
            records.sorted { (text($0, "index"), text($0, "id")) < (text($1, "index"), text($1, "id")) }
        }
        self.file = file
        self.line = line
        pages = ordered(records.filter { text($0, "typeName") == "page" })
        children = Dictionary(grouping: records.filter { text($0, "typeName") == "shape" }) { text($0, "parentId") }
            .mapValues(ordered)
    }

    /// - Throws: `SketchDataError.noDrawing`, `.badCoordinate`, `.malformed`.
    func drawings() throws -> [SketchRecord] {
        var records: [SketchRecord] = []
        var notes: [String] = []
        for page in pages {
            var subpaths: [SVGSubpath] = []
            var leftOut: [String: Int] = [:]
            var entered: Set<String> = []
            try collect(page["id"] as? String ?? "", .identity, depth: 0, &entered, &subpaths, &leftOut)
            notes = BoardParser.notes(leftOut)
            guard !subpaths.isEmpty else { continue }
            var record = SketchRecord(sketch: Sketch(strokes: try subpaths.strokes(file: file)), kind: .raw)
            record.notes = notes
            if pages.count > 1 { record.sketch.name = page["name"] as? String ?? "" }
            records.append(record)
        }
        guard !records.isEmpty else {
            throw SketchDataError.noDrawing(
                file: file, line: line, found: "a tldraw board without lines" + (notes.first.map { " (\($0))" } ?? ""))
        }
        return records
    }

    private func collect(
        _ parent: String, _ outer: SVGTransform, depth: Int, _ entered: inout Set<String>, _ subpaths: inout [SVGSubpath],
        _ leftOut: inout [String: Int]
    ) throws {
        // Ids are unique in honest files; in others nothing is drawn twice.
        guard entered.insert(parent).inserted else { return }
        guard depth < BoardParser.deepest else { throw fault("its groups are nested deeper than \(BoardParser.deepest) levels") }
        for shape in children[parent] ?? [] {
            let map = outer.after(.translation(BoardParser.number(shape["x"]), BoardParser.number(shape["y"])))
                .after(.rotation(radians: BoardParser.number(shape["rotation"])))
            let type = shape["type"] as? String ?? "unknown"
            let properties = shape["props"] as? [String: Any] ?? [:]
            switch type {
            case "draw", "highlight": if let path = try drawn(properties) { subpaths.append(path.transformed(map)) }
            case "line": if let path = linear(properties) { subpaths.append(path.transformed(map)) }
            case "group", "frame": break
            default: leftOut[type, default: 0] += 1
            }
            if let id = shape["id"] as? String { try collect(id, map, depth: depth + 1, &entered, &subpaths, &leftOut) }
        }
    }

    /// Segments join each other end to end.
    private func drawn(_ properties: [String: Any]) throws -> SVGSubpath? {
        var points: [Point] = []
        for case let segment as [String: Any] in properties["segments"] as? [Any] ?? [] {
            guard let list = segment["points"] as? [Any] else {
                throw fault(
                    "a drawn line has no list of points, as in files of newer versions, which pack them; export the "
                        + "board as SVG")
            }
            points += list.compactMap(Self.point)
        }
        let scale = (properties["scale"] as? NSNumber)?.doubleValue ?? 1
        return BoardParser.polyline(points, isClosed: properties["isClosed"] as? Bool == true)?
            .transformed(.scale(scale, scale))
    }

    /// The points of a line by their index, under `points` or, in older files, `handles`.
    private func linear(_ properties: [String: Any]) -> SVGSubpath? {
        let points = (properties["points"] ?? properties["handles"]) as? [String: Any] ?? [:]
        let ordered = points.values.compactMap { $0 as? [String: Any] }
            .sorted { ($0["index"] as? String ?? "", $0["id"] as? String ?? "") < ($1["index"] as? String ?? "", $1["id"] as? String ?? "") }
        return BoardParser.polyline(ordered.compactMap(Self.point))
    }

    private static func point(_ value: Any) -> Point? {
        guard let point = value as? [String: Any], let x = point["x"] as? NSNumber, let y = point["y"] as? NSNumber else {
            return nil
        }
        return Point(x: x.doubleValue, y: y.doubleValue)
    }

    private func fault(_ reason: String) -> SketchDataError {
        .malformed(file: file, place: "line \(line)", reason: reason)
    }
}
