import SketchCore

/// Rows of offsets or positions, and points as objects.
extension SketchParser {
    /// Returns the drawing of a list of objects, one stroke of `{"x", "y"}` points or offsets; nil for other lists.
    /// - Throws: `FormatError`.
    func points(_ list: JSONView) throws -> SketchRecord? {
        if let offsets = try offsetObjects(list) { return offsets }
        return list.elements.allSatisfy(\.isObject) ? try strokes([.objects(list)], .points) : nil
    }

    /// Returns the drawing of a list of offsets `{"dx", "dy", "pen"}`, as magenta.js and ml5 give them; nil for other lists.
    /// - Throws: `FormatError`.
    func offsetObjects(_ list: JSONView) throws -> SketchRecord? {
        guard list.elements.contains(where: { $0.member("dx") != nil }) else { return nil }
        var strokes = Stroke3(rows: [])
        var isOver = false
        for row in list.elements where !isOver {
            try checkNames(of: row)
            guard let dx = row.member("dx")?.number, let dy = row.member("dy")?.number else {
                throw noDrawing("an offset without dx and dy")
            }
            let pen = row.member("pen") ?? row.member("p")
            let isLifted: Bool
            switch (pen?.string, pen?.number) {
            case ("down"?, _), (_, 0?): isLifted = false
            case ("up"?, _), (_, 1?): isLifted = true
            case ("end"?, _), (_, 2?): (isLifted, isOver) = (true, true)
            default: throw malformed("the pen of an offset is not down, up or end")
            }
            if isOver, dx == 0, dy == 0 { break }
            strokes.rows.append(
                Stroke3.Row(dx: Float(try checked(dx)), dy: Float(try checked(dy)), isLifted: isLifted))
        }
        return SketchRecord(sketch: strokes.sketch(), kind: .prepared)
    }

    /// Returns the drawing of rows of numbers.
    /// - Throws: `FormatError`, also for rows that are only padding.
    func offsets(_ list: JSONView) throws -> SketchRecord {
        guard let record = try offsetsUnlessEmpty(list) else { throw malformed("the drawing has no strokes") }
        return record
    }

    /// Returns the drawings of lists of rows. Those without rows are counted.
    /// - Throws: `FormatError`.
    func offsetDrawings(_ lists: JSONView.Elements) throws -> [SketchRecord] {
        try lists.compactMap(offsetDrawing)
    }

    /// Returns the drawing of a list of rows. One without rows is counted.
    /// - Throws: `FormatError`.
    func offsetDrawing(_ list: JSONView) throws -> SketchRecord? {
        try context.unlessBad {
            if !list.isArray || !list.elements.isEmpty, let record = try offsetsUnlessEmpty(list) { return record }
            context.log.add(.emptyDrawings)
            return nil
        } ?? nil
    }

    /// Returns the drawing of rows (dx, dy, p), (dx, dy, p1, p2, p3) or, if the input format says so,
    /// (x, y, p) or (x, y, p1, p2, p3); nil if it has no rows without padding.
    /// - Throws: `FormatError`.
    private func offsetsUnlessEmpty(_ list: JSONView) throws -> SketchRecord? {
        let widths = Self.widths(list)
        guard widths == [3] || widths == [5] else {
            throw noDrawing("rows that are not all of three or all of five numbers")
        }
        var builder = OffsetBuilder()
        var evidence = PositionEvidence()
        let isStated = inputFormat == .stroke3 || inputFormat == .stroke5 || inputFormat == .positions
        // The caller has examined rows of three numbers.
        let isOpen = widths == [5] && !isStated && !context.hasOffsets
        let isJudged = !isStated && context.trial.isOpen
        var path = RowPath()
        for (index, row) in list.elements.enumerated() {
            guard let words = row.numbers else { continue }
            func number(_ place: Int) throws -> Double { try checked(JSONView.value(words, place)) }
            let (dx, dy, third) = (try number(0), try number(1), try number(2))
            // The end row and padding have no position.
            if isOpen || isJudged, widths == [3] || third == 1 || JSONView.value(words, 3) == 1 {
                if isOpen { evidence.add(dx, dy) }
                if isJudged { path.add(dx, dy) }
            }
            let reason = widths == [3] ? builder.add(dx, dy, third) : builder.add(dx, dy, third, try number(3), try number(4))
            if let reason { throw malformed("row \(index) \(reason)") }
        }
        if isOpen, evidence.hasNegative { context.hasOffsets = true }
        if isOpen, evidence.looksLikePositions { throw ambiguous([.bigOffsets, .positions]) }
        if isJudged, context.isFirstReading { context.trial.add(path) }
        if !isStated, context.trial.arePositions {
            throw FormatError.ambiguous(
                file: file, place: "line \(line)", readings: [widths == [3] ? .offsets : .bigOffsets, .positions])
        }
        if builder.padding > 0 { context.log.add(.padding, amount: builder.padding) }
        guard !builder.strokes.rows.isEmpty else { return nil }
        if !isStated { context.log.examine(builder.strokes.rows) }
        let sketch = inputFormat == .positions ? builder.positions : builder.sketch
        return SketchRecord(sketch: sketch, kind: .prepared)
    }
}
