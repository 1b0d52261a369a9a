import SketchCore

/// Finds the drawings in the JSON of a whiteboard, Excalidraw's or tldraw's.
enum BoardParser {
    /// How deep groups may be nested in each other.
    static let deepest = 256

    /// The drawings of a whiteboard, or nil where the object is none.
    /// - Throws: `FormatError`.
    static func records(
        in object: JSONView, file: String, line: Int, _ limits: ReaderLimits
    ) throws -> [SketchRecord]? {
        if object.member("type")?.string?.hasPrefix("excalidraw") == true, let elements = object.member("elements") {
            return [try ExcalidrawBoard(file: file, line: line, limits: limits).record(elements)]
        }
        return try TldrawBoard(object, file: file, line: line, limits: limits)?.drawings()
    }

    /// Lines through points, nil where there are none; a single point is a dot.
    static func polyline(_ points: [Point], isClosed: Bool = false) -> SVGSubpath? {
        guard let first = points.first else { return nil }
        let rest = points.dropFirst() + (isClosed || points.count == 1 ? [first] : [])
        return SVGSubpath(start: first, segments: rest.map { .line(to: $0) })
    }

    /// `skipped: 2 of type image, 1 of type text` for kinds of shape and how often each came.
    static func notes(_ leftOut: [String: Int]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        let kinds = leftOut.sorted { $0.key < $1.key }.map { "\($1) of type \(PickleReader.shown($0))" }
        return ["skipped: " + kinds.prefix(10).joined(separator: ", ")]
    }
}

extension JSONView {
    /// A member's number, 0 where there is none.
    func number(_ name: StaticString) -> Double { member(name)?.number ?? 0 }

    func string(_ name: StaticString) -> String { member(name)?.string ?? "" }
}
