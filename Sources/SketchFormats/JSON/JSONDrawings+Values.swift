import Foundation
import SketchCore

/// Values that are found by their brackets instead of lines.
extension JSONDrawings {
    /// Whether the first line begins a value that ends on a later line.
    func isFirstValueLong() throws -> Bool {
        var place = 0
        let first = try visible(&place)
        guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{"), let length = try valueLength(at: place) else {
            return false
        }
        return buffer[start + place..<start + place + length].contains(0x0A)
    }

    /// Reads values that are separated by white space only.
    func readValues(_ parser: JSONParser, _ emit: (SketchRecord) throws -> Void) throws {
        var place = 0
        while let byte = try visible(&place) {
            guard byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{"), let length = try valueLength(at: place) else {
                take(place)
                throw error(.malformed)
            }
            take(place)
            let text = UnsafeRawBufferPointer(rebasing: buffer[start..<start + length + JSONParser.padding])
            try process(text, parser, emit)
            take(length)
            place = 0
        }
    }

    // MARK: Lists

    /// Reads a file that is one list of Quick, Draw! records record by record, so that its size is not limited.
    ///
    /// - Returns: whether the file is such a list; if not, no record has been read.
    func readList(_ parser: JSONParser, _ emit: (SketchRecord) throws -> Void) throws -> Bool {
        if end == start { try readMore() }
        var place = 0
        guard try visible(&place) == UInt8(ascii: "[") else { return false }
        place += 1
        guard try visible(&place) == UInt8(ascii: "{") else { return false }
        var isFirst = true
        while true {
            guard let length = try valueLength(at: place) else {
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
            try process(text, parser, emit)
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

    /// Returns the length of the object or list that begins at `start + place`, ignoring brackets in strings; nil if the
    /// file ends inside it.
    private func valueLength(at place: Int) throws -> Int? {
        var length = 0
        var brackets = JSONBrackets()
        while true {
            while start + place + length < end {
                let byte = buffer[start + place + length]
                length += 1
                if brackets.read(byte), brackets.depth == 0 { return length }
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

    private func error(_ refusal: JSONParser.Refusal) -> FormatError {
        .notJSON(file: source.path, line: line, reason: refusal.reason)
    }
}
