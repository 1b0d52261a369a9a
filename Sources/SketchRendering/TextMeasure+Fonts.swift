import CCairo
import FoundationEssentials
import Glibc
import SketchSupport

extension TextMeasure {
    /// Returns whether a font family is installed, ignoring case.
    static func isInstalled(_ font: String) -> Bool {
        if ["sans", "sans-serif", "serif", "monospace", "mono"].contains(font.lowercased()) { return true }
        var families: UnsafeMutablePointer<OpaquePointer?>?
        var count: Int32 = 0
        guard problem == nil, let map = pango_cairo_font_map_get_default() else { return true }
        pango_font_map_list_families(map, &families, &count)
        defer { free(families) }
        return (0..<Int(count)).contains { index in
            guard let family = families?[index], let name = pango_font_family_get_name(family) else { return false }
            return String(cString: name).lowercased() == font.lowercased()
        }
    }

    /// Returns the names of the scripts that have characters in `text` for which no font has a glyph.
    func missingScripts(in text: String) -> Set<String> {
        guard hasUnknownGlyphs(text) else { return [] }
        return Set(
            Self.singleLine(text).unicodeScalars.filter { !$0.isASCII && hasUnknownGlyphs(String($0)) }.map(Self.script))
    }

    /// Returns the script of a character: the first word of its Unicode name.
    private static func script(_ scalar: Unicode.Scalar) -> String {
        let name = scalar.properties.name ?? scalar.properties.nameAlias ?? ""
        if scalar.properties.isEmojiPresentation { return "emoji" }
        guard scalar.properties.isAlphabetic, let word = name.split(separator: " ").first else {
            return "U+" + String(scalar.value, radix: 16, uppercase: true)
        }
        return word.hasPrefix("CJK") ? "Chinese characters" : word.capitalized
    }
}

extension Picture {
    /// Sentences on what is not shown as it should be: text in another font or as boxes, and a sheet that its page reduces.
    package var warnings: [String] {
        let measure = TextMeasure(font: font)
        var scripts: Set<String> = []
        for case .text(let text) in flatItems where !text.string.utf8.allSatisfy({ $0 < 0x80 }) {
            scripts.formUnion(measure.missingScripts(in: text.string))
        }
        var warnings: [String] = []
        if let font, !TextMeasure.isInstalled(font) { warnings.append("The font \(font) is not installed; another is used.") }
        if !scripts.isEmpty {
            let list = scripts.sorted().joined(separator: ", ")
            warnings.append("No installed font has glyphs for some of the text (\(list)); boxes are shown instead.")
        }
        if reduction < 0.99 {
            let percent = PlainNumber.text(reduction * 100, decimals: 0)
            warnings.append("The sheet is larger than its page and is reduced to \(percent) %.")
        }
        return warnings
    }
}
