import SketchCore

/// Lists: of numbers in rows, of strokes, of drawings.
extension SketchParser {
    /// Returns the one drawing of a record's `drawing`.
    /// - Throws: `FormatError`, `AmbiguousForm`.
    func drawing(_ value: JSONView) throws -> SketchRecord {
        if let text = value.text { return try drawing(json: text) }
        if value.isObject {
            try checkNames(of: value)
            guard let list = strokes(ofObject: value), list.isArray else { return try strokes([StrokeValue.columns(value)]) }
            // Pairs that are called points are points.
            let arePoints = value.member("points")?.index == list.index && Self.widths(list) == [2]
            return arePoints ? try strokes([.objects(list)], .points) : try drawing(list)
        }
        guard value.isArray else { throw noDrawing("an object without \"drawing\"") }
        if let record = try certainAxes(value, besidesStroke5: false) { return record }
        switch depth(of: value) {
        case 0: throw malformed("the drawing has no strokes")
        case 2: return try points(value) ?? rows(value)
        case 3: return try strokes(try values(value))
        default: throw noDrawing("a stroke that is neither [xs, ys] nor a list of points")
        }
    }

    /// Returns the drawing of a `drawing` that is JSON in a string.
    func drawing(json text: UnsafeBufferPointer<UInt8>) throws -> SketchRecord {
        do { return try context.withDocument(in: text) { try drawing($0) } } catch let refusal as JSONParser.Refusal {
            throw malformed("its \"drawing\" is text that is not JSON (\(refusal.reason))")
        }
    }

    /// Returns the drawings of a list outside a record.
    func drawings(inList list: JSONView) throws -> [SketchRecord] {
        if let record = try certainAxes(list, besidesStroke5: true) { return [record] }
        switch depth(of: list) {
        case 2: return [try points(list) ?? rows(list)]
        case 3:
            let offsets = try list.elements.compactMap(offsetObjects)
            return offsets.isEmpty ? try strokesOrDrawings(list) : offsets
        case 4:
            let lists = list.elements.filter { !$0.elements.isEmpty }
            let empty = list.elements.reduce(0) { count, _ in count + 1 } - lists.count
            if empty > 0 { context.log.add(.emptyDrawings, amount: empty) }
            let drawings = try lists.map(values)
            guard !drawings.isEmpty else { throw noDrawing("a list of other values") }
            let form = try form(of: drawings.joined())
            return try drawings.compactMap { values in try context.unlessBad { try strokes(values, form) } }
        default: throw noDrawing("a list of other values")
        }
    }

    /// The levels of a list: 2 for rows of numbers, points and offsets, 3 for strokes of those, 4 for drawings; 0 for an
    /// empty list or empty strokes only; nil for a list of other values or of several levels.
    private func depth(of list: JSONView) -> Int? {
        func level(_ value: JSONView, _ rest: Int) -> Int? {
            if value.isObject {
                if Self.isPoint(value) || value.member("dx") != nil { return 1 }
                return Self.isStroke(value) ? 2 : nil
            }
            guard value.isArray else { return nil }
            if let count = value.numberCount { return count > 0 ? 1 : -1 }
            guard rest > 0 else { return nil }
            // Arrays without numbers have any level.
            var found = -1
            for element in value.elements {
                guard let inner = level(element, rest - 1) else { return nil }
                if inner < 0 { continue }
                if found >= 0, found != inner { return nil }
                found = inner
            }
            return found < 0 ? -1 : found + 1
        }
        return level(list, 3).map { max($0, 0) }
    }

    // MARK: Rows

    /// Returns the drawing of rows of numbers: one stroke of points, or offsets.
    private func rows(_ list: JSONView) throws -> SketchRecord {
        switch inputFormat {
        case .stroke3, .stroke5, .positions: return try offsets(list)
        case .polylines: return try strokes([.rows(list)], .points)
        default: break
        }
        var third = ThirdColumn()
        var evidence = PositionEvidence()
        switch Self.widths(list) {
        case [2]: return try strokes([.rows(list)])
        case [5]: return try offsets(list)
        case [3]:
            for row in list.elements {
                guard let words = row.numbers else { continue }
                third.add(JSONView.value(words, 0), JSONView.value(words, 1), JSONView.value(words, 2))
                evidence.add(JSONView.value(words, 0), JSONView.value(words, 1))
            }
            if !third.isPen, !third.hasNegative, third.isPressure || third.isTime { return try strokes([.rows(list)], .points) }
            if third.isPen, evidence.looksLikePositions, !context.hasOffsets { throw ambiguous([.offsets, .positions]) }
            if third.isPen, evidence.hasNegative { context.hasOffsets = true }
            return try offsets(list)
        case [4]:
            throw noDrawing(
                "rows of four numbers; offsets with two pen states (dx, dy, pen down, pen up) need a third state for the end, "
                    + "and stroke-3 needs one")
        default: throw noDrawing("rows that are neither pairs, nor triples, nor of five numbers")
        }
    }

    /// Returns the distinct lengths of rows of numbers; nil if the list is empty or has other elements.
    static func widths(_ list: JSONView) -> Set<Int>? {
        var widths: Set<Int> = []
        for row in list.elements {
            guard let count = row.numberCount else { return nil }
            widths.insert(count)
        }
        return widths.isEmpty ? nil : widths
    }

    // MARK: Strokes or drawings

    /// Returns the drawings of lists of rows: strokes of one drawing, or drawings of offsets.
    private func strokesOrDrawings(_ list: JSONView) throws -> [SketchRecord] {
        func offsetDrawings() throws -> [SketchRecord] { try self.offsetDrawings(list.elements) }
        switch inputFormat {
        case .stroke3, .stroke5, .positions: return try offsetDrawings()
        case .quickdraw, .polylines: return [try strokes(try values(list))]
        default: break
        }
        let rowSets = list.elements.compactMap(Self.widths)
        guard rowSets.count == list.elements.reduce(0, { $1.elements.isEmpty ? $0 : $0 + 1 }),
            let width = rowSets.first, width == [3] || width == [5], rowSets.allSatisfy({ $0 == width })
        else { return [try strokes(try values(list))] }
        let forms = Self.forms(of: try values(list))
        if width == [5] {
            guard list.elements.allSatisfy({ $0.elements.allSatisfy(Self.hasPenState) }) else {
                return forms.fitsAxes ? [try strokes(try values(list))] : try offsetDrawings()
            }
            if forms.fitsAxes { throw ambiguous([.axes, .bigOffsets]) }
            return try offsetDrawings()
        }
        let third = forms.thirdColumn
        guard third.isPen else {
            if forms.fitsAxes || (!third.hasNegative && (third.isPressure || third.isTime)) {
                return [try strokes(try values(list))]
            }
            return try offsetDrawings()
        }
        if context.hasOffsets, !forms.fitsAxes { return try offsetDrawings() }
        if third.hasNegative {
            context.hasOffsets = true
            return try offsetDrawings()
        }
        if forms.fitsAxes {
            if context.forms == [.axes] { return [try strokes(try values(list), .axes)] }
            throw ambiguous([.axes, .offsets])
        }
        var evidence = PositionEvidence()
        for drawing in list.elements {
            for row in drawing.elements {
                if let words = row.numbers { evidence.add(JSONView.value(words, 0), JSONView.value(words, 1)) }
            }
        }
        if evidence.looksLikePositions || !third.hasPenUp { throw ambiguous([.offsets, .points, .positions]) }
        return try offsetDrawings()
    }

    /// Whether the last three of five numbers are a pen state, or the row is padding.
    static func hasPenState(_ row: JSONView) -> Bool {
        guard let words = row.numbers, words.count == 10 else { return false }
        let pen = (2..<5).map { JSONView.value(words, $0) }
        return pen.allSatisfy { $0 == 0 || $0 == 1 } && pen.reduce(0, +) <= 1
    }
}
