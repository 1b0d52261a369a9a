import SketchCore

/// A stroke of a list, before its form is known.
enum StrokeValue {
    /// Arrays of numbers: axes or points.
    case rows(JSONView)
    /// `{"x", "y"}` points.
    case objects(JSONView)
    /// An object with lists `x` and `y`, each a list of numbers or, for several strokes, a list of lists.
    case columns(JSONView)
}

/// Strokes of points.
extension SketchParser {
    // MARK: Kinds of values

    static func isPoint(_ value: JSONView) -> Bool {
        value.member("x")?.isNumber == true && value.member("y")?.isNumber == true
    }

    static func isColumns(_ value: JSONView) -> Bool {
        value.member("x")?.isArray == true && value.member("y")?.isArray == true
    }

    /// Whether an object is a stroke: it has a list of points, or lists of x and y.
    static func isStroke(_ value: JSONView) -> Bool { pointList(of: value) != nil || isColumns(value) }

    /// The points of a stroke object: `points`, or `paths` in react-sketch-canvas.
    private static func pointList(of value: JSONView) -> JSONView? {
        for name in ["points", "paths"] as [StaticString] {
            if let list = value.member(name), list.isArray { return list }
        }
        return nil
    }

    /// Whether a stroke object erases: `drawMode` of react-sketch-canvas, `compositeOperation` of signature_pad.
    private static func isEraser(_ value: JSONView) -> Bool {
        value.member("drawMode")?.boolean == false || value.string("compositeOperation") == "destination-out"
    }

    /// Returns the strokes of a list with points. Empty strokes and those of an eraser are counted.
    /// - Throws: `FormatError`.
    func values(_ list: JSONView) throws -> [StrokeValue] {
        var (values, empty, erasers) = ([StrokeValue](), 0, 0)
        for element in list.elements {
            if element.isObject {
                try checkNames(of: element)
                if Self.isEraser(element) {
                    erasers += 1
                } else if let points = Self.pointList(of: element) {
                    if points.elements.isEmpty {
                        empty += 1
                    } else {
                        // Pairs that are called points are points.
                        values.append(Self.widths(points) == [2] ? .objects(points) : try value(points))
                    }
                } else {
                    values.append(try value(element))
                }
            } else if element.isArray, element.elements.allSatisfy({ $0.isArray && $0.elements.isEmpty }) {
                empty += 1
            } else {
                values.append(try value(element))
            }
        }
        if empty > 0 { context.log.add(.emptyStrokes, amount: empty) }
        if erasers > 0 { context.log.add(.eraserStrokes, amount: erasers) }
        guard !values.isEmpty else { throw malformed("the drawing has no strokes") }
        return values
    }

    private func value(_ stroke: JSONView) throws -> StrokeValue {
        if Self.isColumns(stroke) { return .columns(stroke) }
        if stroke.isArray, stroke.elements.allSatisfy({ $0.numberCount != nil }) { return .rows(stroke) }
        if stroke.isArray, stroke.elements.allSatisfy(Self.isPoint) { return .objects(stroke) }
        throw noDrawing("a stroke that is neither [xs, ys] nor a list of points")
    }

    // MARK: Forms

    static func forms(of strokes: some Sequence<StrokeValue>) -> StrokeForms {
        var forms = StrokeForms()
        for stroke in strokes {
            switch stroke {
            case .rows(let rows): forms.add(rows)
            case .objects: forms.addObjects()
            case .columns: break
            }
        }
        return forms
    }

    /// Returns the one form of all strokes.
    /// - Throws: `FormatError`, `AmbiguousForm`.
    func form(of strokes: some Sequence<StrokeValue>) throws -> StrokeForm {
        switch inputFormat {
        case .quickdraw: return .axes
        case .polylines: return .points
        case .stroke3, .stroke5, .positions: throw noDrawing("strokes of points, not rows of numbers")
        default: break
        }
        let forms = Self.forms(of: strokes)
        if forms.isEmpty { return .points }
        if let form = forms.certain {
            context.forms.insert(form)
            return form
        }
        guard forms.fitsAxes, forms.fitsPoints else {
            throw noDrawing("strokes that are not all [xs, ys], nor all lists of points")
        }
        if context.forms.count == 1, let form = context.forms.first { return form }
        if context.isFinal, let form = forms.plausible {
            context.log.add(.guessedForm(form.format))
            return form
        }
        throw ambiguous([.axes, .points])
    }

    // MARK: Drawings

    func strokes(_ values: [StrokeValue]) throws -> SketchRecord { try strokes(values, try form(of: values)) }

    func strokes(_ values: [StrokeValue], _ form: StrokeForm) throws -> SketchRecord {
        var strokes: [[Point]] = []
        var (isPrepared, hasThird) = (true, false)
        for value in values {
            switch value {
            case .rows(let rows) where form == .axes:
                guard let axes = Self.axes(rows) else { throw noDrawing("a stroke that is not [xs, ys]") }
                if axes.isTimed { isPrepared = false }
                strokes.append(try points(axes.x, axes.y, &isPrepared))
            case .rows(let rows), .objects(let rows):
                strokes.append(try polyline(rows, &isPrepared, &hasThird))
            case .columns(let object): strokes += try columns(object, &isPrepared)
            }
        }
        if hasThird { context.log.add(.thirdColumn) }
        strokes.removeAll(where: \.isEmpty)
        guard !strokes.isEmpty else { throw malformed("the drawing has no strokes") }
        return SketchRecord(sketch: Sketch(strokes: strokes), kind: isPrepared ? .prepared : .raw)
    }

    /// Returns a drawing of strokes `[xs, ys]` if one of them has more points than a point has numbers, so that no other form
    /// fits; nil for other lists, which are examined more closely.
    /// - Parameter besidesStroke5: whether the list can be drawings in stroke-5.
    func certainAxes(_ list: JSONView, besidesStroke5: Bool) throws -> SketchRecord? {
        guard inputFormat == nil || inputFormat == .quickdraw else { return nil }
        var strokes: [[Point]] = []
        var (isPrepared, isCertain) = (true, inputFormat == .quickdraw)
        for value in list.elements {
            guard let axes = Self.axes(value) else { return nil }
            let count = axes.x.count / 2
            // Short strokes with times that run backwards can be points.
            if count <= 3, axes.isTimed, inputFormat == nil, !Self.runsForward(value) { return nil }
            if count > 3, count != 5 || !besidesStroke5 { isCertain = true }
            if axes.isTimed { isPrepared = false }
            strokes.append(try points(axes.x, axes.y, &isPrepared))
        }
        guard isCertain, !strokes.isEmpty else { return nil }
        context.forms.insert(.axes)
        return SketchRecord(sketch: Sketch(strokes: strokes), kind: isPrepared ? .prepared : .raw)
    }

    /// `[xs, ys]`, `[xs, ys, ts]`, or `[xs, ys, []]` without times, as words of the tape; nil for other values.
    private static func axes(
        _ value: JSONView
    ) -> (x: UnsafeBufferPointer<UInt64>, y: UnsafeBufferPointer<UInt64>, isTimed: Bool)? {
        var arrays = value.elements
        guard let x = arrays.next()?.numbers, !x.isEmpty, let y = arrays.next()?.numbers, x.count == y.count else {
            return nil
        }
        guard let third = arrays.next() else { return (x, y, false) }
        guard let times = third.numbers, times.isEmpty || times.count == x.count, arrays.next() == nil else { return nil }
        return (x, y, !times.isEmpty)
    }

    private static func runsForward(_ axes: JSONView) -> Bool {
        guard let times = Array(axes.elements).last?.numbers else { return true }
        let numbers = (0..<times.count / 2).map { JSONView.value(times, $0) }
        return zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 }
    }

    func points(
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

    /// Checks that a point is within the limits, and whether it can belong to the data set.
    @inline(__always)
    func check(_ point: Point, _ isPrepared: inout Bool) throws {
        for value in [point.x, point.y] where !(value >= 0 && value <= 255 && value == value.rounded()) {
            isPrepared = false
            _ = try checked(value)
        }
    }
}
