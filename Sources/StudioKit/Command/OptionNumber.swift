import SketchRendering

/// A number that options have.
public protocol OptionNumber: Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
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
        if let value = Self(text), range.contains(value) { return value }
        let isOpen = range.upperBound == unlimited
        throw OptionRefusal(
            isOpen
                ? "must be at least \(range.lowerBound.plainText)"
                : "must be from \(range.lowerBound.plainText) to \(range.upperBound.plainText)")
    }
}

extension Int: OptionNumber {
    public var setting: RecipeValue { .integer(self) }
    public static var unlimited: Int { .max }
    public var plainText: String { description }
}

extension UInt64: OptionNumber {
    public var setting: RecipeValue { Int(exactly: self).map(RecipeValue.integer) ?? .text(description) }
    public static var unlimited: UInt64 { .max }
    public var plainText: String { description }
}

extension Double: OptionNumber {
    public var setting: RecipeValue { .number(self) }
    public static var unlimited: Double { .infinity }
    public var plainText: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
