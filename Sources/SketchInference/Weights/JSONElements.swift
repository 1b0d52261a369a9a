import FoundationEssentials
import Glibc

/// The elements of a JSON array as ranges of its text, unparsed, so that megabytes of base64 are not copied.
enum JSONElements {
    /// - Parameters:
    ///   - range: the array's text, with white space around it allowed.
    ///   - limit: the largest accepted number of elements.
    /// - Returns: each element's text without surrounding white space; nil if the text is not an array, has more elements,
    ///   or ends early. Of an element, only brackets and quotation marks are checked.
    static func ranges(of json: Data, in range: Range<Int>, limit: Int) -> [Range<Int>]? {
        json.withUnsafeBytes { bytes in
            var elements: [Range<Int>] = []
            var depth = 0
            var start = range.lowerBound
            var isInString = false
            var position = range.lowerBound
            func close(_ end: Int) -> Bool {
                let element = trimmed(bytes, start..<end)
                guard !element.isEmpty, elements.count < limit else { return false }
                elements.append(element)
                return true
            }
            while position < range.upperBound {
                let byte = bytes[position]
                position += 1
                if isInString {
                    if byte == UInt8(ascii: "\\") { position += 1 }
                    if byte == UInt8(ascii: "\"") { isInString = false }
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    depth += 1
                    if depth == 1 {
                        guard byte == UInt8(ascii: "["), trimmed(bytes, start..<position - 1).isEmpty else { return nil }
                        start = position
                    }
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    depth -= 1
                    guard depth == 0 else {
                        if depth < 0 { return nil }
                        continue
                    }
                    let isEmpty = elements.isEmpty && trimmed(bytes, start..<position - 1).isEmpty
                    guard isEmpty || close(position - 1) else { return nil }
                    return trimmed(bytes, position..<range.upperBound).isEmpty ? elements : nil
                case UInt8(ascii: ",") where depth == 1:
                    guard close(position - 1) else { return nil }
                    start = position
                default:
                    if depth == 0, !isSpace(byte) { return nil }
                }
            }
            return nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, isSpace(bytes[low]) { low += 1 }
        while low < high, isSpace(bytes[high - 1]) { high -= 1 }
        return low..<high
    }
}
