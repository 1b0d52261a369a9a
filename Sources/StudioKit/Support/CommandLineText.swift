/// A command as it can be typed again, for recipes.
package struct CommandLineText {
    package private(set) var text: String

    package init(_ command: String) { text = command }

    package func words(_ words: [String]) -> CommandLineText {
        var copy = self
        for word in words { copy.text += " " + Self.quoted(word) }
        return copy
    }

    /// `--name value`, or `--name=value` for a value that begins with a dash; nothing without a value.
    package func option(_ name: String, _ value: String?) -> CommandLineText {
        guard let value else { return self }
        if value.hasPrefix("-") { return words(["--\(name)=\(value)"]) }
        return words(["--" + name, value])
    }

    /// `--name` if it is set.
    package func flag(_ name: String, _ isSet: Bool) -> CommandLineText { isSet ? words(["--" + name]) : self }

    /// The words of a text that `words` made: separated by white space, joined by single quotes; a backslash quotes one
    /// character. Nil if a quotation mark is not closed.
    package static func words(of text: String) -> [String]? {
        var words: [String] = []
        var word = ""
        var isWord = false
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if isQuoted {
                if character == "'" { isQuoted = false } else { word.append(character) }
            } else if character.isWhitespace {
                if isWord { words.append(word) }
                (word, isWord) = ("", false)
            } else {
                isWord = true
                switch character {
                case "'": isQuoted = true
                case "\\": isEscaped = true
                default: word.append(character)
                }
            }
        }
        if isWord { words.append(word) }
        return isQuoted || isEscaped ? nil : words
    }

    /// The word quoted for a POSIX shell.
    private static func quoted(_ word: String) -> String {
        let plain = word.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", "+", ",", ":", "=", "@", "%": true
            default: false
            }
        }
        if plain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
