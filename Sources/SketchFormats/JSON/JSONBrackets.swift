/// Follows the nesting of a JSON text byte by byte, without parsing it: brackets in strings do not count.
package struct JSONBrackets {
    /// The number of open arrays and objects.
    package private(set) var depth = 0
    /// Whether the last byte was in a string.
    private(set) var isInString = false
    private var isEscaped = false
    /// Whether a line ended in a string, which JSON forbids.
    package private(set) var isBroken = false

    package init() {}

    /// - Returns: whether the byte opens or closes an array or object, or breaks a string.
    package mutating func read(_ byte: UInt8) -> Bool {
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            } else if byte == 0x0A {
                isBroken = true
            }
            return isBroken
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            return true
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            depth -= 1
            return true
        default: break
        }
        return false
    }
}
