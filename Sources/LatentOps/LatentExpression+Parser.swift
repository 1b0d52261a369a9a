extension LatentExpression {
    /// The symbols of a text with their positions.
    ///
    /// - Throws: `LatentExpressionError`.
    static func tokens(of text: String) throws -> [Token] {
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
                    throw LatentExpressionError(text: text, offset: start, detail: "the quoted name is empty")
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
    struct Parser {
        let text: String
        let tokens: [Token]
        var position = 0
        var depth = 0

        private func fault(_ detail: String) -> LatentExpressionError {
            let offset = position < tokens.count ? tokens[position].offset : text.count
            return LatentExpressionError(text: text, offset: offset, detail: detail)
        }

        mutating func expression() throws -> Node {
            let node = try sum()
            guard position == tokens.count else {
                throw fault(
                    tokens[position].symbol == .close
                        ? "this parenthesis has no opening parenthesis" : "an operator (+, - or *) is missing before this")
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
            var node = try operand()
            while position < tokens.count, tokens[position].symbol == .times {
                let token = tokens[position]
                position += 1
                node = .binary(.times, node, try operand(), offset: token.offset)
            }
            return node
        }

        private mutating func operand() throws -> Node {
            let expected = "expected a drawing, a number or a parenthesis here"
            guard position < tokens.count else { throw fault(expected) }
            depth += 1
            defer { depth -= 1 }
            guard depth <= LatentExpression.depthLimit else {
                throw fault("nested more than \(LatentExpression.depthLimit) levels deep here")
            }
            let token = tokens[position]
            switch token.symbol {
            case .number(let number, _):
                position += 1
                return .number(number)
            case .name(let name):
                position += 1
                return .name(name, offset: token.offset)
            case .minus:
                position += 1
                return .negative(try operand(), offset: token.offset)
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
