/// The header of NumPy's `.npy` format: a magic number, a version from 1 to 3, and a Python dictionary of three keys,
/// which is parsed by a small grammar and never evaluated.
package struct NPYHeader: Equatable {
    package static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// The maximum size of a header, as in NumPy, in bytes.
    static let largest = 10_000

    /// A pickled list of arrays, or numbers of one type.
    package enum Content: Equatable {
        case objects
        case numbers(NumericType)
    }

    package let content: Content
    package let isFortran: Bool
    package let shape: [Int]
    /// The offset of the array's bytes.
    package let bodyStart: Int

    /// The number of elements; nil if it exceeds 64 bits.
    package var count: Int? {
        var count = 1
        for side in shape {
            let (product, isOver) = count.multipliedReportingOverflow(by: side)
            if isOver { return nil }
            count = product
        }
        return count
    }

    /// Returns the bytes before the numbers of a row-major array: a multiple of 64.
    /// - Parameters:
    ///   - type: NumPy's name of the type, for example `<f4`.
    ///   - minimumSize: pads the header at least to this many bytes.
    package static func bytes(type: String, shape: [Int], minimumSize: Int = 0) -> [UInt8] {
        let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sides)), }"
        // Magic number, version, length, text and a line feed.
        let size = magic.count + 4 + text.utf8.count + 1
        text += String(repeating: " ", count: max((size + 63) / 64 * 64, minimumSize) - size) + "\n"
        let length = text.utf8.count
        return magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
    }

    /// Why a header cannot be read.
    package struct Refusal: Error { package let reason: String }

    /// The fields of a header, whatever the array's type is.
    package struct Fields {
        package let type: String
        package let isFortran: Bool
        package let shape: [Int]
        package let bodyStart: Int
    }

    /// - Parameter bytes: the first bytes of the file, at least `largest + 12` unless the file is shorter.
    /// - Throws: `Refusal`.
    package init(_ bytes: [UInt8]) throws {
        let fields = try Self.fields(bytes)
        if fields.type == "|O" || fields.type == "O" {
            content = .objects
        } else if let number = NumericType(described: fields.type) {
            content = .numbers(number)
        } else {
            throw Refusal(
                reason: "its type is '\(fields.type)'; supported are int8 to int64, uint8 to uint64 and float16 to float64")
        }
        isFortran = fields.isFortran
        shape = fields.shape
        bodyStart = fields.bodyStart
    }

    /// Reads a header of any type.
    ///
    /// - Parameter bytes: as in `init`.
    /// - Throws: `Refusal`.
    package static func fields(_ bytes: [UInt8]) throws -> Fields {
        guard bytes.starts(with: magic), bytes.count >= 12 else {
            throw Refusal(reason: "not a .npy array (the first bytes are not \\x93NUMPY)")
        }
        guard (1...3).contains(bytes[6]) else {
            throw Refusal(reason: "its .npy version is \(bytes[6]).\(bytes[7]), but only 1 to 3 are supported")
        }
        let start = bytes[6] == 1 ? 10 : 12
        let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard length <= largest, start + length <= bytes.count else {
            throw Refusal(reason: "its .npy header of \(length) bytes is truncated or too long")
        }
        var grammar = Grammar(text: bytes[start..<start + length])
        let entries = try grammar.dictionary()
        guard case .text(let type)? = entries["descr"], case .boolean(let isFortran)? = entries["fortran_order"],
            case .tuple(let shape)? = entries["shape"], entries.count == 3
        else { throw Refusal(reason: "its .npy header lacks descr, fortran_order or shape") }
        return Fields(type: type, isFortran: isFortran, shape: shape, bodyStart: start + length)
    }

    private enum Value {
        case text(String)
        case boolean(Bool)
        case tuple([Int])
    }

    /// The grammar of `{'descr': '<i2', 'fortran_order': False, 'shape': (3, 4), }`.
    private struct Grammar {
        var text: ArraySlice<UInt8>
        private static let refusal = Refusal(reason: "its .npy header is malformed")

        private mutating func skipSpace() { text = text.drop(while: FileHead.isSpace) }

        private mutating func take(_ character: Character) -> Bool {
            skipSpace()
            guard let byte = character.asciiValue, text.first == byte else { return false }
            text.removeFirst()
            return true
        }

        mutating func dictionary() throws -> [String: Value] {
            guard take("{") else { throw Self.refusal }
            var entries: [String: Value] = [:]
            while !take("}") {
                guard case .text(let key) = try value(), take(":") else { throw Self.refusal }
                entries[key] = try value()
                guard take(",") || text.first == UInt8(ascii: "}"), entries.count <= 3 else { throw Self.refusal }
            }
            skipSpace()
            guard text.isEmpty else { throw Self.refusal }
            return entries
        }

        private mutating func value() throws -> Value {
            skipSpace()
            guard let first = text.first else { throw Self.refusal }
            switch first {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard let end = text.dropFirst().firstIndex(of: first) else { throw Self.refusal }
                defer { text = text[(end + 1)...] }
                return .text(String(decoding: text[(text.startIndex + 1)..<end], as: UTF8.self))
            case UInt8(ascii: "("):
                text.removeFirst()
                var sides: [Int] = []
                while !take(")") {
                    skipSpace()
                    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                    guard let side = Int(String(decoding: digits, as: UTF8.self)), sides.count < 8 else {
                        throw Self.refusal
                    }
                    text = text[digits.endIndex...]
                    // The suffix of long integers in Python 2.
                    if text.first == UInt8(ascii: "L") { text.removeFirst() }
                    sides.append(side)
                    guard take(",") || text.first == UInt8(ascii: ")") else { throw Self.refusal }
                }
                return .tuple(sides)
            case UInt8(ascii: "["):
                throw Refusal(reason: "its type is structured; supported are arrays of plain numbers and of such arrays")
            default:
                for (word, isTrue) in [("True", true), ("False", false)] where text.starts(with: word.utf8) {
                    text.removeFirst(word.utf8.count)
                    return .boolean(isTrue)
                }
                throw Self.refusal
            }
        }
    }
}
