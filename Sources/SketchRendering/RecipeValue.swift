import SketchSupport

/// A JSON value in a recipe. Objects keep the order of their keys.
public indirect enum RecipeValue: Hashable, Sendable {
    /// A string.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; `null` in JSON if it is not finite.
    case number(Double)
    /// A Boolean.
    case flag(Bool)
    /// An array.
    case list([RecipeValue])
    /// An object.
    case object([RecipeEntry])

    /// The value as JSON on one line. Characters outside ASCII are not escaped.
    public var json: String {
        switch self {
        case .text(let text): return Self.quoted(text)
        case .integer(let value): return String(value)
        case .number(let value): return value.isFinite ? String(value) : "null"
        case .flag(let value): return value ? "true" : "false"
        case .list(let values): return "[" + values.map(\.json).joined(separator: ",") + "]"
        case .object(let entries):
            let members = entries.map { Self.quoted($0.key) + ":" + $0.value.json }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    /// Also escapes characters that neither XML nor Cairo accepts: DEL and noncharacters.
    private static func quoted(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in JSONText.quoted(text).unicodeScalars {
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
}

/// A key and its value in a recipe.
public struct RecipeEntry: Hashable, Sendable {
    /// The key.
    public var key: String
    /// The value.
    public var value: RecipeValue

    /// Creates an entry.
    public init(_ key: String, _ value: RecipeValue) {
        self.key = key
        self.value = value
    }
}

extension RecipeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
