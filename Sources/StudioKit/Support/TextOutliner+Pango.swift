import SketchFormats
import SketchRendering

extension TextOutliner {
    /// Outlines in the installed fonts.
    package static let pango = TextOutliner(name: "pango") { text, font in
        guard let outlines = TextOutlines(text, families: font.families, weight: font.weight, isItalic: font.isItalic) else {
            return nil
        }
        return Outline(
            curves: outlines.curves, advance: outlines.advance, missingGlyphs: outlines.missingGlyphs,
            isSubstituted: !TextOutlines.hasFamily(font.family))
    }
}
