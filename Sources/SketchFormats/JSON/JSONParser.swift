import CJSON

/// Parses JSON documents one after another and reuses its memory, so that a file of many lines allocates
/// only for the longest.
package final class JSONParser {
    /// Why a text is not a supported JSON document.
    package enum Refusal: Error, Equatable {
        case tooDeep, badNumber, notANumber, pythonText, badText, malformed, outOfMemory

        /// The reason, for use in a sentence.
        package var reason: String {
            switch self {
            case .tooDeep: "nested deeper than \(JSONParser.deepest) levels"
            case .badNumber: "a number is malformed or beyond 64 bits"
            case .notANumber: "NaN or Infinity, which Python writes as numbers and JSON does not have"
            case .pythonText: "single quotes, None or True, as Python prints values; write them with json.dumps"
            case .badText: "not UTF-8"
            case .malformed: "a value is truncated or malformed"
            case .outOfMemory: "not enough memory"
            }
        }
    }

    /// The maximum nesting depth of arrays and objects.
    static let deepest = 64
    /// The number of bytes that must be readable after a document.
    package static let padding = Int(CJSON_PADDING)

    private let parser: OpaquePointer

    /// - Throws: `Refusal.outOfMemory`.
    package init() throws {
        guard let parser = cjson_create(Self.deepest) else { throw Refusal.outOfMemory }
        self.parser = parser
    }

    deinit { cjson_free(parser) }

    /// Calls `body` with the document, which is valid until it returns.
    ///
    /// - Parameter bytes: the document and `padding` further bytes.
    /// - Throws: `Refusal`, and what `body` throws.
    package func withDocument<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (JSONView) throws -> Result
    ) throws -> Result {
        let count = bytes.count - Self.padding
        guard count > 0, let base = bytes.bindMemory(to: UInt8.self).baseAddress else { throw Refusal.malformed }
        var tape: UnsafePointer<UInt64>?
        var strings: UnsafePointer<UInt8>?
        let status = cjson_parse(parser, base, count, &tape, &strings)
        switch status {
        case CJSON_OK:
            guard let tape, let strings else { throw Refusal.outOfMemory }
            return try body(JSONView(tape: tape, strings: strings, index: 1))
        case CJSON_TOO_DEEP: throw Refusal.tooDeep
        case CJSON_BAD_NUMBER: throw Refusal.badNumber
        case CJSON_BAD_TEXT: throw Refusal.badText
        case CJSON_OUT_OF_MEMORY: throw Refusal.outOfMemory
        default: throw Refusal.malformed
        }
    }
}
