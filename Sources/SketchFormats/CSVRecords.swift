import Foundation
import SketchCore

/// Reads Quick, Draw! records as values separated by commas, semicolons or tabs, as Kaggle distributes them: a header line that
/// has `drawing`, whose values are JSON, and any of `word` (or `label`, `class`, `category`), `key_id`, `countrycode`,
/// `recognized`, `timestamp` and `split`, in any order. Values may be quoted (RFC 4180), also over several lines.
final class CSVRecords {
    private static let known = Set(["key_id", "countrycode", "recognized", "timestamp", "split"] + wordNames)
    private static let wordNames = RecordFields.wordNames.map { "\($0)" }

    private let source: DrawingSource
    private let context: JSONContext
    private let queue: RecordQueue
    private var bytes: [UInt8] = []
    private var position = 0
    private var line = 1
    private var columns: [String] = []
    private var separator = UInt8(ascii: ",")

    init(source: DrawingSource) {
        self.source = source
        context = JSONContext(names: ClassNames(besides: source.isRegular ? source.path : nil), log: source.log)
        queue = RecordQueue(context)
    }

    /// Whether the first line is such a header.
    static func fits(_ head: FileHead) -> Bool {
        guard head.isText else { return false }
        let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let names = Set(header(head.bytes[start...].prefix { $0 != 0x0A }).names)
        return names.contains("drawing") && !names.contains("dx") && !names.contains("x")
            && (names.count == 1 || !names.isDisjoint(with: known))
    }

    /// The names of a header line, and the separator that gives most of them: a comma, a semicolon or a tab.
    private static func header(_ line: ArraySlice<UInt8>) -> (names: [String], separator: UInt8) {
        let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        let most = separators.max { left, right in line.count { $0 == left } < line.count { $0 == right } } ?? separators[0]
        let names = fields(line, separator: most).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespaces).lowercased()
        }
        return (names, most)
    }

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        while let text = try nextRecord() {
            let first = line
            line += text.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } + 1
            if text.allSatisfy(FileHead.isSpace) { continue }
            if columns.isEmpty {
                let isMarked = first == 1 && text.starts(with: [0xEF, 0xBB, 0xBF])
                (columns, separator) = Self.header(isMarked ? text.dropFirst(3) : text)
                continue
            }
            let fields = Self.fields(text, separator: separator)
            try queue.add(
                { try self.records(fields, line: first) },
                copy: { (text.count, { [unowned self] in try self.records(fields, line: first) }) }, emit)
        }
        try queue.finish(emit)
    }

    private func records(_ values: [[UInt8]], line: Int) throws -> [SketchRecord] {
        let parser = SketchParser(
            file: source.path, line: line, inputFormat: source.options.format == .csv ? nil : source.options.format,
            limits: source.limits, context: context)
        guard values.count == columns.count else {
            throw parser.malformed("\(values.count) columns, but the header has \(columns.count)")
        }
        var (fields, drawing) = (RecordFields(), [UInt8]())
        for (column, bytes) in zip(columns, values) {
            func unknown() {
                let text = PickleReader.shown(String(decoding: bytes, as: UTF8.self))
                source.log.add(.unknownValue(member: column), example: text)
            }
            if column == "drawing" { drawing = bytes }
            guard !bytes.isEmpty else { continue }
            let text = column == "drawing" ? "" : String(decoding: bytes, as: UTF8.self)
            switch column {
            case let name where Self.wordNames.contains(name):
                if fields.word == nil || name == Self.wordNames[0] { (fields.word, fields.classIndex) = (text, Int(text)) }
            case "key_id": fields.setKey(text, source.log)
            case "countrycode": fields.country = text
            case "timestamp": fields.timestamp = bytes.withUnsafeBufferPointer(Timestamp.microseconds)
            case "recognized":
                fields.isRecognized = RecordFields.truth(text)
                if fields.isRecognized == nil { unknown() }
            case "split":
                fields.split = SketchDataset.Split(named: text)
                if fields.split == nil { unknown() }
            default: break
            }
        }
        var record = try drawing.withUnsafeBufferPointer { try parser.drawing(json: $0) }
        fields.apply(to: &record, context.names, source.log)
        return [record]
    }

    // MARK: Text

    /// Returns the next record without the line feed at its end; nil after the last.
    private func nextRecord() throws -> ArraySlice<UInt8>? {
        var (searched, isQuoted) = (position, false)
        while true {
            while searched < bytes.count {
                let byte = bytes[searched]
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if byte == 0x0A, !isQuoted {
                    defer { position = searched + 1 }
                    return bytes[position..<searched]
                }
                searched += 1
            }
            guard bytes.count - position <= source.limits[.jsonBytes] else {
                throw source.limits.exceeded(.jsonBytes, file: source.path, place: "line \(line)")
            }
            let more = try source.chunk()
            if more.isEmpty {
                guard position < bytes.count else { return nil }
                guard !isQuoted else {
                    throw FormatError.malformed(
                        file: source.path, place: "line \(line)", reason: "a quoted value is truncated")
                }
                defer { position = bytes.count }
                return bytes[position...]
            }
            bytes.removeFirst(position)
            searched -= position
            position = 0
            bytes += more
        }
    }

    /// The values of a record, without quotation marks.
    private static func fields(_ record: ArraySlice<UInt8>, separator: UInt8) -> [[UInt8]] {
        var (fields, field, isQuoted) = ([[UInt8]](), [UInt8](), false)
        var wasQuote = false
        for byte in record {
            if byte == UInt8(ascii: "\"") {
                // Two quotation marks inside a quoted value are one.
                if wasQuote { field.append(byte) }
                wasQuote = isQuoted && !wasQuote
                isQuoted.toggle()
                continue
            }
            wasQuote = false
            if byte == separator, !isQuoted {
                fields.append(field)
                field = []
            } else {
                field.append(byte)
            }
        }
        if field.last == 0x0D, !isQuoted { field.removeLast() }
        fields.append(field)
        return fields
    }
}
