import Foundation
import SketchCore

extension DrawingFormat {
    /// Quick, Draw! records, polylines, stroke-3 and stroke-5: one JSON value, or one per line.
    static let json = DrawingFormat(
        names: [.quickdraw, .polylines, .stroke3, .stroke5],
        title: "JSON or NDJSON (Quick, Draw! records, polylines, stroke-3, stroke-5)",
        recognises: { $0.firstVisible == UInt8(ascii: "{") || $0.firstVisible == UInt8(ascii: "[") },
        read: { try JSONDrawings(source: $0).forEachRecord($1) })
}

/// Reads JSON values one by one. Lines are read incrementally, so that memory is bounded by the longest line.
final class JSONDrawings {
    private static let step = 1 << 18

    private let source: DrawingSource
    /// Read and unprocessed bytes are at `start..<end`, followed by at least `JSONParser.padding` bytes.
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
        do { parser = try JSONParser() } catch { throw FormatError.notJSON(file: source.path, line: 1, reason: "\(error)") }
        try skipMark()
        var isFirst = try !readList(parser, emit)
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
                // The first line may begin a value that extends over the whole file.
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

    // MARK: Lists

    /// Reads a file that is one list of Quick, Draw! records record by record, so that its size is not limited.
    ///
    /// - Returns: whether the file is such a list; if not, no record has been read.
    private func readList(_ parser: JSONParser, _ emit: (SketchRecord) throws -> Void) throws -> Bool {
        if end == start { try readMore() }
        var place = 0
        guard try visible(&place) == UInt8(ascii: "[") else { return false }
        place += 1
        guard try visible(&place) == UInt8(ascii: "{") else { return false }
        var isFirst = true
        while true {
            guard let length = try objectLength(at: place) else {
                if isFirst { return false }
                throw error(.malformed)
            }
            let (from, to) = (start + place, start + place + length + JSONParser.padding)
            let text = UnsafeRawBufferPointer(rebasing: buffer[from..<to])
            if isFirst {
                let isRecord = try? parser.withDocument(text) { $0.member("drawing") != nil }
                guard isRecord == true else { return false }
                isFirst = false
            }
            do { try records(in: text, parser, emit) } catch let refusal as JSONParser.Refusal { throw error(refusal) }
            take(place + length)
            place = 0
            let separator = try visible(&place)
            place += 1
            if separator == UInt8(ascii: "]") {
                take(place)
                return true
            }
            guard separator == UInt8(ascii: ","), try visible(&place) == UInt8(ascii: "{") else { throw error(.malformed) }
        }
    }

    /// Returns the first byte from `start + place` on that is not white space, and moves `place` to it.
    private func visible(_ place: inout Int) throws -> UInt8? {
        while true {
            while start + place < end {
                let byte = buffer[start + place]
                if !FileHead.isSpace(byte) { return byte }
                place += 1
            }
            if isOver { return nil }
            try readMore()
        }
    }

    /// Returns the length of the object that begins at `start + place`, ignoring brackets in strings; nil if the file
    /// ends inside it.
    private func objectLength(at place: Int) throws -> Int? {
        var (length, depth, isString, isEscaped) = (0, 0, false, false)
        while true {
            while start + place + length < end {
                let byte = buffer[start + place + length]
                length += 1
                if isString {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isString = false
                    }
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""): isString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return length }
                default: break
                }
            }
            if isOver { return nil }
            try readMore()
        }
    }

    /// Skips `count` bytes and counts their lines.
    private func take(_ count: Int) {
        line += buffer[start..<start + count].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        start += count
    }

    // MARK: Values

    private func records(
        in text: UnsafeRawBufferPointer, _ parser: JSONParser, _ emit: (SketchRecord) throws -> Void
    ) throws {
        let reader = SketchParser(
            file: source.path, line: line, inputFormat: source.options.format, limits: source.limits)
        try parser.withDocument(text) { try reader.records(in: $0, emit) }
    }

    private func error(_ refusal: JSONParser.Refusal) -> FormatError {
        refusal == .tooDeep
            ? .noDrawing(
                file: source.path, line: line, found: "JSON nested deeper than \(JSONParser.deepest) levels")
            : .notJSON(file: source.path, line: line, reason: refusal.reason)
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

    private func readMore() throws {
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

    private func readRest() throws {
        while !isOver { try readMore() }
        try checkSize()
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
