/// Arithmetic with latents, as in the paper's analogies (Ha & Eck, section 4.3, figure 7):
/// `cat-head.json + 0.5*(pig-body.json - pig-head.json)`.
///
///     sum     = product (("+" | "-") product)*
///     product = operand ("*" operand)*
///     operand = "-" operand | number | name | "'" name "'" | "(" sum ")"
///
/// A name consists of any characters except white space, `+`, `*`, parentheses and quotation marks, and does not begin
/// with `-`: `cat-head.json` is a name, `cat - head` is a difference. Other names are quoted with ' or ".
public struct LatentExpression: Sendable {
    /// A part of the expression's text.
    public enum Symbol: Hashable, Sendable {
        /// A number's value, and its text as written.
        case number(Double, String)
        case name(String)
        case plus, minus, times, open, close
    }

    /// A symbol and its position, in characters from the start of the text.
    struct Token: Sendable {
        var symbol: Symbol
        var offset: Int
    }

    indirect enum Node: Sendable {
        case number(Double)
        case name(String, offset: Int)
        case negative(Node, offset: Int)
        case binary(Symbol, Node, Node, offset: Int)
    }

    private enum Value {
        case number(Double)
        case latent([Double])
    }

    /// The longest accepted text in characters, and the deepest accepted nesting.
    static let lengthLimit = 10_000
    static let depthLimit = 100

    /// The expression as written.
    public let text: String
    /// The parts of the text, in order.
    public let symbols: [Symbol]
    private let root: Node

    /// Parses an expression.
    ///
    /// - Throws: `LatentExpressionError`.
    public init(_ text: String) throws {
        guard text.count <= Self.lengthLimit else {
            throw LatentExpressionError(
                text: String(text.prefix(60)), offset: 0, detail: "the text is longer than \(Self.lengthLimit) characters")
        }
        self.text = text
        let tokens = try Self.tokens(of: text)
        symbols = tokens.map(\.symbol)
        var parser = Parser(text: text, tokens: tokens)
        root = try parser.expression()
    }

    /// "`a` is to `b` as `c` is to ?": c + (b - a).
    public init(analogy a: String, _ b: String, _ c: String) {
        text = "\(c) + (\(b) - \(a))"
        symbols = [.name(c), .plus, .open, .name(b), .minus, .name(a), .close]
        let difference = Node.binary(.minus, .name(b, offset: c.count + 4), .name(a, offset: c.count + b.count + 7), offset: 0)
        root = .binary(.plus, .name(c, offset: 0), difference, offset: 0)
    }

    /// The names in the expression, each once, in order.
    public var names: [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for case .name(let name) in symbols where seen.insert(name).inserted { names.append(name) }
        return names
    }

    /// The expression's value: a latent of Z values.
    ///
    /// - Parameter latents: Z values for each of `names`; others are ignored.
    /// - Throws: `LatentExpressionError` for a name without a latent and for arithmetic that is not defined,
    ///   `LatentOpsError.sizesDiffer`, or `.nonFinite` where a value overflows.
    public func value(_ latents: [String: [Float]]) throws -> [Float] {
        guard case .latent(let sum) = try value(of: root, latents) else {
            throw LatentExpressionError(text: text, offset: 0, detail: "the result is a number, not a drawing")
        }
        let result = sum.map { Float($0) }
        if let index = result.firstIndex(where: { !$0.isFinite }) { throw LatentOpsError.nonFinite(index: index) }
        return result
    }

    private func value(of node: Node, _ latents: [String: [Float]]) throws -> Value {
        switch node {
        case .number(let number): return .number(number)
        case .name(let name, let offset):
            guard let latent = latents[name] else {
                throw LatentExpressionError(text: text, offset: offset, detail: "'\(name)' has no latent")
            }
            return .latent(latent.map { Double($0) })
        case .negative(let part, let offset):
            return try combine(.times, .number(-1), value(of: part, latents), offset)
        case .binary(let symbol, let left, let right, let offset):
            return try combine(symbol, value(of: left, latents), value(of: right, latents), offset)
        }
    }

    private func combine(_ symbol: Symbol, _ left: Value, _ right: Value, _ offset: Int) throws -> Value {
        func fault(_ detail: String) -> LatentExpressionError { .init(text: text, offset: offset, detail: detail) }
        switch (symbol, left, right) {
        case (.times, .number(let a), .number(let b)): return .number(a * b)
        case (.times, .number(let factor), .latent(let vector)), (.times, .latent(let vector), .number(let factor)):
            return .latent(vector.map { $0 * factor })
        case (.times, .latent, .latent):
            throw fault("two drawings cannot be multiplied; multiply a drawing by a number")
        case (.plus, .number(let a), .number(let b)): return .number(a + b)
        case (_, .number(let a), .number(let b)): return .number(a - b)
        case (_, .latent(let a), .latent(let b)):
            guard a.count == b.count else { throw LatentOpsError.sizesDiffer(a.count, b.count) }
            return .latent(zip(a, b).map { symbol == .plus ? $0 + $1 : $0 - $1 })
        default:
            throw fault("a drawing and a number cannot be \(symbol == .plus ? "added" : "subtracted")")
        }
    }
}
