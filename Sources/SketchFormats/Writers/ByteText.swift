import SketchSupport

/// Text under construction, as bytes.
struct ByteText {
    var bytes: [UInt8] = []

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    mutating func append(byte: UInt8) { bytes.append(byte) }

    /// A whole number.
    mutating func append(_ number: Int) {
        if number >= 0, number < 10 { return bytes.append(0x30 + UInt8(number)) }
        var rest = number.magnitude
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        while rest > 0 {
            bytes.append(0x30 + UInt8(rest % 10))
            rest /= 10
        }
        bytes[start...].reverse()
    }

    /// The shortest text that reads back as the same number; whole numbers without a point.
    mutating func append(_ number: Double) {
        if let whole = Int(exactly: number), abs(whole) < 1 << 53 { append(whole) } else { append("\(number)") }
    }

    /// The shortest text that reads back as the same number; whole numbers without a point.
    mutating func append(_ number: Float) {
        if let whole = Int(exactly: number), abs(whole) < 1 << 24 { append(whole) } else { append("\(number)") }
    }

    /// A JSON string.
    mutating func append(quoted text: String, escapingSlashes: Bool = false) {
        JSONText.append(quoted: text, escapingSlashes: escapingSlashes, to: &bytes)
    }
}
