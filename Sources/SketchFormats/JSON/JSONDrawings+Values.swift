import Glibc
import SketchCore

/// Values that are found by their brackets instead of lines.
extension JSONDrawings {
    /// Whether the first line begins a value that ends on a later line.
    func isFirstValueLong() throws -> Bool {
        var place = 0
        let first = try visible(&place)
        guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else { return false }
        // A value that does not end can be a damaged line.
        guard let length = try source.log.onError == nil ? valueLength(at: place) : try? valueLength(at: place) else {
            return false
        }
        return buffer[start + place..<start + place + length].contains(0x0A)
    }

    /// Reads values that are separated by white space only.
    func readValues(_ parser: JSONParser, _ emit: (SketchRecord) throws -> Void) throws {
        while let byte = try nextVisible() {
            guard byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") else {
                try report("text outside of values")
                try skipToNextObject()
                continue
            }
            guard let length = try valueLength(at: 0) else {
                try report("the value does not end")
                try skipToNextObject()
                continue
            }
            try process(length, parser, emit)
        }
    }

    // MARK: Lists

    /// Reads a file that is one list of Quick, Draw! records record by record, so that its size is not limited.
    ///
    /// - Returns: whether the file is such a list; if not, no record has been read.
    func readList(_ parser: JSONParser, _ emit: (SketchRecord) throws -> Void) throws -> Bool {
        if end == start { try readMore() }
        guard try startsListOfRecords(parser) else { return false }
        _ = try nextVisible()
        take(1)
        while let byte = try nextVisible() {
            if byte == UInt8(ascii: "]") {
                take(1)
                return true
            }
            if byte == UInt8(ascii: ",") {
                try report("a value is missing before a comma")
                take(1)
                continue
            }
            let isBracketed = byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
            guard let length = isBracketed ? try valueLength(at: 0) : try scalarLength(at: 0) else {
                try report("the value does not end")
                try skipToNextObject()
                if try nextVisible() == nil { return true }
                continue
            }
            try process(length, parser, emit)
            let separator = try nextVisible()
            if separator == UInt8(ascii: ",") {
                take(1)
                if try nextVisible() == UInt8(ascii: "]") { try report("a value is missing after a comma") }
            } else if let separator, separator != UInt8(ascii: "]") {
                try report("a comma is missing after a value")
            }
        }
        try report("the list does not end with ]")
        return true
    }

    /// Whether the file begins with a list whose first object is a Quick, Draw! record. Values before it that are neither
    /// lists nor objects are errors.
    private func startsListOfRecords(_ parser: JSONParser) throws -> Bool {
        var place = 0
        guard try visible(&place) == UInt8(ascii: "[") else { return false }
        place += 1
        while let byte = try visible(&place), byte != UInt8(ascii: "["), byte != UInt8(ascii: "]") {
            if byte == UInt8(ascii: "{") {
                guard let length = try valueLength(at: place) else { return false }
                let from = start + place
                let text = UnsafeRawBufferPointer(rebasing: buffer[from..<from + length + JSONParser.padding])
                return (try? parser.withDocument(text) { $0.member("drawing") != nil }) == true
            }
            if byte != UInt8(ascii: ",") {
                guard let length = try scalarLength(at: place) else { return false }
                place += length
            }
            guard try visible(&place) == UInt8(ascii: ",") else { return false }
            place += 1
        }
        return false
    }

    // MARK: Bytes

    /// Parses the value of `length` bytes at `start`, and moves `start` after it.
    private func process(_ length: Int, _ parser: JSONParser, _ emit: (SketchRecord) throws -> Void) throws {
        try process(UnsafeRawBufferPointer(rebasing: buffer[start..<start + length + JSONParser.padding]), parser, emit)
        take(length)
    }

    /// Reports what is wrong with the text at `start`.
    /// - Throws: `FormatError.notJSON` unless reading keeps going.
    private func report(_ reason: String) throws {
        let error = FormatError.notJSON(file: source.path, line: line, reason: reason)
        guard let onError = source.log.onError else { throw error }
        onError(error)
    }

    /// Moves `start` to the next line that begins with an object, or to the file's end: also if too much was read of values
    /// that do not end, each of which can extend over the rest of the file.
    private func skipToNextObject() throws {
        var place = 0
        if wasted > Self.mostWasted {
            while !isOver {
                take(end - start)
                try readMore()
            }
            return take(end - start)
        }
        while true {
            while start + place < end, buffer[start + place] != 0x0A { place += 1 }
            if start + place == end {
                if isOver { return take(end - start) }
                take(place)
                place = 0
                try readMore()
                continue
            }
            if try visible(&place) == UInt8(ascii: "{") { return take(place) }
            if start + place == end { return take(end - start) }
        }
    }

    /// Moves `start` to the next byte that is not white space, and returns it; nil at the file's end.
    private func nextVisible() throws -> UInt8? {
        var place = 0
        let byte = try visible(&place)
        take(place)
        return byte
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
    /// file, or the line of a string, ends inside it.
    private func valueLength(at place: Int) throws -> Int? {
        var length = 0
        var brackets = JSONBrackets()
        while true {
            while start + place + length < end {
                let byte = buffer[start + place + length]
                length += 1
                if brackets.read(byte) {
                    if brackets.isBroken {
                        wasted += length
                        return nil
                    }
                    if brackets.depth == 0 { return length }
                }
            }
            if isOver {
                wasted += length
                return nil
            }
            try readMore()
        }
    }

    /// Returns the length, at least 1, of the text up to a comma, a bracket or a line's end, or of the string at
    /// `start + place`; nil if the file or line ends inside the string.
    private func scalarLength(at place: Int) throws -> Int? {
        let marks = Set(",[]{}\n".utf8)
        var (length, brackets) = (0, JSONBrackets())
        while true {
            while start + place + length < end {
                let byte = buffer[start + place + length]
                if !brackets.isInString, marks.contains(byte) { return max(length, 1) }
                if byte == 0x0A { return nil }
                _ = brackets.read(byte)
                length += 1
            }
            if isOver { return brackets.isInString ? nil : length }
            try readMore()
        }
    }

    /// Skips `count` bytes and counts their lines.
    private func take(_ count: Int) {
        line += buffer[start..<start + count].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
        start += count
    }
}
