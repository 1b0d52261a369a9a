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
        let separator =
            bytes[line].contains(UInt8(ascii: ";")) ? UInt8(ascii: ";") : bytes[line].contains(0x09) ? 0x09 : comma
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

    /// Whether columns are a text and three numbers (true), or three numbers (false), in the usual order; nil for others.
    static func plainText(_ columns: [Column]) -> Bool? {
        guard [[.dx, .dy, .p], [.x, .y, .p]].contains(columns.suffix(3)) else { return nil }
        return columns.count == 3 ? false : columns.count == 4 && columns[0] == .drawing ? true : nil
    }

    /// The values of a line of three whole numbers, after a text if `hasText`, with commas and nothing else between them; nil for
    /// other lines and for numbers beyond the limit of coordinates.
    @inline(__always)
    static func plainRow(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>, hasText: Bool
    ) -> (text: Range<Int>, x: Double, y: Double, pen: Double)? {
        var place = line.lowerBound
        let end = !line.isEmpty && bytes[line.upperBound - 1] == 0x0D ? line.upperBound - 1 : line.upperBound
        if hasText {
            while place < end, bytes[place] != comma {
                guard bytes[place] > 0x22, bytes[place] != UInt8(ascii: ";") else { return nil }
                place += 1
            }
            guard place < end else { return nil }
            place += 1
        }
        let text = line.lowerBound..<max(place - 1, line.lowerBound)
        var values = SIMD4<Double>()
        for index in 0..<3 {
            let isNegative = place < end && bytes[place] == UInt8(ascii: "-")
            if isNegative { place += 1 }
            let first = place
            var value = 0
            while place < end, place - first < 9, bytes[place] &- 0x30 <= 9 {
                value = value &* 10 &+ Int(bytes[place] &- 0x30)
                place += 1
            }
            guard place > first, value <= SketchReader.largestCoordinate else { return nil }
            values[index] = Double(isNegative ? -value : value)
            guard index == 2 ? place == end : place < end && bytes[place] == comma else { return nil }
            place += 1
        }
        return (text, values.x, values.y, values.z)
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
