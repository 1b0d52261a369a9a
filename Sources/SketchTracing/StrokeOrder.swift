import SketchCore

/// Orders strokes as a person may draw them, and chooses the end at which each one starts.
enum StrokeOrder {
    /// Returns the longest stroke, then the others from the top left to the bottom right; each starts at its upper left end.
    ///
    /// Docs/Tracing.md states how well this order and others agree with those of people.
    static func ordered(_ strokes: [[Point]]) -> [[Point]] {
        let lengths = strokes.map(\.pathLength)
        guard let longest = strokes.indices.max(by: { (lengths[$0], $1) < (lengths[$1], $0) }) else { return [] }
        let places = strokes.map { stroke in Bounds(stroke).map { $0.minY + 0.3 * $0.minX } ?? 0 }
        let others = strokes.indices.filter { $0 != longest }.sorted { (places[$0], $0) < (places[$1], $1) }
        return ([longest] + others).map { fromTopLeft(strokes[$0]) }
    }

    private static func fromTopLeft(_ stroke: [Point]) -> [Point] {
        guard let first = stroke.first, let last = stroke.last, last.x + last.y < first.x + first.y else { return stroke }
        return stroke.reversed()
    }
}
