import Foundation

extension DrawingFormat {
    /// Quick, Draw! records, polylines, stroke-3 and stroke-5: one JSON value, or one a line.
    static let json = DrawingFormat(
        names: [.quickdraw, .polylines, .stroke3, .stroke5],
        title: "JSON or NDJSON (Quick, Draw! records, polylines, stroke-3, stroke-5)",
        recognises: { $0.firstVisible == UInt8(ascii: "{") || $0.firstVisible == UInt8(ascii: "[") },
        read: { try JSONDrawings(source: $0).forEachRecord($1) })
}

/// Reads JSON values one by one: a file of lines is streamed, so that memory follows the longest line.
final class JSONDrawings {
    /// The largest JSON value accepted, a line or a whole file.
    static let largestValue = 32 << 20
    private static let step = 1 << 18

    private let source: DrawingSource
    /// What has been read and not yet taken lies at `start..<end`; `JSONParser.padding` bytes more are there.
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var isOver = false
    private var line = 1

    init(source: DrawingSource) {
        self.source = source
        let size = source.head.isWhole ? source.head.bytes.count + 1 : Self.step
        buffer = .allocate(byteCount: size + JSONParser.padding, alignment: 64)
        buffer.initializeMemory(as: UInt8.self, repeating: 0x20)
    }

    deinit { buffer.deallocate() }

    func forEachRecord(_ emit: (SketchRecord) throws -> Void) throws {
        let parser: JSONParser
        do { parser = try JSONParser() } catch { throw SketchDataError.notJSON(file: source.path, line: 1, reason: "\(error)") }
        try skipMark()
        var isFirst = true
        while let length = try nextLine() {
            defer { line += 1 }
            let text = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length + JSONParser.padding])
            guard !Self.isBlank(text, length) else {
                start += min(length + 1, end - start)
                continue
            }
            do {
                try records(in: text, parser, emit)
                start += min(length + 1, end - start)
            } catch let refusal as JSONParser.Refusal {
                // The first line may be the beginning of a value that takes the whole file.
                guard isFirst, refusal == .malformed, !(isOver && start + length >= end) else {
                    throw error(refusal)
                }
                try readRest()
                let whole = UnsafeRawBufferPointer(rebasing: buffer[start..<end + JSONParser.padding])
                do { try records(in: whole, parser, emit) } catch let refusal as JSONParser.Refusal {
                    throw error(refusal)
                }
                return
            }
            isFirst = false
        }
    }

    private func records(
        in text: UnsafeRawBufferPointer, _ parser: JSONParser, _ emit: (SketchRecord) throws -> Void
    ) throws {
        let reader = SketchParser(file: source.path, line: line, inputFormat: source.inputFormat)
        try parser.withDocument(text) { try reader.records(in: $0, emit) }
    }

    private func error(_ refusal: JSONParser.Refusal) -> SketchDataError {
        refusal == .tooDeep
            ? .noDrawing(
                file: source.path, line: line, found: "JSON nested deeper than \(JSONParser.deepest) levels")
            : .notJSON(file: source.path, line: line, reason: refusal.reason)
    }

    // MARK: Bytes

    /// The length of the line that begins at `start`, which has been read to its end; nil behind the last.
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

    private func readMore() throws {
        guard end - start <= Self.largestValue else {
            throw SketchDataError.tooLarge(
                file: source.path, line: line, limit: "\(Self.largestValue >> 20) MiB")
        }
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

    private func readRest() throws {
        while !isOver { try readMore() }
        guard end - start <= Self.largestValue else {
            throw SketchDataError.tooLarge(
                file: source.path, line: line, limit: "\(Self.largestValue >> 20) MiB")
        }
    }

    /// A UTF-8 byte order mark at the file's beginning is no part of its text.
    private func skipMark() throws {
        guard source.head.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        try readMore()
        start = min(3, end)
    }

    private static func isBlank(_ text: UnsafeRawBufferPointer, _ length: Int) -> Bool {
        text.prefix(length).allSatisfy(FileHead.isSpace)
    }
}
