/// The inherited properties of text.
struct SVGFont {
    /// Where a text is relative to its position.
    enum Anchor { case start, middle, end }

    private(set) var font = TextOutliner.Font()
    /// In user units; `medium` is 16 pixels.
    private(set) var size = 16.0
    private(set) var anchor = Anchor.start
    /// Added after every character, in user units.
    private(set) var letterSpacing = 0.0
    /// Whether spaces stay as they are.
    var keepsSpace = false

    private static let sizes: [String: Double] = [
        "xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32, "xxx-large": 48,
    ]

    /// - Parameter values: the properties that an element states.
    mutating func apply(_ values: [SVGDeclarations.Property: String]) {
        if let text = values[.font] { applyShorthand(text) }
        if let text = values[.fontFamily] { font.families = Self.families(text) }
        if let text = values[.fontSize] { size = length(text, of: size) ?? size }
        if let text = values[.fontWeight] { font.weight = weight(text) ?? font.weight }
        if let text = values[.fontStyle] { font.isItalic = Self.isItalic(text) }
        switch values[.textAnchor]?.lowercased() {
        case "start", "initial": anchor = .start
        case "middle": anchor = .middle
        case "end": anchor = .end
        default: break
        }
        if let text = values[.letterSpacing] { letterSpacing = length(text, of: size) ?? 0 }
        switch values[.whiteSpace]?.lowercased() {
        case "pre", "pre-wrap", "break-spaces": keepsSpace = true
        case "normal", "nowrap", "pre-line", "initial": keepsSpace = false
        default: break
        }
    }

    /// Reads `font`: style and weight in any order, then the size, with or without the height of a line, and the families.
    private mutating func applyShorthand(_ text: String) {
        var words = text.split(whereSeparator: \.isWhitespace)[...]
        (font, size) = (TextOutliner.Font(), 16)
        while let word = words.first, let first = word.first, !first.isNumber || weight(String(word)) != nil {
            if Self.sizes[word.lowercased()] != nil { break }
            if let weight = weight(String(word)) { font.weight = weight }
            if Self.isItalic(String(word)) { font.isItalic = true }
            words = words.dropFirst()
        }
        guard let word = words.popFirst() else { return }
        size = length(String(word.prefix { $0 != "/" }), of: size) ?? size
        font.families = Self.families(words.joined(separator: " "))
    }

    private static func families(_ text: String) -> String {
        let names = text.split(separator: ",").map { name in
            name.filter { $0 != "'" && $0 != "\"" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return names.isEmpty ? "sans-serif" : names.joined(separator: ",")
    }

    private static func isItalic(_ text: String) -> Bool {
        text.lowercased().hasPrefix("italic") || text.lowercased().hasPrefix("oblique")
    }

    private func weight(_ text: String) -> Int? {
        switch text.lowercased() {
        case "normal", "initial": 400
        case "bold": 700
        case "bolder": font.weight < 350 ? 400 : font.weight < 550 ? 700 : 900
        case "lighter": font.weight < 550 ? 100 : font.weight < 750 ? 400 : 700
        case let text: Int(text).flatMap { (1...1000).contains($0) ? $0 : nil }
        }
    }

    /// Returns a length in user units: em, ex and % refer to a font size.
    private func length(_ text: String, of size: Double) -> Double? {
        let text = text.lowercased()
        if let size = Self.sizes[text] { return size }
        for (unit, factor) in [("%", 0.01), ("rem", 16 / max(size, 1e-9)), ("em", 1), ("ex", 0.5)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { $0 * factor * size }
        }
        return (try? SVGLength(parsing: Array(text.utf8), of: "font-size"))?.absolute
    }
}
