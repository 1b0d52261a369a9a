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

    /// The value as JSON on one line. Characters outside ASCII are not escaped, except noncharacters, which neither XML
    /// nor Cairo accepts, and DEL.
    public var json: String { JSONText.escapingNoncharacters(jsonValue.text) }

    private var jsonValue: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .integer(let value): .integer(value)
        // Keeps the `.0` of whole numbers, which distinguishes them from integers.
        case .number(let value): value.isFinite ? .number(String(value)) : .null
        case .flag(let value): .boolean(value)
        case .list(let values): .array(values.map(\.jsonValue))
        case .object(let entries): .object(entries.map { ($0.key, $0.value.jsonValue) })
        }
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
