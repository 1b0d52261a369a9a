/// A supported type of numbers in arrays, as named by NumPy's `dtype` strings: `<i2`, `>f4`, `|u1`.
package struct NumericType: Hashable, Sendable {
    enum Kind: String, Sendable {
        case signed = "i"
        case unsigned = "u"
        case float = "f"
        case boolean = "b"
    }

    let kind: Kind
    /// Bytes per number.
    package let size: Int
    var isBigEndian = false

    /// Parses a type without a byte order, `i2`, `f8`, `b1`; nil for other types.
    init?(_ name: some StringProtocol) {
        guard let first = name.first, let kind = Kind(rawValue: String(first)), let size = Int(name.dropFirst())
        else { return nil }
        let sizes: Set =
            switch kind {
            case .signed, .unsigned: [1, 2, 4, 8]
            case .float: [2, 4, 8]
            case .boolean: [1]
            }
        guard sizes.contains(size) else { return nil }
        (self.kind, self.size) = (kind, size)
    }

    /// Parses a type with a byte order, `<i2`, `=f4`, `|u1`; nil for other types.
    init?(described text: String) {
        guard let order = text.first, "<>=|".contains(order), var type = NumericType(text.dropFirst()) else { return nil }
        type.isBigEndian = order == ">"
        self = type
    }

    /// Returns the number at `offset`; all of its bytes must be within `bytes`.
    @inline(__always)
    package func value(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
        switch (kind, size) {
        case (.signed, 1): Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int8.self))
        case (.signed, 2): Double(Int16(bitPattern: word(bytes, offset)))
        case (.signed, 4): Double(Int32(bitPattern: word(bytes, offset)))
        case (.signed, _): Double(Int64(bitPattern: word(bytes, offset)))
        case (.unsigned, 1), (.boolean, _): Double(bytes[offset])
        case (.unsigned, 2): Double(word(bytes, offset) as UInt16)
        case (.unsigned, 4): Double(word(bytes, offset) as UInt32)
        case (.unsigned, _): Double(word(bytes, offset) as UInt64)
        case (.float, 2): Double(Float16(bitPattern: word(bytes, offset)))
        case (.float, 4): Double(Float(bitPattern: word(bytes, offset)))
        case (.float, _): Double(bitPattern: word(bytes, offset))
        }
    }

    /// Converts as many numbers as `bytes` has to Double.
    func copy(_ bytes: UnsafeRawBufferPointer, to numbers: UnsafeMutableBufferPointer<Double>) {
        switch (kind, size, isBigEndian) {
        case (.signed, 2, false): Self.copy(bytes, to: numbers) { (word: UInt16) in Double(Int16(bitPattern: word)) }
        case (.signed, 4, false): Self.copy(bytes, to: numbers) { (word: UInt32) in Double(Int32(bitPattern: word)) }
        case (.signed, 8, false): Self.copy(bytes, to: numbers) { (word: UInt64) in Double(Int64(bitPattern: word)) }
        case (.float, 4, false): Self.copy(bytes, to: numbers) { (word: UInt32) in Double(Float(bitPattern: word)) }
        case (.float, 8, false): Self.copy(bytes, to: numbers) { (word: UInt64) in Double(bitPattern: word) }
        default: for place in 0..<bytes.count / size { numbers[place] = value(bytes, at: place * size) }
        }
    }

    @inline(__always)
    private static func copy<Word: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, to numbers: UnsafeMutableBufferPointer<Double>, _ value: (Word) -> Double
    ) {
        let size = MemoryLayout<Word>.size
        for place in 0..<bytes.count / size {
            numbers[place] = value(Word(littleEndian: bytes.loadUnaligned(fromByteOffset: place * size, as: Word.self)))
        }
    }

    @inline(__always)
    private func word<Word: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Word {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: Word.self)
        return isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word)
    }
}
