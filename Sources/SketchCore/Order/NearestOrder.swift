/// The greedy order of strokes: the next one is always the stroke that the pen can enter nearest to where it is.
package enum NearestOrder {
    package struct Step: Hashable {
        package var index: Int
        /// The vertex where the pen enters the stroke.
        package var entry = 0
        /// Whether the stroke is drawn from its end.
        package var isReversed = false
    }

    /// - Parameters:
    ///   - strokes: non-empty strokes.
    ///   - pen: where the pen is; nil starts with the first stroke.
    ///   - entries: the vertices of a stroke where the pen may enter it; nil for both ends. An inner vertex is one of a
    ///     closed stroke, and the pen leaves the stroke there too.
    package static func steps(
        of strokes: [[Point]], from pen: Point? = nil, entries: (([Point]) -> [Int])? = nil
    ) -> [Step] {
        guard !strokes.isEmpty else { return [] }
        var places: [Point] = []
        var owners: [(stroke: Int, vertex: Int)] = []
        var first: [Int] = []
        for (index, stroke) in strokes.enumerated() {
            first.append(places.count)
            for vertex in entries?(stroke) ?? [0, stroke.count - 1] {
                places.append(stroke[vertex])
                owners.append((index, vertex))
            }
        }
        first.append(places.count)
        var waiting = NearestPoints(places)
        var result: [Step] = []
        var next = pen.map(waiting.nearest(to:)) ?? 0
        while let place = next {
            let (index, vertex) = owners[place]
            let stroke = strokes[index]
            for place in first[index]..<first[index + 1] { waiting.remove(place) }
            let isLast = vertex > 0 && vertex == stroke.count - 1
            result.append(Step(index: index, entry: vertex, isReversed: isLast))
            next = waiting.nearest(to: isLast ? stroke[0] : vertex == 0 ? stroke[stroke.count - 1] : stroke[vertex])
        }
        return result
    }

    /// Returns for each stroke whether to draw it from its end, so that the pen travels least between the strokes in their order.
    ///
    /// - Parameter strokes: non-empty strokes.
    package static func directions(of strokes: [[Point]]) -> [Bool] {
        guard let first = strokes.first, !first.isEmpty else { return [] }
        // The least travel with the last stroke forwards or backwards, and the direction of the stroke before it.
        var least = (0.0, 0.0)
        var choices: [(Bool, Bool)] = []
        for (before, stroke) in zip(strokes, strokes.dropFirst()) {
            func travel(_ end: Point, _ start: Point) -> Double { end.squaredDistance(to: start).squareRoot() }
            let (head, tail) = (before[0], before[before.count - 1])
            let (start, end) = (stroke[0], stroke[stroke.count - 1])
            let forwards = (least.0 + travel(tail, start), least.1 + travel(head, start))
            let backwards = (least.0 + travel(tail, end), least.1 + travel(head, end))
            choices.append((forwards.1 < forwards.0, backwards.1 < backwards.0))
            least = (min(forwards.0, forwards.1), min(backwards.0, backwards.1))
        }
        var result = [least.1 < least.0]
        for choice in choices.reversed() { result.append(result[result.count - 1] ? choice.1 : choice.0) }
        return result.reversed()
    }
}
