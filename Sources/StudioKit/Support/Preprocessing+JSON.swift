import SketchCore
import SketchSupport

extension Preprocessing {
    package var json: JSONValue { .object([("canvas", .double(canvas)), ("rdp_epsilon", .double(epsilon))]) }
}
