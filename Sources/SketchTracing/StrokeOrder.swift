import SketchCore

/// Orders strokes as a person may draw them, and chooses the end at which each one starts.
enum StrokeOrder {
    /// The strokes from the longest to the shortest, each from its upper left end. On drawings of Quick, Draw! this order is
    /// closer to the true one than taking the nearest stroke next, or the strokes from the top.
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
