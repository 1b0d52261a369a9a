/// JSON that keeps the order of its keys and writes the shortest text of each number that reads back as the same number,
/// so that equal results have equal bytes.
package enum JSONValue {
    case string(String)
    case integer(Int)
    case float(Float)
    case double(Double)
    /// A number as its JSON text.
    case number(String)
    case boolean(Bool)
    case null
    case array([JSONValue])
    case object([(String, JSONValue)])

    package static func floats(_ values: [Float]) -> JSONValue { .array(values.map(JSONValue.float)) }
    package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// One line of JSON.
    package var text: String {
        var text = ""
        append(to: &text)
        return text
    }

    private func append(to text: inout String) {
        switch self {
        case .string(let value): text += JSONText.quoted(value)
        case .integer(let value): text += String(value)
        // JSON has neither NaN nor infinity; null keeps the file readable.
        case .float(let value): text += value.isFinite ? Self.number("\(value)") : "null"
        case .double(let value): text += value.isFinite ? Self.number("\(value)") : "null"
        case .number(let value): text += value
        case .boolean(let value): text += value ? "true" : "false"
        case .null: text += "null"
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.append(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                text += JSONText.quoted(member.0)
                text += ":"
                member.1.append(to: &text)
            }
            text += "}"
        }
    }

    /// `1.0` becomes `1`.
    private static func number(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension JSONValue {
    /// The value for people: strings without quotation marks.
    package var plain: String {
        if case .string(let value) = self { value } else { text }
    }
}
