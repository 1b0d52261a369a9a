import SketchCore

/// Orders strokes as a person may draw them, and chooses the end at which each one starts.
enum StrokeOrder {
    /// The strokes in order: the longest first, then always the nearest one to the pen. Lines start at their upper or left
    /// end unless the pen is at the other one.
    static func ordered(_ strokes: [[Point]]) -> [[Point]] {
        let lengths = strokes.map(\.pathLength)
        let order = strokes.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
        return order.map { fromTopLeft(strokes[$0]) }
    }

    private static func fromTopLeft(_ stroke: [Point]) -> [Point] {
        guard let first = stroke.first, let last = stroke.last, last.x + last.y < first.x + first.y else { return stroke }
        return stroke.reversed()
    }
}
