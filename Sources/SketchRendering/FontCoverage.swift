/// Which scripts the installed fonts can show, for diagnosis.
package struct FontCoverage: Sendable {
    /// Why no text can be shown, or nil.
    package let problem: RenderingError?
    /// Names of scripts whose sample text has a glyph for every character.
    package let covered: [String]
    /// The other scripts.
    package let missing: [String]

    private static let samples = [
        ("Latin", "Aé"), ("Greek", "Ωα"), ("Cyrillic", "Жя"), ("Arabic", "عر"), ("Hebrew", "אב"), ("Devanagari", "कल"),
        ("Thai", "กข"), ("Chinese", "猫豚"), ("Japanese", "ねコ"), ("Korean", "고양"), ("emoji", "🐱"),
    ]

    package init() {
        problem = TextMeasure.problem
        guard problem == nil else {
            (covered, missing) = ([], Self.samples.map(\.0))
            return
        }
        let measure = TextMeasure()
        let isCovered = Self.samples.map { measure.missingScripts(in: $0.1).isEmpty }
        covered = zip(Self.samples, isCovered).filter(\.1).map(\.0.0)
        missing = zip(Self.samples, isCovered).filter { !$0.1 }.map(\.0.0)
    }
}
