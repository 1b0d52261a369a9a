/// Scans numbers, words and characters of a text in the grammar of SVG 1.1 (section 8.3.9), which InkML shares.
struct TextScanner {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next byte, nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    /// Skips white space with at most one comma.
    mutating func skipSeparator() {
        skipSpace()
        if take(UInt8(ascii: ",")) { skipSpace() }
    }

    /// Skips `byte` if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Skips a word, in lower or upper case, if it is next.
    mutating func take(word: String) -> Bool {
        let word = Array(word.utf8)
        guard bytes[position...].prefix(word.count).elementsEqual(word, by: { $0 | 0x20 == $1 }) else { return false }
        position += word.count
        return true
    }

    /// Reads letters, digits and hyphens.
    mutating func word() -> String {
        let start = position
        while let byte = next, Self.isLetter(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "-") { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Whether a number begins here.
    var isAtNumber: Bool {
        guard let byte = next else { return false }
        return Self.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    /// Reads a number without a unit. Throws `Fault`, also for a number beyond the range of `Double`.
    mutating func number() throws -> Double {
        let start = position
        let isNegative = next == UInt8(ascii: "-")
        if isNegative || next == UInt8(ascii: "+") { position += 1 }
        // Up to 15 digits and a power of ten up to 22 are exact in a Double, and so is their one product or quotient.
        var (mantissa, digits, exponent) = (UInt64(0), 0, 0)
        var hasDigits = false
        var isFraction = false
        while let byte = next {
            if Self.isDigit(byte) {
                hasDigits = true
                if digits < 18 { mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0")) }
                if mantissa > 0 { digits += 1 }
                if isFraction { exponent -= 1 }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                break
            }
            position += 1
        }
        guard hasDigits else {
            position = start
            throw fault("a number")
        }
        exponent += takeExponent()
        if digits <= 15, abs(exponent) <= 22 {
            let power = Self.powers[abs(exponent)]
            let value = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
            return isNegative ? -value : value
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw Fault("the number \(text.prefix(40)) is too large")
        }
        return value
    }

    /// Reads `e` followed by digits; an `e` without digits begins a unit (`em`).
    private mutating func takeExponent() -> Int {
        let start = position
        guard next == UInt8(ascii: "e") || next == UInt8(ascii: "E") else { return 0 }
        position += 1
        let isNegative = next == UInt8(ascii: "-")
        if isNegative || next == UInt8(ascii: "+") { position += 1 }
        var value = 0
        let first = position
        while let byte = next, Self.isDigit(byte) {
            value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 100_000)
            position += 1
        }
        guard position > first else {
            position = start
            return 0
        }
        return isNegative ? -value : value
    }

    /// The fault "... is expected at character n".
    func fault(_ expected: String) -> Fault {
        let found = next.map { byte in
            (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "another character"
        }
        return Fault(
            "\(expected) is expected at character \(position + 1) of \"\(excerpt)\", but \(found ?? "the text ends")"
                + (found == nil ? "" : " was found"))
    }

    /// The beginning of the text, for messages.
    private var excerpt: String {
        let text = String(decoding: bytes.prefix(40), as: UTF8.self).map { $0.isNewline || $0 == "\t" ? " " : $0 }
        return String(text) + (bytes.count > 40 ? "..." : "")
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

    private static let powers: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1.0) { power, _ in power * 10 } }
}
