import SketchCore

/// Turns text into outlines of letters, for `ReadOptions.textOutliner`.
package struct TextOutliner: Hashable, Sendable {
    /// The font of a text.
    package struct Font: Hashable, Sendable {
        /// Names of font families, separated by commas: the first one that is installed is used.
        package var families = "sans-serif"
        /// From 100 to 1000; 400 is regular and 700 bold.
        package var weight = 400
        package var isItalic = false

        package init() {}

        /// The first family's name.
        package var family: String { families.prefix { $0 != "," }.trimmingPrefix { $0.isWhitespace }.description }
    }

    /// The outlines of a line of text whose baseline starts at (0, 0), in units of the font size; y runs down.
    package struct Outline: Sendable {
        package var curves: [DrawingPage.Curve]
        /// The distance from the start of the text to its end.
        package var advance: Double
        /// The characters for which no font has a glyph.
        package var missingGlyphs: Int
        /// Whether the font has another family than the first one.
        package var isSubstituted: Bool

        package init(curves: [DrawingPage.Curve], advance: Double, missingGlyphs: Int, isSubstituted: Bool) {
            (self.curves, self.advance) = (curves, advance)
            (self.missingGlyphs, self.isSubstituted) = (missingGlyphs, isSubstituted)
        }
    }

    /// Two outliners of one name are equal.
    private let name: String
    /// Returns the outlines of a line of text; nil if no text can be laid out.
    package let outline: @Sendable (_ text: String, Font) -> Outline?

    package init(name: String, outline: @escaping @Sendable (String, Font) -> Outline?) {
        (self.name, self.outline) = (name, outline)
    }

    package static func == (one: TextOutliner, other: TextOutliner) -> Bool { one.name == other.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
