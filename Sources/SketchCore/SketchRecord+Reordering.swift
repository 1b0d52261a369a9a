extension SketchRecord {
    /// Reorders the strokes so that the pen travels less between them; see `Sketch.reorderedNearest`. The strokes of a page stay
    /// in their group: those of one style after those of another, the strokes of a filled shape together.
    /// An order that is longer than the given one is not used.
    public mutating func reorderNearest() {
        guard let page, page.lines.count == sketch.strokes.count else {
            sketch = sketch.reorderedNearest()
            return
        }
        var order: [NearestOrder.Step] = []
        var pen: Point?
        for part in page.parts {
            let units = part.map { unit in
                [sketch.strokes[unit.lowerBound][0], sketch.strokes[unit.upperBound - 1].last ?? Point(x: 0, y: 0)]
            }
            for step in NearestOrder.steps(of: units, from: pen) {
                let strokes = part[step.index].map { NearestOrder.Step(index: $0, isReversed: step.isReversed) }
                order += step.isReversed ? strokes.reversed() : strokes
            }
            if let last = order.last {
                let stroke = sketch.strokes[last.index]
                pen = last.isReversed ? stroke.first : stroke.last
            }
        }
        var (ordered, lines) = (sketch, [DrawingPage.Line]())
        ordered.strokes = order.map { $0.isReversed ? sketch.strokes[$0.index].reversed() : sketch.strokes[$0.index] }
        guard ordered.penUpTravel < sketch.penUpTravel else { return }
        for step in order {
            var line = page.lines[step.index]
            if step.isReversed { line.curve = line.curve?.reversed() }
            lines.append(line)
        }
        sketch = ordered
        self.page?.lines = lines
    }
}

extension DrawingPage {
    /// The strokes in parts, within which their order may change: consecutive strokes of a group, by their styles in the order of
    /// their first strokes. A part consists of ranges of strokes that stay together.
    fileprivate var parts: [[Range<Int>]] {
        var parts: [[Range<Int>]] = []
        var places: [Int: Int] = [:]
        var group: Int??
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if group != .some(line.group) { (group, places) = (.some(line.group), [:]) }
            var end = index + 1
            if styles[line.style].isFilled { while end < lines.count, lines[end].shape == line.shape { end += 1 } }
            if let place = places[line.style] {
                parts[place].append(index..<end)
            } else {
                places[line.style] = parts.count
                parts.append([index..<end])
            }
            index = end
        }
        return parts
    }
}
