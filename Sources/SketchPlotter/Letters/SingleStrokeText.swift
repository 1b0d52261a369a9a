import SketchCore
import SketchRendering

/// Lines of text in single-stroke letters.
package enum SingleStrokeText {
    /// The height of capitals as a share of the font size.
    private static let capitalShare = 0.7

    /// Returns the polylines of a text, in points. Accents are left off their letters.
    ///
    /// - Parameter missing: receives the characters that have no letter; they are left out.
    package static func strokes(of text: Picture.Text, missing: inout Set<Character>) -> [[Point]] {
        let scale = text.size * capitalShare / SingleStrokeFont.capitalHeight
        var strokes: [[Point]] = []
        var x = 0.0
        for character in text.string {
            let letters = letters(of: character)
            if letters.isEmpty { missing.insert(character) }
            for letter in letters {
                strokes += letter.strokes.map { $0.map { Point(x: x + $0.x, y: $0.y) } }
                x += letter.width
            }
        }
        let left =
            switch text.anchor {
            case .start: 0.0
            case .middle: x / 2
            case .end: x
            }
        return strokes.map { $0.map { Point(x: text.x + ($0.x - left) * scale, y: text.y + $0.y * scale) } }
    }

    /// Returns the letters that show a character; none for one that has no similar letter.
    private static func letters(of character: Character) -> [SingleStrokeFont.Letter] {
        if let letter = SingleStrokeFont.letter(character) { return [letter] }
        if let text = similar[character] { return text.compactMap(SingleStrokeFont.letter) }
        if character.isWhitespace { return [SingleStrokeFont.letter(" ")].compactMap(\.self) }
        return [base(of: character).flatMap(SingleStrokeFont.letter)].compactMap(\.self)
    }

    /// The letter under accents, which is a scalar of its own or in the name of the scalar: LATIN SMALL LETTER E WITH ACUTE.
    private static func base(of character: Character) -> Character? {
        guard let scalar = character.unicodeScalars.first else { return nil }
        let words = (scalar.properties.name ?? "").split(separator: " ")
        guard words.count > 4, words[0] == "LATIN", words[2] == "LETTER", words[4] == "WITH", words[3].count == 1 else {
            return Character(scalar)
        }
        return Character(words[1] == "SMALL" ? words[3].lowercased() : String(words[3]))
    }

    private static let similar: [Character: String] = [
        "\u{D7}": "x", "\u{2212}": "-", "\u{2013}": "-", "\u{2014}": "-", "\u{2018}": "'", "\u{2019}": "'", "\u{201C}": "\"",
        "\u{201D}": "\"", "\u{2026}": "...", "\u{B7}": ".", "\u{DF}": "ss", "\u{E6}": "ae", "\u{C6}": "AE", "\u{F8}": "o",
        "\u{D8}": "O", "\u{142}": "l",
        "\u{141}": "L", "\u{131}": "i", "\u{212B}": "A",
    ]
}
