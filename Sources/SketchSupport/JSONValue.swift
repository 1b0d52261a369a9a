import Foundation

/// JSON that keeps its keys in the order they were given and its numbers as short as they can be read back,
/// so that the same result is the same bytes.
package enum JSONValue {
    case string(String)
    case integer(Int)
    case float(Float)
    case double(Double)
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
        case .string(let value): Self.append(quoted: value, to: &text)
        case .integer(let value): text += String(value)
        // JSON has no NaN and no infinity; a reader is better served by null than by a file it cannot parse.
        case .float(let value): text += value.isFinite ? Self.number("\(value)") : "null"
        case .double(let value): text += value.isFinite ? Self.number("\(value)") : "null"
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
                Self.append(quoted: member.0, to: &text)
                text += ":"
                member.1.append(to: &text)
            }
            text += "}"
        }
    }

    /// `1.0` becomes `1`; the rest is Swift's shortest text that reads back as the same number.
    private static func number(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func append(quoted value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if scalar.value < 0x20 {
                    text += String(format: "\\u%04x", scalar.value)
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}

extension JSONValue {
    /// The value as a person reads it: strings without quotation marks.
    package var plain: String {
        if case .string(let value) = self { value } else { text }
    }
}
