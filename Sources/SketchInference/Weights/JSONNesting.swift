import Foundation

/// The nesting depth of a JSON text without parsing it: Foundation's parsers recurse, and a million opening brackets would
/// exhaust their stack.
package enum JSONNesting {
    /// The deepest level of arrays and objects in `json`; counting stops at `limit`.
    package static func depth(of json: Data, stoppingAt limit: Int) -> Int {
        var depth = 0
        var deepest = 0
        var isInString = false
        var isEscaped = false
        for byte in json {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
                if deepest >= limit { return deepest }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }
}
