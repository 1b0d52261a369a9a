import Foundation

/// The fields of lines, and numbers.
extension CSVDrawings {
    enum Column: String {
        case drawing, key, word, dx, dy, p, x, y

        /// - Parameter name: a name in lower case.
        init?(named name: String) {
            switch name {
            case "id", "drawing_id": self = .drawing
            case "key_id": self = .key
            case "name", "label", "class", "category": self = .word
            case "pen", "pen_up", "penup", "lift": self = .p
            default: self.init(rawValue: name)
            }
        }

        /// Whether the column is the same in all rows of a drawing.
        var isOfDrawing: Bool { self == .drawing || self == .key || self == .word }
    }

    @inline(__always)
    static func split(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, into fields: inout [Range<Int>]) {
        func isPadding(_ byte: UInt8) -> Bool { FileHead.isSpace(byte) || byte == UInt8(ascii: "\"") }
        fields.removeAll(keepingCapacity: true)
        let separator = [UInt8(ascii: ";"), 0x09].first { bytes[line].contains($0) } ?? comma
        var start = line.lowerBound
        for place in line.lowerBound...line.upperBound {
            let isEnd = place == line.upperBound
            guard isEnd || bytes[place] == separator else { continue }
            var (low, high) = (start, place)
            while low < high, isPadding(bytes[low]) { low += 1 }
            while low < high, isPadding(bytes[high - 1]) { high -= 1 }
            fields.append(low..<high)
            start = place + 1
        }
    }

    /// The columns of a header line; nil for other lines.
    static func columns(_ bytes: UnsafeBufferPointer<UInt8>, _ fields: [Range<Int>]) -> [Column]? {
        let columns = fields.map { Column(named: String(decoding: bytes[$0], as: UTF8.self).lowercased()) }
        guard Set(columns).count == fields.count, !columns.contains(nil), columns.contains(.p),
            columns.contains(.dx) && columns.contains(.dy) && !columns.contains(.x) && !columns.contains(.y)
                || columns.contains(.x) && columns.contains(.y) && !columns.contains(.dx) && !columns.contains(.dy)
        else { return nil }
        return columns.compactMap { $0 }
    }

    /// The finite number that is the whole field.
    @inline(__always)
    static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ field: Range<Int>) -> Double? {
        let isNegative = !field.isEmpty && bytes[field.lowerBound] == UInt8(ascii: "-")
        let digits = isNegative ? field.dropFirst() : field
        if !digits.isEmpty, digits.count < 10 {
            var value = 0
            var isWhole = true
            for place in digits {
                let digit = Int(bytes[place]) - 0x30
                isWhole = isWhole && digit >= 0 && digit <= 9
                value = value &* 10 &+ digit
            }
            if isWhole { return Double(isNegative ? -value : value) }
        }
        // Swift's hexadecimal numbers are not numbers of a table.
        guard field.count < 64, !bytes[field].contains(where: { $0 | 0x20 == UInt8(ascii: "x") }) else { return nil }
        // A comma within a field is a decimal comma: fields are then separated by semicolons or tabs.
        let text = String(decoding: bytes[field].map { $0 == comma ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }
}
