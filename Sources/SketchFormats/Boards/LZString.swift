/// Inflates text that lz-string compressed to base64: LZW on UTF-16 code units with a growing dictionary.
enum LZString {
    /// Returns the text as UTF-8; nil for a damaged stream or more than `limit` code units.
    ///
    /// - Parameter base64: the characters; others, such as line feeds, are ignored.
    static func inflated(base64: [UInt8], limit: Int) -> [UInt8]? {
        var bits = Bits(base64)
        // The three first codes are instructions: a code unit of 8 bits, of 16 bits, or the end.
        var entries: [[UInt16]] = [[], [], []]
        var width = 3
        var units: [UInt16] = []
        func literal(_ code: Int) -> [UInt16]? { bits.take(code == 0 ? 8 : 16).map { [UInt16($0)] } }
        guard let first = bits.take(2) else { return nil }
        if first == 2 { return [] }
        guard first < 2, var last = literal(first) else { return nil }
        entries.append(last)
        units += last
        // The codes until the width grows; a literal counts as one more.
        var left = 4
        func countDown() {
            left -= 1
            if left == 0 {
                left = 1 << width
                width += 1
            }
        }
        while true {
            guard var code = bits.take(width) else { return nil }
            if code == 2 { break }
            if code < 2 {
                guard let unit = literal(code) else { return nil }
                code = entries.count
                entries.append(unit)
                countDown()
            }
            let entry: [UInt16]
            if code < entries.count {
                entry = entries[code]
            } else if code == entries.count {
                entry = last + [last[0]]
            } else {
                return nil
            }
            units += entry
            guard units.count <= limit, width < 32, !entry.isEmpty else { return nil }
            entries.append(last + [entry[0]])
            countDown()
            last = entry
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// Bits of base64 characters, of six bits each, the first the highest; numbers begin with their lowest bit.
    private struct Bits {
        private let characters: [UInt8]
        private var position = 0
        private var mask = 0
        private var value = 0

        init(_ characters: [UInt8]) { self.characters = characters }

        mutating func take(_ count: Int) -> Int? {
            var number = 0
            for place in 0..<count {
                if mask == 0 {
                    guard let next = nextValue() else { return nil }
                    (value, mask) = (next, 32)
                }
                if value & mask != 0 { number |= 1 << place }
                mask >>= 1
            }
            return number
        }

        private mutating func nextValue() -> Int? {
            while position < characters.count {
                defer { position += 1 }
                switch characters[position] {
                case let byte where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte): return Int(byte) - 65
                case let byte where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte): return Int(byte) - 71
                case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): return Int(byte) + 4
                case UInt8(ascii: "+"): return 62
                case UInt8(ascii: "/"): return 63
                case UInt8(ascii: "="): return 64 & 63
                default: continue
                }
            }
            return nil
        }
    }
}
