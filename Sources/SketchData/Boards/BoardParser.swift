import Foundation

/// Finds the drawings in the JSON of a whiteboard, Excalidraw's or tldraw's.
enum BoardParser {
    /// How deep groups may be nested in each other.
    static let deepest = 256

    /// The drawings of a whiteboard, or nil where the object is none.
    /// - Throws: `SketchDataError`.
    static func records(in object: [String: Any], file: String, line: Int) throws -> [SketchRecord]? {
        if let type = object["type"] as? String, type.hasPrefix("excalidraw"),
            let elements = object["elements"] as? [Any]
        {
            return [try ExcalidrawBoard(file: file, line: line).record(elements)]
        }
        if let records = TldrawBoard.records(of: object) { return try TldrawBoard(records, file: file, line: line).drawings() }
        return nil
    }

    /// A finite number, 0 where there is none.
    static func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? 0 }

    /// Lines through points, nil for fewer than one.
    static func polyline(_ points: [Point], isClosed: Bool = false) -> SVGSubpath? {
        guard let first = points.first else { return nil }
        let rest = points.dropFirst() + (isClosed || points.count == 1 ? [first] : [])
        return SVGSubpath(start: first, segments: rest.map { .line(to: $0) })
    }

    /// `left out: 2 images, 1 text` for kinds of shape and how often each came.
    static func notes(_ leftOut: [String: Int]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        return ["left out: " + leftOut.sorted { $0.key < $1.key }.map { "\($1) of type \($0)" }.joined(separator: ", ")]
    }
}
