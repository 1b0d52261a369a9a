import SketchRendering

/// A number that options have.
public protocol OptionNumber: Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// What a text should have been: `a number`.
    static var kind: String { get }
    /// The number in a recipe's settings.
    var setting: RecipeValue { get }
    /// The largest number; a range that reaches it has no upper end in messages.
    static var unlimited: Self { get }
    /// The number as a person writes it: `1`, not `1.0`.
    var plainText: String { get }
}

extension OptionNumber {
    /// - Throws: `OptionRefusal`.
    static func read(_ text: String, in range: ClosedRange<Self>) throws -> Self {
        let (lower, upper) = (range.lowerBound.plainText, range.upperBound.plainText)
        let bounds = range.upperBound == unlimited ? "at least \(lower)" : "from \(lower) to \(upper)"
        guard let value = Self(text) else {
            // A negative number is below the range of a type without sign.
            let isBelow = text.hasPrefix("-") && Int(text) != nil
            throw OptionRefusal(isBelow ? "must be \(bounds)" : "must be \(kind) from \(lower) to \(upper)")
        }
        guard range.contains(value) else { throw OptionRefusal("must be \(bounds)") }
        return value
    }
}

extension Int: OptionNumber {
    public static var kind: String { "a whole number" }
    public var setting: RecipeValue { .integer(self) }
    public static var unlimited: Int { .max }
    public var plainText: String { description }
}

extension UInt64: OptionNumber {
    public static var kind: String { "a whole number" }
    public var setting: RecipeValue { Int(exactly: self).map(RecipeValue.integer) ?? .text(description) }
    public static var unlimited: UInt64 { .max }
    public var plainText: String { description }
}

extension Double: OptionNumber {
    public static var kind: String { "a number" }
    public var setting: RecipeValue { .number(self) }
    public static var unlimited: Double { .infinity }
    public var plainText: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
