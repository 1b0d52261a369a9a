extension SketchRecord {
    /// Joins strokes whose ends are within a distance of each other; a stroke whose own ends are that near is closed. The strokes
    /// of a page are joined within their group and style; those of filled shapes stay as they are.
    ///
    /// - Parameter tolerance: the distance, in pixels of the drawing.
    public mutating func joinStrokes(within tolerance: Double) {
        guard let page, page.lines.count == sketch.strokes.count else {
            sketch.strokes = StrokeMerging.merged(sketch.strokes, tolerance: tolerance)
            return
        }
        var joined: [(place: Int, stroke: [Point], line: DrawingPage.Line)] = []
        for part in page.parts {
            let indices = part.flatMap(Array.init)
            guard let first = indices.first, !page.styles[page.lines[first].style].isFilled else {
                joined += indices.map { ($0, sketch.strokes[$0], page.lines[$0]) }
                continue
            }
            for chain in StrokeMerging.chains(of: indices.map { sketch.strokes[$0] }, tolerance: tolerance) {
                let links = chain.links.map { (index: indices[$0.index], isReversed: $0.isReversed) }
                let place = links.map(\.index).min() ?? first
                var line = page.lines[place]
                if links.count > 1 || chain.isClosed { line.curve = curve(of: links, isClosed: chain.isClosed, page) }
                joined.append((place, chain.points, line))
            }
        }
        joined.sort { $0.place < $1.place }
        sketch.strokes = joined.map(\.stroke)
        self.page?.lines = joined.map(\.line)
    }

    /// The curve of strokes that are drawn one after the other, in user units.
    private func curve(
        of links: [(index: Int, isReversed: Bool)], isClosed: Bool, _ page: DrawingPage
    ) -> DrawingPage.Curve? {
        var whole: DrawingPage.Curve?
        for link in links {
            let points = sketch.strokes[link.index].map(page.point)
            guard let start = points.first else { continue }
            let given =
                page.lines[link.index].curve
                ?? DrawingPage.Curve(start: start, segments: points.dropFirst().map { .line(to: $0) })
            let next = link.isReversed ? given.reversed() : given
            guard let end = whole.map({ $0.segments.last?.end ?? $0.start }) else {
                whole = next
                continue
            }
            if end != next.start { whole?.segments.append(.line(to: next.start)) }
            whole?.segments += next.segments
        }
        if isClosed, let start = whole?.start { whole?.segments.append(.line(to: start)) }
        return whole
    }

    /// Removes the strokes that are shorter than a length; those of a page's filled shapes stay.
    ///
    /// - Parameter length: the minimum, in pixels of the drawing.
    public mutating func dropStrokes(shorterThan length: Double) {
        let kept = sketch.strokes.indices.filter { index in
            if let page, page.styles[page.lines[index].style].isFilled { return true }
            return sketch.strokes[index].pathLength >= length
        }
        sketch.strokes = kept.map { sketch.strokes[$0] }
        if let lines = page?.lines { page?.lines = kept.map { lines[$0] } }
    }
}

extension DrawingPage {
    /// The strokes in parts, within which their order may change: consecutive strokes of a group, by their styles in the order of
    /// their first strokes. A part consists of ranges of strokes that stay together.
    var parts: [[Range<Int>]] {
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
