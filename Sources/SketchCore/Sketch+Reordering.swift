extension Sketch {
    /// How far the pen travels in the air, from each stroke's end to the next one's start, in the drawing's unit.
    public var penUpTravel: Double {
        zip(strokes, strokes.dropFirst()).reduce(0) { sum, pair in
            guard let end = pair.0.last, let start = pair.1.first else { return sum }
            return sum + end.squaredDistance(to: start).squareRoot()
        }
    }

    /// The same strokes with less travel between them: from the first stroke on, always the one next whose start or end
    /// lies nearest, drawn backwards where its end is nearer. Of equally near ones the earlier goes first. What is
    /// nearest now need not be shortest in all, so where travel would grow the order stays as it is.
    public func reorderedNearest() -> Sketch {
        let strokes = strokes.filter { !$0.isEmpty }
        guard strokes.count > 1 else { return self }
        var ends = NearestEnds(of: strokes)
        var result = self
        result.strokes = []
        // The start of the first stroke, and then what lies nearest to the end of the last.
        var next: NearestEnds.ID? = 0
        while let id = next {
            let stroke = strokes[id / 2]
            result.strokes.append(id % 2 == 0 ? stroke : stroke.reversed())
            ends.remove(id)
            ends.remove(id ^ 1)
            next = result.strokes.last?.last.flatMap(ends.nearest(to:))
        }
        return result.penUpTravel < penUpTravel ? result : self
    }
}
