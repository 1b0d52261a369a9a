import Foundation

/// The elements of a JSON array as ranges of its text, none of them parsed: a file of megabytes of base64
/// is cut up without a copy of it.
enum JSONElements {
    /// - Parameters:
    ///   - range: the array's text, white space around it allowed.
    ///   - limit: the most elements accepted.
    /// - Returns: each element's text without the white space around it; nil if the text is no array, has
    ///   more elements, or ends early. What is inside of an element is not looked at beyond its brackets and
    ///   quotation marks.
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
