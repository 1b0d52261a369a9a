import FoundationEssentials

/// Strings as JSON text. Control characters, quotation marks and backslashes are escaped; everything else is kept.
package enum JSONText {
    package static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 2)
        append(quoted: text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Parameter escapingSlashes: writes `\/` for `/`, as Foundation's encoder does.
    package static func append(quoted text: String, escapingSlashes: Bool = false, to bytes: inout [UInt8]) {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        bytes.append(quote)
        for byte in text.utf8 {
            switch byte {
            case quote, backslash: bytes += [backslash, byte]
            case UInt8(ascii: "\n"): bytes += [backslash, UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): bytes += [backslash, UInt8(ascii: "r")]
            case UInt8(ascii: "\t"): bytes += [backslash, UInt8(ascii: "t")]
            case UInt8(ascii: "/") where escapingSlashes: bytes += [backslash, byte]
            case 0..<0x20:
                bytes += "\\u00".utf8
                for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
            default: bytes.append(byte)
            }
        }
        bytes.append(quote)
    }

    /// Returns JSON with `\uXXXX` for each DEL and noncharacter, which can occur only within strings.
    package static func escapingNoncharacters(_ json: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in json.unicodeScalars {
            guard scalar.value == 0x7F || scalar.properties.isNoncharacterCodePoint else {
                result.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
            }
        }
        return String(result)
    }

    /// Returns a value as JSON with sorted keys, so that equal values have equal bytes.
    ///
    /// - Parameter formatting: options in addition to sorted keys.
    package static func sorted(
        _ value: some Encodable, formatting: JSONEncoder.OutputFormatting = [],
        keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union(.sortedKeys)
        encoder.keyEncodingStrategy = keys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
