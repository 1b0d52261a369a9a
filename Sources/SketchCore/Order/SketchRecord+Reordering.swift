extension SketchRecord {
    /// Reorders the strokes so that the pen travels less between them; see `Sketch.reorderedNearest`. The strokes of a page stay
    /// in their group: those of one style after those of another, the strokes of a filled shape together.
    /// The given order is kept unless the new one is shorter.
    ///
    /// - Parameter reverses: whether strokes may be reversed.
    public mutating func reorderNearest(reverses: Bool = true) {
        guard let page, page.lines.count == sketch.strokes.count else {
            sketch = sketch.reorderedNearest(reverses: reverses)
            return
        }
        var order: [NearestOrder.Step] = []
        var pen: Point?
        for part in page.parts {
            let units = part.map { unit in
                [sketch.strokes[unit.lowerBound][0], sketch.strokes[unit.upperBound - 1].last ?? Point(x: 0, y: 0)]
            }
            for step in NearestOrder.steps(of: units, from: pen, entries: reverses ? nil : { _ in [0] }) {
                let strokes = part[step.index].map { NearestOrder.Step(index: $0, isReversed: step.isReversed) }
                order += step.isReversed ? strokes.reversed() : strokes
            }
            if let last = order.last {
                let stroke = sketch.strokes[last.index]
                pen = last.isReversed ? stroke.first : stroke.last
            }
        }
        apply(order)
    }

    /// Draws strokes from their end where that shortens the pen's travel between the strokes, which stay in their order.
    /// Strokes of filled shapes keep their direction.
    public mutating func reverseStrokes() {
        let strokes = sketch.strokes
        guard !strokes.contains(where: \.isEmpty) else { return }
        var order: [NearestOrder.Step] = []
        for (index, isReversed) in NearestOrder.directions(of: strokes).enumerated() {
            let isFilled = page.map { $0.styles[$0.lines[index].style].isFilled } ?? false
            order.append(NearestOrder.Step(index: index, isReversed: isReversed && !isFilled))
        }
        apply(order)
    }

    /// Puts the strokes in an order, unless the pen's travel is not shorter then.
    private mutating func apply(_ order: [NearestOrder.Step]) {
        var ordered = sketch
        ordered.strokes = order.map { $0.isReversed ? sketch.strokes[$0.index].reversed() : sketch.strokes[$0.index] }
        guard ordered.penUpTravel < sketch.penUpTravel else { return }
        sketch = ordered
        guard let lines = page?.lines else { return }
        page?.lines = order.map { step in
            var line = lines[step.index]
            if step.isReversed { line.curve = line.curve?.reversed() }
            return line
        }
    }
}
