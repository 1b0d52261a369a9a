import SketchCore

/// Finds the drawings in one JSON value and distinguishes their forms.
///
/// The rules, in order: an object with `drawing` is a Quick, Draw! record, one with `sketches` contains stroke-5 drawings,
/// and a whiteboard is recognised by its `type` or `schema`. Rows of three numbers are stroke-3, rows of five stroke-5. A
/// stroke is `[xs, ys]` or `[xs, ys, ts]` if its arrays have equal lengths, otherwise a list of pairs or `{"x", "y"}` points.
struct SketchParser {
    let file: String
    let line: Int
    let inputFormat: SketchReader.InputFormat?
    let limits: ReaderLimits

    typealias Emit = (SketchRecord) throws -> Void

    /// - Throws: `FormatError`, and what `emit` throws.
    func records(in value: JSONView, _ emit: Emit) throws {
        if value.isObject { return try records(inObject: value, emit) }
        guard value.isArray else { throw noDrawing("a single value") }
        guard !value.elements.isEmpty else { throw noDrawing("an empty list") }
        if value.elements.allSatisfy(\.isObject), value.elements.contains(where: { $0.member("drawing") != nil }) {
            for object in value.elements { try records(inObject: object, emit) }
            return
        }
        try records(inList: value, emit)
    }

    private func records(inObject object: JSONView, _ emit: Emit) throws {
        var (drawing, sketches) = (JSONView?.none, JSONView?.none)
        var (word, key, country) = (String?.none, String?.none, String?.none)
        var (isRecognized, timestamp) = (Bool?.none, Int64?.none)
        object.forEachMember { name, value in
            if JSONView.equals(name, "drawing") {
                drawing = value
            } else if JSONView.equals(name, "word") {
                word = value.string
            } else if JSONView.equals(name, "key_id") {
                key = value.identifier
            } else if JSONView.equals(name, "recognized") {
                isRecognized = value.boolean
            } else if JSONView.equals(name, "countrycode") {
                country = value.string
            } else if JSONView.equals(name, "timestamp") {
                timestamp = value.text.flatMap(Timestamp.microseconds)
            } else if JSONView.equals(name, "sketches") {
                sketches = value
            }
        }
        if let sketches, sketches.isArray {
            for sketch in sketches.elements { try emit(offsets(sketch)) }
            return
        }
        if drawing == nil, let records = try BoardParser.records(in: object, file: file, line: line, limits) {
            return try records.forEach(emit)
        }
        guard let drawing, drawing.isArray else { throw noDrawing("an object without \"drawing\"") }
        var record = try strokes(drawing.elements)
        record.sketch.name = word ?? ""
        record.key = key ?? ""
        record.isRecognized = isRecognized
        record.country = country
        record.timestamp = timestamp
        try emit(record)
    }

    private func records(inList list: JSONView, _ emit: Emit) throws {
        let elements = list.elements
        switch inputFormat {
        case .quickdraw, .polylines: return try emit(strokes(elements))
        case .stroke3, .stroke5:
            if elements.first(where: { _ in true })?.numberCount != nil { return try emit(offsets(list)) }
            for drawing in elements { try emit(offsets(drawing)) }
            return
        default: break
        }
        if elements.allSatisfy(\.isObject) { return try emit(stroke(of: list)) }
        let widths = Self.widths(list)
        switch widths {
        case [3], [5]: return try emit(offsets(list))
        case [2]: return try emit(stroke(of: list))
        case nil: break
        default: throw noDrawing("rows that are neither pairs, nor triples, nor of five numbers")
        }
        if elements.allSatisfy({ Self.isQuickDrawStroke($0) || Self.isPolyline($0) }) {
            return try emit(strokes(elements))
        }
        if elements.allSatisfy({ Self.widths($0) == [3] || Self.widths($0) == [5] }) {
            for drawing in elements { try emit(offsets(drawing)) }
            return
        }
        let areDrawings = elements.allSatisfy { drawing in
            drawing.isArray && (drawing.numberCount ?? 0) == 0
                && drawing.elements.allSatisfy { Self.isQuickDrawStroke($0) || Self.isPolyline($0) }
        }
        guard areDrawings, elements.contains(where: { !$0.elements.isEmpty }) else {
            throw noDrawing("a list of other values")
        }
        for drawing in elements { try emit(strokes(drawing.elements)) }
    }

    /// Returns the distinct lengths of rows of numbers; nil if the list is empty or has other elements.
    private static func widths(_ list: JSONView) -> Set<Int>? {
        var widths: Set<Int> = []
        for row in list.elements {
            guard let count = row.numberCount else { return nil }
            widths.insert(count)
        }
        return widths.isEmpty ? nil : widths
    }

    // MARK: Strokes

    /// `[xs, ys]` or `[xs, ys, ts]`, as words of the tape.
    private static func axes(
        _ value: JSONView
    ) -> (x: UnsafeBufferPointer<UInt64>, y: UnsafeBufferPointer<UInt64>, isTimed: Bool)? {
        var arrays = value.elements
        guard let x = arrays.next()?.numbers, !x.isEmpty, let y = arrays.next()?.numbers, x.count == y.count else {
            return nil
        }
        guard let third = arrays.next() else { return (x, y, false) }
        guard third.numbers?.count == x.count, arrays.next() == nil else { return nil }
        return (x, y, true)
    }

    private static func isQuickDrawStroke(_ value: JSONView) -> Bool { axes(value) != nil }

    private static func isPolyline(_ value: JSONView) -> Bool {
        guard value.isArray, !value.elements.isEmpty else { return false }
        if value.elements.allSatisfy({ $0.numberCount == 2 }) { return true }
        return value.elements.allSatisfy {
            $0.isObject && $0.member("x")?.isNumber == true && $0.member("y")?.isNumber == true
        }
    }

    private func strokes(_ list: JSONView.Elements) throws -> SketchRecord {
        var strokes: [[Point]] = []
        var isPrepared = true
        for value in list {
            if inputFormat != .polylines, let axes = Self.axes(value) {
                if axes.isTimed { isPrepared = false }
                strokes.append(try points(axes.x, axes.y, &isPrepared))
            } else if Self.isPolyline(value), inputFormat != .quickdraw {
                strokes.append(try polyline(value, &isPrepared))
            } else if value.isArray, value.elements.isEmpty {
                continue
            } else {
                throw noDrawing("a stroke that is neither [xs, ys] nor a list of points")
            }
        }
        guard !strokes.isEmpty else { throw noDrawing("a drawing without strokes") }
        return SketchRecord(sketch: Sketch(strokes: strokes), kind: isPrepared ? .prepared : .raw)
    }

    private func stroke(of list: JSONView) throws -> SketchRecord {
        guard Self.isPolyline(list) else { throw noDrawing("a point without x and y") }
        var isPrepared = true
        let points = try polyline(list, &isPrepared)
        return SketchRecord(sketch: Sketch(strokes: [points]), kind: isPrepared ? .prepared : .raw)
    }

    private func points(
        _ x: UnsafeBufferPointer<UInt64>, _ y: UnsafeBufferPointer<UInt64>, _ isPrepared: inout Bool
    ) throws -> [Point] {
        let count = x.count / 2
        let points = [Point](unsafeUninitializedCapacity: count) { points, filled in
            for place in 0..<count {
                points.initializeElement(
                    at: place, to: Point(x: JSONView.value(x, place), y: JSONView.value(y, place)))
            }
            filled = count
        }
        for point in points { try check(point, &isPrepared) }
        return points
    }

    private func polyline(_ value: JSONView, _ isPrepared: inout Bool) throws -> [Point] {
        try value.elements.map { entry in
            let point: Point
            if let pair = entry.numbers, pair.count == 4 {
                point = Point(x: JSONView.value(pair, 0), y: JSONView.value(pair, 1))
            } else if let x = entry.member("x")?.number, let y = entry.member("y")?.number {
                point = Point(x: x, y: y)
            } else {
                throw noDrawing("a point without x and y")
            }
            try check(point, &isPrepared)
            return point
        }
    }

    /// Checks that a point is within the limits, and whether it can belong to the data set.
    @inline(__always)
    private func check(_ point: Point, _ isPrepared: inout Bool) throws {
        for value in [point.x, point.y] where !(value >= 0 && value <= 255 && value == value.rounded()) {
            isPrepared = false
            _ = try checked(value)
        }
    }

    private func checked(_ value: Double) throws -> Double {
        guard abs(value) <= Double(SketchReader.largestCoordinate) else {
            throw FormatError.badCoordinate(file: file, line: line, value: value)
        }
        return value
    }

    // MARK: Offsets

    private func offsets(_ list: JSONView) throws -> SketchRecord {
        let widths = Self.widths(list)
        guard widths == [3] || widths == [5] else {
            throw noDrawing("rows that are not all of three or all of five numbers")
        }
        var strokes = Stroke3(rows: [])
        for row in list.elements {
            guard let words = row.numbers else { continue }
            let numbers = try (0..<words.count / 2).map { try checked(JSONView.value(words, $0)) }
            if numbers.count == 5, numbers[4] > max(numbers[2], numbers[3]) { break }
            let isLifted = numbers.count == 5 ? numbers[3] > numbers[2] : numbers[2] > 0.5
            strokes.rows.append(
                Stroke3.Row(dx: Float(numbers[0]), dy: Float(numbers[1]), isLifted: isLifted))
        }
        return SketchRecord(sketch: strokes.sketch(), kind: .prepared)
    }

    private func noDrawing(_ found: String) -> FormatError {
        .noDrawing(file: file, line: line, found: found)
    }
}
