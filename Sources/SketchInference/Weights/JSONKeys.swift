import FoundationEssentials
import Glibc

/// The keys of the objects in a JSON text. Parsers keep one of two equal keys without a message, and which one differs
/// between parsers.
enum JSONKeys {
    /// Returns the first key that occurs twice in one object, or nil. Keys are compared after their escapes are resolved, and
    /// as Swift compares strings. Malformed JSON ends the search.
    ///
    /// - Parameter json: of limited depth; see `JSONNesting`.
    static func firstDuplicate(in json: Data) -> String? {
        // The keys of the open objects; an open array has an empty set.
        var open: [Set<String>] = []
        var pending: String?
        var index = json.startIndex
        while index < json.endIndex {
            let byte = json[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                let start = index
                while index < json.endIndex, json[index] != UInt8(ascii: "\"") {
                    index += json[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard index < json.endIndex else { return nil }
                pending = text(json[start..<index])
                index += 1
            case UInt8(ascii: ":"):
                guard let key = pending, !open.isEmpty else { return nil }
                if !open[open.count - 1].insert(key).inserted { return key }
                pending = nil
            case UInt8(ascii: "{"), UInt8(ascii: "["): open.append([])
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if open.popLast() == nil { return nil }
            default: break
            }
        }
        return nil
    }

    /// The string between two quotation marks.
    private static func text(_ bytes: Data) -> String {
        let plain = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(UInt8(ascii: "\\")) else { return plain }
        return (try? JSONDecoder().decode(String.self, from: Data("\"\(plain)\"".utf8))) ?? plain
    }
}
