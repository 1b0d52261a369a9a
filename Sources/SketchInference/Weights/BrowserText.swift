import FoundationEssentials

/// The text of a browser port's weight file. Ports keep the JSON in scripts, and editors on Windows add a byte order mark
/// or save it as UTF-16.
enum BrowserText {
    /// The longest `var name =` that is recognised, in bytes.
    private static let longestAssignment = 256

    /// Returns the JSON list in UTF-8, without a byte order mark and without the assignment `var name = ...;` of a script.
    /// Any other data is returned as it is.
    static func list(in data: Data) -> Data {
        let plain = utf8(data)
        guard let start = listStart(in: plain) else { return data }
        guard start > plain.startIndex else { return plain }
        var end = plain.endIndex
        while end > start, isSpace(plain[end - 1]) || plain[end - 1] == UInt8(ascii: ";") { end -= 1 }
        return plain.subdata(in: start..<end)
    }

    /// The index of the list's bracket; nil if the text is not a list or the assignment of one.
    private static func listStart(in text: Data) -> Data.Index? {
        let head = text.prefix(longestAssignment)
        guard let first = head.firstIndex(where: { !isSpace($0) }) else { return nil }
        if head[first] == UInt8(ascii: "[") { return first }
        guard let sign = head.firstIndex(of: UInt8(ascii: "=")), head[first..<sign].allSatisfy(isInName),
            let start = head[(sign + 1)...].firstIndex(where: { !isSpace($0) }), head[start] == UInt8(ascii: "[")
        else { return nil }
        return start
    }

    /// Decodes UTF-16, with a byte order mark or without one before a list, and removes the mark of UTF-8.
    private static func utf8(_ data: Data) -> Data {
        let head = [UInt8](data.prefix(4))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return data.subdata(in: data.startIndex + 3..<data.endIndex) }
        guard head.count == 4, data.count.isMultiple(of: 2) else { return data }
        let isLittle: Bool
        switch (head[0], head[1], head[2], head[3]) {
        case (0xFF, 0xFE, 1..., 0), (0x20...0x7E, 0, 1..., 0): isLittle = true
        case (0xFE, 0xFF, 0, 1...), (0, 0x20...0x7E, 0, 1...): isLittle = false
        default: return data
        }
        let text = String(data: data, encoding: head[0] >= 0xFE ? .utf16 : isLittle ? .utf16LittleEndian : .utf16BigEndian)
        return text.map { Data($0.utf8) } ?? data
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// Whether a byte can be in `var name` or `window.name`.
    private static func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "."):
            true
        default: isSpace(byte)
        }
    }
}
