import SketchCore

/// Finds the drawings in one JSON value and distinguishes their forms.
///
/// An object with `drawing` is a record, one with `sketches` contains stroke-5 drawings, and a whiteboard is recognised by
/// its `type` or `schema`. Rows of three numbers are stroke-3, rows of five stroke-5. Strokes are `[xs, ys]`, `[xs, ys, ts]`
/// or lists of points; the form is that which fits all strokes of a drawing. If two forms fit, the other drawings of the
/// file decide; if none does, the drawing is refused.
struct SketchParser {
    let file: String
    let line: Int
    let inputFormat: SketchReader.InputFormat?
    let limits: ReaderLimits
    let context: JSONContext

    /// The members that contain a drawing's strokes, in the order in which they are tried.
    static let strokeMembers: [StaticString] = ["strokes", "lines", "paths", "ink", "points"]
    /// The members that contain records.
    private static let recordMembers: [StaticString] = ["drawings", "records", "rows", "data", "examples", "items"]

    /// - Throws: `FormatError`, `AmbiguousForm`.
    func records(in value: JSONView) throws -> [SketchRecord] {
        if value.isObject { return try records(inObject: value) }
        guard value.isArray else { throw noDrawing("a single value") }
        guard !value.elements.isEmpty else { throw noDrawing("an empty list") }
        return Self.hasRecord(value) ? try records(ofAll: value) : try drawings(inList: value)
    }

    /// Whether a list has a record, so that each of its values is one.
    private static func hasRecord(_ list: JSONView) -> Bool {
        list.elements.contains { $0.isObject && record($0).member("drawing") != nil }
    }

    private func records(ofAll list: JSONView) throws -> [SketchRecord] {
        try list.elements.flatMap { element in
            try context.unlessBad {
                guard element.isObject else { throw noDrawing(element.isArray ? "a list among records" : "a single value") }
                return try records(inObject: Self.record(element))
            } ?? []
        }
    }

    /// The record in an element of a list; data set servers put it in `row`.
    private static func record(_ element: JSONView) -> JSONView { element.member("row") ?? element }

    private func records(inObject object: JSONView) throws -> [SketchRecord] {
        var (drawing, sketches, format) = (JSONView?.none, JSONView?.none, inputFormat)
        var fields = RecordFields()
        var repetition = JSONView.Repetition()
        object.forEachMember { name, value in
            repetition.add(name)
            if JSONView.equals(name, "drawing") {
                drawing = value
            } else if JSONView.equals(name, "word") {
                (fields.word, fields.classIndex) = word(value)
            } else if JSONView.equals(name, "key_id") {
                if let text = key(value) { fields.setKey(text, context.log) }
            } else if JSONView.equals(name, "recognized") {
                fields.isRecognized = truth(value)
            } else if JSONView.equals(name, "countrycode") {
                fields.country = value.string
                if fields.country == nil, !value.isNull { unknown("countrycode", value) }
            } else if JSONView.equals(name, "timestamp") {
                fields.timestamp = time(value)
                if fields.timestamp == nil, !value.isNull, value.text?.isEmpty != true { unknown("timestamp", value) }
            } else if JSONView.equals(name, "split") {
                fields.split = value.string.flatMap { SketchDataset.Split(named: $0) }
                if fields.split == nil, !value.isNull { unknown("split", value) }
            } else if JSONView.equals(name, "sketches") {
                sketches = value
            } else if JSONView.equals(name, "input_format"), format == nil {
                format = value.string.flatMap(SketchReader.InputFormat.init)
            }
        }
        if repetition.isPossible { try checkNames(of: object) }
        if fields.word == nil {
            for name in RecordFields.wordNames.dropFirst() where fields.word == nil {
                if let value = object.member(name) { (fields.word, fields.classIndex) = word(value) }
            }
        }
        if drawing == nil, let sketches, sketches.isArray { return try decodedDrawings(sketches, in: object) }
        if drawing == nil {
            if let records = try BoardParser.records(in: object, file: file, line: line, limits) { return records }
            if let records = try records(inContainer: object) { return records }
            // A line before the records with the names of their classes.
            if fields.word == nil, strokes(ofObject: object) == nil, let names = ClassNames.names(in: object) {
                context.names.set(names, place: "the file")
                return []
            }
        }
        guard drawing != nil || strokes(ofObject: object) != nil else {
            let isLatent = object.member("latents")?.isArray == true || object.member("mean")?.numbers?.isEmpty == false
            if isLatent { throw FormatError.latents(file: file, line: line) }
            throw noDrawing("an object without \"drawing\"")
        }
        let parser = SketchParser(file: file, line: line, inputFormat: format, limits: limits, context: context)
        var record = try parser.drawing(drawing ?? object)
        if fields.classIndex != nil, let own = ClassNames.names(in: object, depth: 1) {
            fields.apply(to: &record, ClassNames(own, place: "the records"), context.log)
        } else {
            fields.apply(to: &record, context.names, context.log)
        }
        return [record]
    }

    /// Checks that no member whose name has a meaning occurs twice.
    /// - Throws: `FormatError.malformed`.
    func checkNames(of object: JSONView) throws {
        if let name = object.repeatedName(among: Self.meaningfulNames) {
            throw malformed("\"\(name)\" occurs twice in one object; remove one of them")
        }
    }

    private static let meaningfulNames: [StaticString] =
        RecordFields.wordNames + strokeMembers + recordMembers + [
            "drawing", "key_id", "recognized", "countrycode", "timestamp", "split", "sketches", "input_format", "row", "x", "y",
            "t", "dx", "dy", "pen", "p", "names", "classes", "categories", "class_names", "labels", "drawMode",
            "compositeOperation",
        ]

    /// The member that contains an object's strokes, or the object itself if it has lists `x` and `y`.
    func strokes(ofObject object: JSONView) -> JSONView? {
        for name in Self.strokeMembers {
            if let strokes = object.member(name), strokes.isArray { return strokes }
        }
        return Self.isColumns(object) ? object : nil
    }

    /// Returns the records of an object that contains a list of them, possibly with the names of classes; nil for others.
    private func records(inContainer object: JSONView) throws -> [SketchRecord]? {
        for name in Self.recordMembers {
            guard let list = object.member(name), Self.hasRecord(list) else { continue }
            if let names = ClassNames.names(in: object) { context.names.set(names, place: "the file") }
            return try records(ofAll: list)
        }
        return nil
    }

    // MARK: Members

    private func word(_ value: JSONView) -> (String?, Int?) {
        if let text = value.identifier { return (text, value.string == nil ? Int(text) : nil) }
        if let number = value.number { return (Int(exactly: number).map(String.init) ?? "\(number)", Int(exactly: number)) }
        if !value.isNull { unknown("word", value) }
        return (nil, nil)
    }

    /// A key as text. A whole number that has a fraction of 0, as in a table with gaps, is exact up to 2^53.
    private func key(_ value: JSONView) -> String? {
        if let text = value.identifier { return text }
        if let number = value.number, let whole = Int(exactly: number), abs(whole) <= 1 << 53 { return String(whole) }
        if !value.isNull { unknown("key_id", value) }
        return nil
    }

    private func truth(_ value: JSONView) -> Bool? {
        if let truth = value.boolean ?? value.identifier.flatMap({ RecordFields.truth($0) }) { return truth }
        if let number = value.number, number == 0 || number == 1 { return number == 1 }
        if !value.isNull { unknown("recognized", value) }
        return nil
    }

    /// A time as text, or in seconds, milliseconds or microseconds since 1970.
    private func time(_ value: JSONView) -> Int64? {
        if let text = value.text { return Timestamp.microseconds(text) }
        guard let number = value.number, number > 0, number < 1e17 else { return nil }
        return Int64(number < 1e11 ? number * 1e6 : number < 1e14 ? number * 1e3 : number)
    }

    private func unknown(_ member: String, _ value: JSONView) {
        let example = value.identifier ?? value.number.map { "\($0)" } ?? (value.isArray ? "a list" : "a value of another kind")
        context.log.add(.unknownValue(member: member), example: PickleReader.shown(example))
    }

    // MARK: Faults

    func noDrawing(_ found: String) -> FormatError {
        .noDrawing(file: file, line: line, found: found)
    }

    func malformed(_ reason: String) -> FormatError {
        .malformed(file: file, place: "line \(line)", reason: reason)
    }

    /// Waits for other drawings of the file; after the last, the error that names both readings.
    func ambiguous(_ readings: [FormatError.Reading]) -> any Error {
        context.isFinal ? FormatError.ambiguous(file: file, place: "line \(line)", readings: readings) : AmbiguousForm()
    }

    func checked(_ value: Double) throws -> Double {
        guard abs(value) <= Double(SketchReader.largestCoordinate) else {
            throw FormatError.badCoordinate(file: file, line: line, value: value)
        }
        return value
    }
}

extension FormatError.Reading {
    static let axes = FormatError.Reading(form: "strokes [xs, ys]", format: .quickdraw)
    static let points = FormatError.Reading(form: "strokes of points", format: .polylines)
    static let offsets = FormatError.Reading(form: "offsets (dx, dy, p)", format: .stroke3)
    static let bigOffsets = FormatError.Reading(form: "offsets (dx, dy, p1, p2, p3)", format: .stroke5)
    static let positions = FormatError.Reading(form: "positions (x, y, ...)", format: .positions)
}
