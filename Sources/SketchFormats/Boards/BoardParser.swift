import FoundationEssentials
import Glibc
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
        let excalidraw = ExcalidrawBoard(file: file, line: line, limits: limits)
        if let type = object.member("type")?.string, type.hasPrefix("excalidraw") {
            if let elements = object.member("elements") { return [try excalidraw.record(elements)] }
            if type == "excalidrawlib" { return try excalidraw.library(object) }
        }
        if let old = TldrawDocument(object, file: file, line: line, limits: limits) { return try old.drawings() }
        return try TldrawBoard(object, file: file, line: line, limits: limits)?.drawings()
    }

    /// Returns the drawings of a tldraw file's pages, in order; those without lines are left out.
    ///
    /// - Throws: `FormatError.noLines` if all are, and what `contents` throws.
    static func records(
        of pages: [JSONView], file: String, line: Int, _ limits: ReaderLimits,
        contents: (JSONView) throws -> (subpaths: [SVGSubpath], skipped: [String: Int])
    ) throws -> [SketchRecord] {
        var records: [SketchRecord] = []
        var notes: [String] = []
        for page in pages {
            let (subpaths, skipped) = try contents(page)
            notes = Self.notes(skipped)
            guard !subpaths.isEmpty else { continue }
            var record = SketchRecord(sketch: Sketch(strokes: try subpaths.strokes(file: file, limits)), kind: .raw)
            record.notes = notes
            if pages.count > 1 { record.sketch.name = page.string("name") }
            records.append(record)
        }
        guard !records.isEmpty else {
            throw FormatError.noLines(file: file, line: line, form: "a tldraw board", notes: notes)
        }
        return records
    }

    /// Returns a curve through points: the Catmull-Rom spline with a tension of 0 and doubled ends that Excalidraw draws.
    static func curve(_ points: [Point]) -> SVGSubpath? {
        guard points.count > 2 else { return polyline(points) }
        let last = points.count - 1
        return SVGSubpath(
            start: points[0],
            segments: (0..<last).map { place in
                let (before, from, to, after) = (
                    points[max(place - 1, 0)], points[place], points[place + 1], points[min(place + 2, last)]
                )
                return .cubic(
                    Point(x: from.x + (to.x - before.x) / 6, y: from.y + (to.y - before.y) / 6),
                    Point(x: to.x - (after.x - from.x) / 6, y: to.y - (after.y - from.y) / 6), to: to)
            })
    }

    /// Returns the circular arc from `start` to `end` whose middle is `bend` to the left of the straight line's, in the
    /// direction of the line; a straight line if the bend is small.
    static func arc(from start: Point, to end: Point, bend: Double) -> SVGSubpath {
        let (dx, dy) = (end.x - start.x, end.y - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        guard length > 0, abs(bend) > length / 1000 else { return SVGSubpath(start: start, segments: [.line(to: end)]) }
        let (nx, ny) = (dy / length, -dx / length)
        // From the chord and the height: r = (c^2 / 4 + h^2) / 2h; the centre is on the other side of the middle.
        let radius = (length * length / 4 + bend * bend) / (2 * bend)
        let centre = Point(
            x: (start.x + end.x) / 2 + nx * (bend - radius), y: (start.y + end.y) / 2 + ny * (bend - radius))
        let first = atan2(start.y - centre.y, start.x - centre.x)
        let middle = atan2(ny * radius, nx * radius)
        let half = remainder(middle - first, 2 * .pi)
        let size = abs(radius)
        return SVGSubpath(
            start: start,
            segments: [
                .arc(
                    centre: centre, u: Point(x: size, y: 0), v: Point(x: 0, y: size), start: first, sweep: 2 * half, to: end)
            ])
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
