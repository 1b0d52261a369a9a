/// Reads the bytes of a pickle in order. Reading past the end throws `PickleMachine.Refusal`.
struct PickleReader {
    let bytes: [UInt8]
    var position: Int
    let start: Int

    private func cutOff() -> PickleMachine.Refusal {
        PickleMachine.Refusal(offset: position - start, reason: "the pickle is truncated")
    }

    private func refuse(_ reason: String) -> PickleMachine.Refusal {
        PickleMachine.Refusal(offset: position - start, reason: reason)
    }

    mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw cutOff() }
        defer { position += 1 }
        return bytes[position]
    }

    /// Reads an unsigned little-endian integer of up to 8 bytes.
    mutating func unsigned(_ size: Int) throws -> Int {
        guard size <= bytes.count - position else { throw cutOff() }
        var value: UInt64 = 0
        for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
        guard let number = Int(exactly: value) else { throw refuse("a length of \(value)") }
        position += size
        return number
    }

    /// Reads a little-endian integer in two's complement.
    mutating func signed(_ size: Int) throws -> Int {
        guard size <= 8 else { throw refuse("a whole number of \(size) bytes") }
        guard size <= bytes.count - position else { throw cutOff() }
        var value: UInt64 = 0
        for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
        position += size
        let shift = UInt64(64 - size * 8)
        return size == 0 ? 0 : Int(Int64(bitPattern: value << shift) >> Int64(shift))
    }

    /// Returns the range of bytes whose length precedes them in `size` bytes.
    mutating func run(lengthOf size: Int) throws -> Range<Int> {
        let length = try unsigned(size)
        guard length <= bytes.count - position else { throw cutOff() }
        defer { position += length }
        return position..<position + length
    }

    /// Reads the length of a frame, which must be within the pickle and has no other effect.
    mutating func frame() throws {
        let length = try unsigned(8)
        guard length <= bytes.count - position else { throw cutOff() }
    }

    /// Reads text up to the end of the line, at most 1 KiB.
    mutating func line() throws -> String {
        let rest = bytes[position...].prefix(1025)
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            throw rest.count > 1024 ? refuse("a line of more than 1024 bytes") : cutOff()
        }
        defer { position = end + 1 }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    mutating func decimalIndex() throws -> Int {
        guard let index = Int(try line()), index >= 0 else { throw refuse("a memory cell that is not a number") }
        return index
    }

    /// Reads `12`, `12L`, or the truth values `00` and `01`.
    mutating func decimal() throws -> PickleValue {
        let text = try line()
        if text == "00" || text == "01" { return .boolean(text == "01") }
        guard let number = Int(text.hasSuffix("L") ? String(text.dropLast()) : text) else {
            throw refuse("an invalid integer, or one beyond 64 bits")
        }
        return .integer(number)
    }

    /// Reads a number with a point or an exponent as text.
    mutating func float() throws -> PickleValue {
        guard let number = Double(try line()) else { throw refuse("an invalid number") }
        return .float(number)
    }

    /// Reads a float64, big-endian.
    mutating func bigEndianFloat() throws -> PickleValue {
        let word = UInt64(bitPattern: Int64(try signed(8)))
        return .float(Double(bitPattern: word.byteSwapped))
    }

    /// Reads text up to the end of the line, in Latin-1 with the escapes `\\uXXXX` and `\\UXXXXXXXX`; returns UTF-8.
    mutating func unicodeLine() throws -> [UInt8] {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { throw cutOff() }
        var scalars = String.UnicodeScalarView()
        while position < end {
            let next = try byte()
            let size =
                next != UInt8(ascii: "\\") || position == end
                ? 0 : bytes[position] == UInt8(ascii: "u") ? 4 : bytes[position] == UInt8(ascii: "U") ? 8 : 0
            guard size > 0 else {
                scalars.append(UnicodeScalar(next))
                continue
            }
            guard position + 1 + size <= end,
                let value = UInt32(String(decoding: bytes[position + 1..<position + 1 + size], as: UTF8.self), radix: 16),
                let scalar = UnicodeScalar(value)
            else { throw refuse("text with an invalid escape") }
            scalars.append(scalar)
            position += 1 + size
        }
        position = end + 1
        return Array(String(scalars).utf8)
    }

    /// Reads a Python 2 string in the form of its `repr`: in quotation marks, with escapes.
    mutating func quoted() throws -> [UInt8] {
        guard let quote = bytes[position...].first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw refuse("a string without quotation marks")
        }
        position += 1
        var result: [UInt8] = []
        while true {
            let next = try byte()
            if next == quote { break }
            guard next == UInt8(ascii: "\\") else {
                guard next != UInt8(ascii: "\n") else { throw refuse("an unterminated string") }
                result.append(next)
                continue
            }
            let escape = try byte()
            switch escape {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(escape)
            case UInt8(ascii: "x"):
                let digits = [try byte(), try byte()]
                guard let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) else {
                    throw refuse("a string with an invalid escape")
                }
                result.append(value)
            default: throw refuse("a string with an invalid escape")
            }
        }
        guard try byte() == UInt8(ascii: "\n") else { throw refuse("a string followed by other characters on its line") }
        return result
    }

    // MARK: Values

    /// Returns a name from text or from bytes, as in Python 2; nil for other values and for more than 64 bytes.
    func text(of value: PickleValue) -> String? {
        switch value {
        case .text(let range), .bytes(.range(let range)), .bytes(.latin1(let range)):
            range.count <= 64 ? String(decoding: bytes[range], as: UTF8.self) : nil
        case .bytes(.owned(let owned)), .ownedText(let owned): owned.count <= 64 ? String(decoding: owned, as: UTF8.self) : nil
        default: nil
        }
    }

    /// Returns at most 1 KiB of a text, for comparisons and messages.
    func label(_ range: Range<Int>) -> String { String(decoding: bytes[range.prefix(1024)], as: UTF8.self) }

    /// Returns text for a message, shortened and without control characters.
    static func shown(_ text: String) -> String {
        let plain = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        return plain.count > 60 ? plain.prefix(60) + "..." : plain
    }

    /// Calls `body` with the bytes, decoded if they are written as text.
    func withBytes<Result>(of data: PickleBytes, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try data.withBytes(in: bytes, body)
    }

    /// - Throws: `PickleMachine.Refusal` for text with characters beyond a byte.
    func size(of data: PickleBytes) throws -> Int {
        switch data {
        case .range(let range): return range.count
        case .owned(let owned): return owned.count
        case .latin1(let range):
            // In UTF-8 a byte below 0x80 is itself; from 0x80 on it is 0xC2 or 0xC3 and a second byte.
            var count = 0
            var index = range.lowerBound
            while index < range.upperBound {
                if bytes[index] >= 0x80 {
                    guard bytes[index] & 0xFE == 0xC2, index + 1 < range.upperBound, bytes[index + 1] & 0xC0 == 0x80
                    else { throw refuse("bytes written as text with characters beyond a byte") }
                    index += 1
                }
                index += 1
                count += 1
            }
            return count
        }
    }
}
