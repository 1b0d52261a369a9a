import Foundation

/// Finds the drawings in one JSON value and tells their forms apart.
///
/// The rules, in order: an object with `drawing` is a Quick, Draw! record, one with `sketches` holds stroke-5
/// drawings; rows of three numbers are stroke-3 and of five stroke-5; a stroke is `[xs, ys]` or
/// `[xs, ys, ts]` where its arrays have one length, else pairs or `{"x", "y"}` points.
struct SketchParser {
    let file: String
    let line: Int
    let inputFormat: SketchReader.InputFormat?

    private static let deepest = 64

    /// Whether the bytes are one complete JSON value of a drawing's depth.
    static func isValue(_ data: Data) -> Bool {
        depth(of: data) <= deepest && (try? JSONSerialization.jsonObject(with: data)) != nil
    }

    /// The deepest nesting of arrays and objects, strings skipped: known before anything recursive runs.
    private static func depth(of data: Data) -> Int {
        var (depth, deepest, inString, isEscaped) = (0, 0, false, false)
        for byte in data {
            if inString {
                if isEscaped { isEscaped = false } else if byte == UInt8(ascii: "\\") { isEscaped = true }
                else if byte == UInt8(ascii: "\"") { inString = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): inString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }

    /// - Throws: `SketchDataError`.
    func records(in data: Data) throws -> [SketchRecord] {
        guard Self.depth(of: data) <= Self.deepest else {
            throw SketchDataError.noDrawing(
                file: file, line: line, found: "JSON nested deeper than \(Self.deepest) levels")
        }
        let value: Any
        do { value = try JSONSerialization.jsonObject(with: data) } catch {
            throw SketchDataError.notJSON(file: file, line: line, reason: "a value is cut off or malformed")
        }
        if let object = value as? [String: Any] { return try records(inObject: object) }
        guard let list = value as? [Any] else { throw noDrawing("a single value") }
        guard !list.isEmpty else { throw noDrawing("an empty list") }
        if let objects = list as? [[String: Any]], objects.contains(where: { $0["drawing"] != nil }) {
            return try objects.flatMap(records(inObject:))
        }
        return try records(inList: list)
    }

    private func records(inObject object: [String: Any]) throws -> [SketchRecord] {
        if let sketches = object["sketches"] as? [Any] {
            return try sketches.map { try offsets(rows(in: $0)) }
        }
        if let records = try BoardParser.records(in: object, file: file, line: line) { return records }
        guard let drawing = object["drawing"] as? [Any] else {
            throw noDrawing("an object without \"drawing\"")
        }
        var record = try strokes(drawing)
        record.sketch.name = object["word"] as? String ?? ""
        record.key = object["key_id"] as? String ?? (object["key_id"] as? NSNumber)?.stringValue ?? ""
        return [record]
    }

    private func records(inList list: [Any]) throws -> [SketchRecord] {
        switch inputFormat {
        case .quickdraw, .polylines: return [try strokes(list)]
        case .stroke3, .stroke5:
            return list.first is [NSNumber]
                ? [try offsets(rows(in: list))] : try list.map { try offsets(rows(in: $0)) }
        case nil: break
        }
        if list is [[String: Any]] { return [try strokes([list])] }
        if let rows = list as? [[NSNumber]] {
            switch Set(rows.map(\.count)) {
            case [3], [5]: return [try offsets(self.rows(in: list))]
            case [2]: return [try strokes([list])]
            default: throw noDrawing("rows that are neither pairs, nor triples, nor of five numbers")
            }
        }
        let isBare = list.allSatisfy { Self.isQuickDrawStroke($0) || Self.isPolyline($0) }
        if isBare { return [try strokes(list)] }
        let isListOfOffsets = list.allSatisfy { drawing in
            guard let rows = drawing as? [[NSNumber]], !rows.isEmpty else { return false }
            let widths = Set(rows.map(\.count))
            return widths == [3] || widths == [5]
        }
        if isListOfOffsets { return try list.map { try offsets(rows(in: $0)) } }
        if let drawings = list as? [[Any]], drawings.allSatisfy({ !($0 is [NSNumber]) }),
            drawings.allSatisfy({ $0.allSatisfy { Self.isQuickDrawStroke($0) || Self.isPolyline($0) } })
        {
            return try drawings.map(strokes)
        }
        throw noDrawing("a list of something else")
    }

    // MARK: Strokes

    private static func isQuickDrawStroke(_ value: Any) -> Bool {
        guard let arrays = value as? [[NSNumber]], (2...3).contains(arrays.count) else { return false }
        return !arrays[0].isEmpty && Set(arrays.map(\.count)).count == 1
    }

    private static func isPolyline(_ value: Any) -> Bool {
        if let pairs = value as? [[NSNumber]] { return !pairs.isEmpty && pairs.allSatisfy { $0.count == 2 } }
        guard let points = value as? [[String: Any]] else { return false }
        return !points.isEmpty && points.allSatisfy { $0["x"] is NSNumber && $0["y"] is NSNumber }
    }

    private func strokes(_ list: [Any]) throws -> SketchRecord {
        var strokes: [[Point]] = []
        var isPrepared = true
        for value in list {
            if inputFormat != .polylines, Self.isQuickDrawStroke(value),
                let arrays = value as? [[NSNumber]]
            {
                if arrays.count == 3 { isPrepared = false }
                strokes.append(try zip(arrays[0], arrays[1]).map { try point($0, $1) })
            } else if Self.isPolyline(value), inputFormat != .quickdraw {
                strokes.append(try polyline(value))
            } else if let empty = value as? [Any], empty.isEmpty {
                continue
            } else {
                throw noDrawing("a stroke that is neither [xs, ys] nor a list of points")
            }
        }
        guard !strokes.isEmpty else { throw noDrawing("no strokes") }
        isPrepared =
            isPrepared
            && strokes.joined().allSatisfy {
                (0...255).contains($0.x) && (0...255).contains($0.y) && $0.x == $0.x.rounded()
                    && $0.y == $0.y.rounded()
            }
        return SketchRecord(
            sketch: Sketch(strokes: strokes), kind: isPrepared ? .prepared : .raw, key: "")
    }

    private func polyline(_ value: Any) throws -> [Point] {
        if let pairs = value as? [[NSNumber]] { return try pairs.map { try point($0[0], $0[1]) } }
        let points = value as? [[String: Any]] ?? []
        return try points.map { entry in
            guard let x = entry["x"] as? NSNumber, let y = entry["y"] as? NSNumber else {
                throw noDrawing("a point without x and y")
            }
            return try point(x, y)
        }
    }

    private func point(_ x: NSNumber, _ y: NSNumber) throws -> Point {
        Point(x: try number(x), y: try number(y))
    }

    private func number(_ value: NSNumber) throws -> Double {
        let number = value.doubleValue
        guard abs(number) <= Double(SketchReader.largestCoordinate) else {
            throw SketchDataError.badCoordinate(file: file, line: line, value: number)
        }
        return number
    }

    // MARK: Offsets

    private func rows(in value: Any) throws -> [[Double]] {
        guard let rows = value as? [[NSNumber]], let width = rows.first?.count, width == 3 || width == 5,
            rows.allSatisfy({ $0.count == width })
        else { throw noDrawing("rows that are not all of three or all of five numbers") }
        return try rows.map { try $0.map(number) }
    }

    private func offsets(_ rows: [[Double]]) throws -> SketchRecord {
        var strokes = Stroke3(rows: [])
        for row in rows {
            if row.count == 5, row[4] > max(row[2], row[3]) { break }
            let isLifted = row.count == 5 ? row[3] > row[2] : row[2] > 0.5
            strokes.rows.append(
                Stroke3.Row(dx: Float(row[0]), dy: Float(row[1]), isLifted: isLifted))
        }
        return SketchRecord(sketch: strokes.sketch(), kind: .prepared, key: "")
    }

    private func noDrawing(_ found: String) -> SketchDataError {
        .noDrawing(file: file, line: line, found: found)
    }
}
