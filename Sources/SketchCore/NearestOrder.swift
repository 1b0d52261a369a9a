/// The greedy order of strokes: the next one is always the stroke whose start or end is nearest to the pen.
enum NearestOrder {
    struct Step {
        var index: Int
        /// Whether the stroke is drawn from its end.
        var isReversed: Bool
    }

    /// - Parameters:
    ///   - strokes: non-empty strokes.
    ///   - pen: where the pen is; nil starts with the first stroke.
    static func steps(of strokes: [[Point]], from pen: Point? = nil) -> [Step] {
        guard !strokes.isEmpty else { return [] }
        var ends = NearestEnds(of: strokes)
        var result: [Step] = []
        var next: NearestEnds.ID? = pen.flatMap(ends.nearest(to:)) ?? 0
        while let id = next {
            let step = Step(index: id / 2, isReversed: id % 2 == 1)
            result.append(step)
            ends.remove(id)
            ends.remove(id ^ 1)
            let stroke = strokes[step.index]
            next = (step.isReversed ? stroke.first : stroke.last).flatMap(ends.nearest(to:))
        }
        return result
    }
}
