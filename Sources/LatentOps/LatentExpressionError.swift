/// An expression that cannot be parsed or evaluated, and the position of the fault.
public struct LatentExpressionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The expression.
    public var text: String
    /// The position of the fault, in characters from the start of the text.
    public var offset: Int
    /// The fault, in the middle of a sentence.
    public var detail: String

    /// A sentence, the expression, and a caret below the fault.
    public var description: String {
        let line = text.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
        return "Invalid expression: \(detail).\n  \(line)\n  \(String(repeating: " ", count: offset))^"
    }
}
