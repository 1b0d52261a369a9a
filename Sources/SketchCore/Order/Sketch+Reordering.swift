extension Sketch {
    /// The length of the pen's path between strokes, from each stroke's end to the next one's start, in the drawing's unit.
    public var penUpTravel: Double {
        zip(strokes, strokes.dropFirst()).reduce(0) { sum, pair in
            guard let end = pair.0.last, let start = pair.1.first else { return sum }
            return sum + end.squaredDistance(to: start).squareRoot()
        }
    }

    /// Returns the strokes in an order with less pen-up travel: starting with the first stroke, the next one is always the
    /// stroke whose start or end is nearest; it is reversed if its end is nearer. Of strokes at the same distance the
    /// earlier one comes first. The greedy order can be longer than the given one; then the drawing is returned unchanged.
    ///
    /// - Parameter reverses: whether strokes may be reversed; otherwise only starts count.
    public func reorderedNearest(reverses: Bool = true) -> Sketch {
        let strokes = strokes.filter { !$0.isEmpty }
        guard strokes.count > 1 else { return self }
        var result = self
        result.strokes = NearestOrder.steps(of: strokes, entries: reverses ? nil : { _ in [0] })
            .map { $0.isReversed ? strokes[$0.index].reversed() : strokes[$0.index] }
        return result.penUpTravel < penUpTravel ? result : self
    }
}
