/// Arithmetic over drawings, as in the paper's analogies (Ha & Eck, section 4.3, figure 6):
/// `cat-head.json + 0.5*(pig-body.json - pig-head.json)`.
///
///     sum     = product (("+" | "-") product)*
///     product = part ("*" part)*
///     part    = "-" part | number | name | "'" name "'" | "(" sum ")"
///
/// A name is a run of anything but white space, `+`, `*`, parentheses and quotation marks, and does not begin with
/// `-`: `cat-head.json` is a name, `cat - head` a difference. Other names are quoted with ' or ".
public struct LatentExpression: Sendable {
    /// A part of the text; what a picture of the expression shows in order.
    public enum Symbol: Hashable, Sendable {
        /// As it was typed.
        case number(Double, String)
        case name(String)
        case plus, minus, times, open, close
    }

    struct Token: Sendable {
        var symbol: Symbol
        /// Characters from the start of the text.
        var offset: Int
    }

    private indirect enum Node: Sendable {
        case number(Double)
        case name(String)
        case negative(Node, offset: Int)
        case binary(Symbol, Node, Node, offset: Int)
    }

    private enum Value {
        case number(Double)
        case latent([Double])
    }

    /// The longest text and the deepest nesting accepted.
    private static let lengthLimit = 10_000
    private static let depthLimit = 100

    public let text: String
    /// The whole expression, in order.
    public let symbols: [Symbol]
    private let root: Node

    /// Throws `LatentExpressionError`, which points at the place.
    public init(_ text: String) throws {
        guard text.count <= Self.lengthLimit else {
            throw LatentExpressionError(text: String(text.prefix(60)), offset: 0, detail: "it is too long")
        }
        self.text = text
        let tokens = try Self.tokens(of: text)
        symbols = tokens.map(\.symbol)
        var parser = Parser(text: text, tokens: tokens)
        root = try parser.whole()
    }

    /// "`a` is to `b` as `c` is to ?": c + (b - a).
    public init(analogy a: String, _ b: String, _ c: String) {
        text = "\(c) + (\(b) - \(a))"
        symbols = [.name(c), .plus, .open, .name(b), .minus, .name(a), .close]
        root = .binary(.plus, .name(c), .binary(.minus, .name(b), .name(a), offset: 0), offset: 0)
    }

    /// The names in it, each once, in order.
    public var names: [String] {
        var names: [String] = []
        var seen: Set<String> = []
        for case .name(let name) in symbols where seen.insert(name).inserted { names.append(name) }
        return names
    }

    /// The latent that the expression comes to. `latents` holds one of Z values for each name.
    ///
    /// Throws `LatentExpressionError` where the arithmetic makes no sense, `LatentOpsError.sizesDiffer`, or
    /// `.nonFinite` where it overflows.
    public func value(_ latents: [String: [Float]]) throws -> [Float] {
        guard case .latent(let sum) = try value(of: root, latents) else {
            throw LatentExpressionError(text: text, offset: 0, detail: "it comes to a number, not to a drawing")
        }
        let result = sum.map { Float($0) }
        if let index = result.firstIndex(where: { !$0.isFinite }) { throw LatentOpsError.nonFinite(index: index) }
        return result
    }

    private func value(of node: Node, _ latents: [String: [Float]]) throws -> Value {
        switch node {
        case .number(let number): return .number(number)
        case .name(let name): return .latent((latents[name] ?? []).map { Double($0) })
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

    private static func tokens(of text: String) throws -> [Token] {
        let characters = Array(text)
        var tokens: [Token] = []
        var index = 0
        while index < characters.count {
            let start = index
            let character = characters[index]
            index += 1
            switch character {
            case _ where character.isWhitespace: continue
            case "+": tokens.append(Token(symbol: .plus, offset: start))
            case "-", "\u{2212}": tokens.append(Token(symbol: .minus, offset: start))
            case "*", "\u{D7}": tokens.append(Token(symbol: .times, offset: start))
            case "(": tokens.append(Token(symbol: .open, offset: start))
            case ")": tokens.append(Token(symbol: .close, offset: start))
            case "'", "\"":
                guard let end = characters[index...].firstIndex(of: character) else {
                    throw LatentExpressionError(text: text, offset: start, detail: "this quotation mark is not closed")
                }
                guard end > index else {
                    throw LatentExpressionError(text: text, offset: start, detail: "there is no name in the quotation marks")
                }
                tokens.append(Token(symbol: .name(String(characters[index..<end])), offset: start))
                index = end + 1
            default:
                while index < characters.count, !characters[index].isWhitespace, !"+*\u{D7}()'\"".contains(characters[index]) {
                    index += 1
                }
                let word = String(characters[start..<index])
                let number = Double(word).flatMap {
                    $0.isFinite && (word.first?.isNumber == true || word.first == ".") ? $0 : nil
                }
                tokens.append(Token(symbol: number.map { .number($0, word) } ?? .name(word), offset: start))
            }
        }
        return tokens
    }

    /// Recursive descent over the tokens.
    private struct Parser {
        let text: String
        let tokens: [Token]
        var position = 0
        var depth = 0

        private func fault(_ detail: String) -> LatentExpressionError {
            let offset = position < tokens.count ? tokens[position].offset : text.count
            return LatentExpressionError(text: text, offset: offset, detail: detail)
        }

        mutating func whole() throws -> Node {
            let node = try sum()
            guard position == tokens.count else {
                throw fault(
                    tokens[position].symbol == .close
                        ? "this parenthesis was never opened" : "a sign (+, - or *) is missing before this")
            }
            return node
        }

        private mutating func sum() throws -> Node {
            var node = try product()
            while position < tokens.count, [.plus, .minus].contains(tokens[position].symbol) {
                let token = tokens[position]
                position += 1
                node = .binary(token.symbol, node, try product(), offset: token.offset)
            }
            return node
        }

        private mutating func product() throws -> Node {
            var node = try part()
            while position < tokens.count, tokens[position].symbol == .times {
                let token = tokens[position]
                position += 1
                node = .binary(.times, node, try part(), offset: token.offset)
            }
            return node
        }

        private mutating func part() throws -> Node {
            let expected = "a drawing, a number or a parenthesis is expected here"
            guard position < tokens.count else { throw fault(expected) }
            depth += 1
            defer { depth -= 1 }
            guard depth <= LatentExpression.depthLimit else { throw fault("it is nested too deeply here") }
            let token = tokens[position]
            switch token.symbol {
            case .number(let number, _):
                position += 1
                return .number(number)
            case .name(let name):
                position += 1
                return .name(name)
            case .minus:
                position += 1
                return .negative(try part(), offset: token.offset)
            case .open:
                position += 1
                let node = try sum()
                guard position < tokens.count, tokens[position].symbol == .close else {
                    throw fault("a closing parenthesis is missing here")
                }
                position += 1
                return node
            case .plus, .times, .close: throw fault(expected)
            }
        }
    }
}

/// What makes no sense in an expression, and where.
public struct LatentExpressionError: Error, Equatable, Sendable, CustomStringConvertible {
    public var text: String
    /// Characters from the start of the text.
    public var offset: Int
    public var detail: String

    /// A sentence, the expression, and a caret under the place.
    public var description: String {
        let line = text.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
        return "The expression makes no sense: \(detail).\n  \(line)\n  \(String(repeating: " ", count: offset))^"
    }
}
