import FoundationEssentials
import Glibc
import SketchCore

extension DrawingFormat {
    /// Quick, Draw! records, polylines, stroke-3 and stroke-5: one JSON value, or several, usually one per line.
    static let json = DrawingFormat(
        names: [.quickdraw, .polylines, .stroke3, .stroke5, .positions],
        title: "JSON or NDJSON (Quick, Draw! records, polylines, stroke-3, stroke-5)", hasRows: true,
        recognises: { $0.firstVisible == UInt8(ascii: "{") || $0.firstVisible == UInt8(ascii: "[") },
        resembles: { $0.hasMostly { $0.starts(with: "{\"".utf8) || $0.starts(with: "[[".utf8) } },
        read: { try JSONDrawings(source: $0).forEachRecord($1) })
}

/// Reads JSON values one by one. Lines are read incrementally, so that memory is bounded by the longest line. Values that
/// extend over several lines are found by their brackets.
final class JSONDrawings {
    private static let step = 1 << 18
    /// The most bytes of values that do not end; they are read more than once.
    static let mostWasted = 64 << 20

    let source: DrawingSource
    private let context: JSONContext
    /// Read and unprocessed bytes are at `start..<end`, followed by at least `JSONParser.padding` bytes.
    var buffer: UnsafeMutableRawBufferPointer
    var start = 0
    var end = 0
    var isOver = false
    var line = 1
    /// The bytes that were read of values that do not end.
    var wasted = 0
    private let queue: RecordQueue

    init(source: DrawingSource) {
        self.source = source
        let isFile = source.isRegular && source.memory == nil
        context = JSONContext(names: ClassNames(besides: isFile ? source.path : nil), log: source.log)
        queue = RecordQueue(context)
        let size = source.head.isWhole ? source.head.bytes.count + 1 : Self.step
        buffer = .allocate(byteCount: size + JSONParser.padding, alignment: 64)
        buffer.initializeMemory(as: UInt8.self, repeating: 0x20)
    }

    deinit { buffer.deallocate() }

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        let parser: JSONParser
        do { parser = try JSONParser() } catch { throw FormatError.notJSON(file: source.path, line: 1, reason: "\(error)") }
        try skipMark()
        if try !readList(parser, emit), try !isFirstValueLong() {
            while let length = try nextLine() {
                let text = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length + JSONParser.padding])
                if !Self.isBlank(text, length) { try process(text, parser, emit) }
                start += min(length + 1, end - start)
                line += 1
            }
        } else {
            try readValues(parser, emit)
        }
        try queue.finish(emit)
    }

    // MARK: Values

    func process(
        _ text: UnsafeRawBufferPointer, _ parser: JSONParser, _ emit: (SketchRecord) throws -> Void
    ) throws {
        let line = line
        try queue.add(
            { try self.records(in: text, line: line, parser) },
            copy: {
                let bytes = Array(text)
                return (
                    bytes.count,
                    { [unowned self] in
                        try bytes.withUnsafeBytes { try self.records(in: $0, line: line, parser) }
                    }
                )
            }, emit)
    }

    private func records(in text: UnsafeRawBufferPointer, line: Int, _ parser: JSONParser) throws -> [SketchRecord] {
        let reader = SketchParser(
            file: source.path, line: line, inputFormat: source.options.format, limits: source.limits, context: context)
        do { return try parser.withDocument(text) { try reader.records(in: $0) } } catch let refusal as JSONParser.Refusal {
            guard refusal != .tooDeep else {
                throw reader.noDrawing("JSON nested deeper than \(JSONParser.deepest) levels")
            }
            let repaired =
                switch refusal {
                case .malformed: JSONRepair.replacingLoneSurrogates(text)
                case .badNumber: JSONRepair.quotingLongNumbers(text)
                default: [UInt8]?.none
                }
            if let repaired {
                do {
                    return try repaired.withUnsafeBytes { bytes in
                        try parser.withDocument(bytes) { try reader.records(in: $0) }
                    }
                } catch is JSONParser.Refusal {}
            }
            // The padding can have the beginning of the next line.
            let own = UnsafeRawBufferPointer(rebasing: text.dropLast(JSONParser.padding))
            let cause: JSONParser.Refusal =
                JSONRepair.quotingNaN(own) != nil ? .notANumber : JSONRepair.isPrintedByPython(own) ? .pythonText : refusal
            throw FormatError.notJSON(file: source.path, line: line, reason: cause.reason)
        }
    }

    // MARK: Bytes

    /// Returns the length of the line that begins at `start`, which is then completely in the buffer; nil after the last.
    private func nextLine() throws -> Int? {
        var searched = 0
        while true {
            let begin = buffer.baseAddress.map { $0 + start + searched }
            if let begin, let newline = memchr(begin, 0x0A, end - start - searched) {
                return searched + (UnsafeRawPointer(newline) - UnsafeRawPointer(begin))
            }
            searched = end - start
            if isOver { return searched > 0 ? searched : nil }
            try readMore()
        }
    }

    func readMore() throws {
        try checkSize()
        if start > 0, let base = buffer.baseAddress {
            memmove(base, base + start, end - start)
            (start, end) = (0, end - start)
        }
        if buffer.count - JSONParser.padding - end < (source.head.isWhole ? 1 : Self.step / 2) {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: buffer.count * 2 + Self.step, alignment: 64)
            larger.initializeMemory(as: UInt8.self, repeating: 0x20)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<end]))
            buffer.deallocate()
            buffer = larger
        }
        let space = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<(buffer.count - JSONParser.padding)])
        let count = try source.read(into: space)
        isOver = count == 0
        end += count
    }

    private func checkSize() throws {
        guard end - start <= source.limits[.jsonBytes] else {
            throw source.limits.exceeded(.jsonBytes, file: source.path, place: "line \(line)")
        }
    }

    /// Skips a UTF-8 byte order mark at the beginning of the file.
    private func skipMark() throws {
        guard source.head.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        try readMore()
        start = min(3, end)
    }

    private static func isBlank(_ text: UnsafeRawBufferPointer, _ length: Int) -> Bool {
        text.prefix(length).allSatisfy(FileHead.isSpace)
    }
}
