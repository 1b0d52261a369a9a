import FoundationEssentials
import Glibc
import SketchFormats

/// The nesting depth of a JSON text without parsing it: Foundation's parsers recurse, and a million opening brackets would
/// exhaust their stack.
package enum JSONNesting {
    /// The deepest level of arrays and objects in `json`; counting stops at `limit`.
    package static func depth(of json: Data, stoppingAt limit: Int) -> Int {
        var deepest = 0
        var brackets = JSONBrackets()
        for byte in json where brackets.read(byte) {
            deepest = max(deepest, brackets.depth)
            if deepest >= limit { return deepest }
        }
        return deepest
    }
}
