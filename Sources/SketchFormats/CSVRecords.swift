import Glibc
import SketchCore

/// Reads Quick, Draw! records as values separated by commas, semicolons or tabs, as Kaggle distributes them: a header line that
/// has `drawing`, whose values are JSON, and any of `word` (or `label`, `class`, `category`), `key_id`, `countrycode`,
/// `recognized`, `timestamp` and `split`, in any order. Values may be quoted (RFC 4180), also over several lines.
final class CSVRecords {
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
    static func fits(_ head: FileHead) -> Bool { CSVHeader(head)?.hasRecords ?? false }

    /// Whether one of the first lines is such a header, after damaged ones.
    static func hasLaterHeader(_ head: FileHead) -> Bool {
        guard head.isText, !head.isXML else { return false }
        return head.bytes.split(separator: 0x0A, maxSplits: mostDamaged).prefix(mostDamaged).contains { line in
            line.count <= longestHeader && CSVHeader(line).hasRecords
        }
    }

    /// The lines that may come before the header, and the most bytes of a header after them.
    private static let (mostDamaged, longestHeader) = (10, 1000)

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        while let text = try nextRecord() {
            let first = line
            line += text.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } + 1
            if text.allSatisfy(FileHead.isSpace) { continue }
            if columns.isEmpty {
                let isMarked = first == 1 && text.starts(with: [0xEF, 0xBB, 0xBF])
                try setHeader(CSVHeader(isMarked ? text.dropFirst(3) : text), line: first)
                continue
            }
            let fields = Self.fields(text, separator: separator)
            try queue.add(
                { try self.records(fields, line: first) },
                copy: { (text.count, { [unowned self] in try self.records(fields, line: first) }) }, emit)
        }
        try queue.finish(emit)
    }

    private func setHeader(_ header: CSVHeader, line: Int) throws {
        guard header.hasRecords else {
            let error = FormatError.malformed(
                file: source.path, place: "line \(line)", reason: "the line is before the header, which has the column drawing")
            guard let onError = source.log.onError else { throw error }
            return onError(error)
        }
        if let name = header.repeatedRecordName {
            throw FormatError.malformed(
                file: source.path, place: "line \(line)", reason: "the column '\(name)' occurs twice; remove one of them")
        }
        (columns, separator) = (header.names, header.separator)
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
            case "timestamp":
                fields.timestamp = bytes.withUnsafeBufferPointer(Timestamp.microseconds)
                if fields.timestamp == nil { unknown() }
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
    static func fields(_ record: ArraySlice<UInt8>, separator: UInt8) -> [[UInt8]] {
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
