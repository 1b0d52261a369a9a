/// A source file's code, without comments and literals, and its string literals.
///
/// Covers the syntax that Swift and C share, and Swift's interpolations, multi-line and raw strings.
struct SourceText {
    /// The code with line breaks; each string literal is replaced by `""`, each comment by nothing.
    private(set) var code = ""
    /// The string literals without quotation marks. An interpolation is replaced by a space; literals inside it are
    /// separate entries.
    private(set) var literals: [String] = []
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        var output: [UInt8] = []
        scanCode(into: &output, closing: nil)
        code = String(decoding: output, as: UTF8.self)
    }

    private func starts(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { position + $0.count <= bytes.count && bytes[position..<position + $0.count].elementsEqual($0) }
    }

    /// Scans code to the end of the file, or to the parenthesis that closes an interpolation.
    private mutating func scanCode(into output: inout [UInt8], closing: UInt8?) {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            // Most bytes begin neither a comment nor a literal.
            guard byte == 0x22 || byte == 0x23 || (0x27...0x29).contains(byte) || byte == 0x2F else {
                output.append(byte)
                position += 1
                continue
            }
            if starts("//") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if starts("/*") {
                position += 2
                while position < bytes.count, !starts("*/") { position += 1 }
                position += 2
            } else if starts("'") && position + 2 < bytes.count
                && (bytes[position + 1] == UInt8(ascii: "\\") || bytes[position + 2] == byte)
            {
                // A character of C.
                position += bytes[position + 1] == UInt8(ascii: "\\") ? 4 : 3
            } else if let hashes = literalStart() {
                output += Array("\"\"".utf8)
                scanLiteral(hashes: hashes, into: &output)
            } else if closing != nil, byte == UInt8(ascii: ")"), depth == 0 {
                position += 1
                return
            } else {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                output.append(byte)
                position += 1
            }
        }
    }

    /// Returns the number of `#` before a string literal at the current position.
    private func literalStart() -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
    }

    /// Scans a string literal; the code of its interpolations is appended to `output`.
    private mutating func scanLiteral(hashes: Int, into output: inout [UInt8]) {
        position += hashes
        let isMultiline = starts("\"\"\"")
        let quote = [UInt8](repeating: UInt8(ascii: "\""), count: isMultiline ? 3 : 1)
        let pounds = [UInt8](repeating: UInt8(ascii: "#"), count: hashes)
        func follows(_ pattern: [UInt8]) -> Bool { bytes[position...].starts(with: pattern) }
        position += quote.count
        var literal: [UInt8] = []
        while position < bytes.count {
            if follows(quote + pounds) {
                position += quote.count + hashes
                break
            }
            if follows([UInt8(ascii: "\\")] + pounds) {
                position += 1 + hashes
                if position < bytes.count, bytes[position] == UInt8(ascii: "(") {
                    position += 1
                    scanCode(into: &output, closing: UInt8(ascii: ")"))
                    literal.append(UInt8(ascii: " "))
                } else {
                    position += 1
                }
                continue
            }
            if !isMultiline, bytes[position] == UInt8(ascii: "\n") { break }
            literal.append(bytes[position])
            position += 1
        }
        literals.append(String(decoding: literal, as: UTF8.self))
    }
}
