import SketchCore

/// Finds the drawings in the JSON of an Excalidraw or tldraw whiteboard.
enum BoardParser {
    /// The maximum nesting depth of groups.
    static let deepest = 256

    /// Returns the drawings of a whiteboard; nil for other objects.
    /// - Throws: `FormatError`.
    static func records(
        in object: JSONView, file: String, line: Int, _ limits: ReaderLimits
    ) throws -> [SketchRecord]? {
        if object.member("type")?.string?.hasPrefix("excalidraw") == true, let elements = object.member("elements") {
            return [try ExcalidrawBoard(file: file, line: line, limits: limits).record(elements)]
        }
        return try TldrawBoard(object, file: file, line: line, limits: limits)?.drawings()
    }

    /// Returns lines through points; nil without points. A single point is a dot.
    static func polyline(_ points: [Point], isClosed: Bool = false) -> SVGSubpath? {
        guard let first = points.first else { return nil }
        let rest = points.dropFirst() + (isClosed || points.count == 1 ? [first] : [])
        return SVGSubpath(start: first, segments: rest.map { .line(to: $0) })
    }

    /// Returns the note `skipped: 2 of type image, 1 of type text` for the types of skipped shapes and their counts.
    static func notes(_ skipped: [String: Int]) -> [String] {
        guard !skipped.isEmpty else { return [] }
        let kinds = skipped.sorted { $0.key < $1.key }.map { "\($1) of type \(PickleReader.shown($0))" }
        return ["skipped: " + kinds.prefix(10).joined(separator: ", ")]
    }
}

extension JSONView {
    /// A member's number; 0 if it is missing.
    func number(_ name: StaticString) -> Double { member(name)?.number ?? 0 }

    func string(_ name: StaticString) -> String { member(name)?.string ?? "" }
}
