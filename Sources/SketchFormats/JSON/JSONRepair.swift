/// Text that other programs write as JSON and simdjson rejects.
package enum JSONRepair {
    /// Returns the text with quotation marks around NaN, Infinity and -Infinity, as Python writes them; nil if there are none.
    package static func quotingNaN(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var repaired: [UInt8] = []
        var (isString, isEscaped, isChanged) = (false, false, false)
        var place = 0
        while place < text.count {
            let byte = text[place]
            if !isString, byte == UInt8(ascii: "N") || byte == UInt8(ascii: "I") || byte == UInt8(ascii: "-"),
                let name = ["NaN", "Infinity", "-Infinity"].first(where: { text[place...].starts(with: $0.utf8) })
            {
                repaired += [UInt8(ascii: "\"")] + name.utf8 + [UInt8(ascii: "\"")]
                place += name.utf8.count
                isChanged = true
                continue
            }
            repaired.append(byte)
            place += 1
            if !isString || !isEscaped, byte == UInt8(ascii: "\"") { isString.toggle() }
            isEscaped = isString && !isEscaped && byte == UInt8(ascii: "\\")
        }
        return isChanged ? repaired : nil
    }

    /// Whether a string in single quotes begins, or None, True or False stands, where JSON has a value.
    static func isPrintedByPython(_ text: UnsafeRawBufferPointer) -> Bool {
        var (isString, isEscaped, isValue) = (false, false, true)
        for place in text.indices {
            let byte = text[place]
            if isString {
                if !isEscaped, byte == UInt8(ascii: "\"") { isString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "\"") {
                (isString, isValue) = (true, false)
            } else if !FileHead.isSpace(byte) {
                if isValue, byte == UInt8(ascii: "'") { return true }
                if isValue, ["None", "True", "False"].contains(where: { text[place...].starts(with: $0.utf8) }) { return true }
                isValue = ["[", "{", ",", ":"].contains { (mark: Unicode.Scalar) in byte == UInt8(ascii: mark) }
            }
        }
        return false
    }

    /// Returns the text with quotation marks around the values of members that are whole numbers of at least 20 digits, for
    /// example keys; nil if there are none.
    static func quotingLongNumbers(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        var repaired: [UInt8] = []
        var (isString, isEscaped, isValue, isChanged) = (false, false, false, false)
        var place = 0
        while place < text.count {
            let byte = text[place]
            let digits = isString || !isValue ? 0 : text[place...].prefix { (0x30...0x39).contains($0) }.count
            if digits >= 20, place + digits < text.count, ![0x2E, 0x45, 0x65].contains(text[place + digits]) {
                repaired += [UInt8(ascii: "\"")] + text[place..<place + digits] + [UInt8(ascii: "\"")]
                place += digits
                (isValue, isChanged) = (false, true)
                continue
            }
            repaired.append(byte)
            place += 1
            if isString {
                if !isEscaped, byte == UInt8(ascii: "\"") { isString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "\"") {
                (isString, isValue) = (true, false)
            } else if !FileHead.isSpace(byte) {
                isValue = byte == UInt8(ascii: ":")
            }
        }
        return isChanged ? repaired : nil
    }

    /// Returns the text with escapes of lone surrogates, which browsers read, replaced by those of U+FFFD; nil if there are
    /// none.
    static func replacingLoneSurrogates(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        func unit(_ place: Int) -> Int? {
            guard place >= 0, place + 6 <= text.count, text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: "u")
            else {
                return nil
            }
            return Int(String(decoding: text[place + 2..<place + 6], as: UTF8.self), radix: 16)
        }
        var repaired: [UInt8]?
        var place = 0
        while place < text.count {
            guard text[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            guard let value = unit(place), (0xD800..<0xE000).contains(value) else {
                place += 2
                continue
            }
            if value < 0xDC00, let low = unit(place + 6), (0xDC00..<0xE000).contains(low) {
                place += 12
                continue
            }
            if repaired == nil { repaired = Array(text) }
            repaired?.replaceSubrange(place + 2..<place + 6, with: "fffd".utf8)
            place += 6
        }
        return repaired
    }
}
