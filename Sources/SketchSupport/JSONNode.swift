import FoundationEssentials

/// JSON whose structure is not known before it is read.
package enum JSONNode: Hashable, Sendable, Codable {
    case null
    case boolean(Bool)
    case integer(Int)
    case double(Double)
    case string(String)
    case array([JSONNode])
    case object([String: JSONNode])

    /// - Throws: `DecodingError` for a text that is not JSON.
    package init(json: Data) throws { self = try JSONDecoder().decode(JSONNode.self, from: json) }

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self =
            if value.decodeNil() {
                .null
            } else if let boolean = try? value.decode(Bool.self) {
                .boolean(boolean)
            } else if let integer = try? value.decode(Int.self) {
                .integer(integer)
            } else if let double = try? value.decode(Double.self) {
                .double(double)
            } else if let string = try? value.decode(String.self) {
                .string(string)
            } else if let array = try? value.decode([JSONNode].self) {
                .array(array)
            } else {
                .object(try value.decode([String: JSONNode].self))
            }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    package var members: [String: JSONNode]? { if case .object(let members) = self { members } else { nil } }
    package var elements: [JSONNode]? { if case .array(let elements) = self { elements } else { nil } }
    package var string: String? { if case .string(let text) = self { text } else { nil } }
}
