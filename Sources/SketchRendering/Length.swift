import SketchSupport

/// A length on paper or screen, such as `12mm`, `2cm`, `3in` or `400px`. 1 px is 1/96 in, as in CSS and SVG.
public struct Length: Hashable, Sendable, CustomStringConvertible {
    /// A unit of length.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case pixels = "px"
        case millimetres = "mm"
        case centimetres = "cm"
        case inches = "in"

        /// The size of the unit, in points (1/72 in).
        public var points: Double {
            switch self {
            case .pixels: 72.0 / 96.0
            case .millimetres: 72.0 / 25.4
            case .centimetres: 72.0 / 2.54
            case .inches: 72.0
            }
        }
    }

    /// The number of units.
    public var value: Double
    /// The unit, kept for SVG output.
    public var unit: Unit

    /// Creates a length.
    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// The length in points (1/72 in).
    public var points: Double { value * unit.points }

    /// Parses `12mm`, `3 in`, `400px` or `400` (pixels).
    ///
    /// - Throws: `RenderingError.badLength`, also for negative or non-finite numbers.
    public init(parsing text: String) throws {
        let trimmed = text.trimmed.lowercased()
        var number = trimmed
        var unit = Unit.pixels
        for candidate in Unit.allCases where trimmed.hasSuffix(candidate.rawValue) {
            number = String(trimmed.dropLast(candidate.rawValue.count))
            unit = candidate
        }
        number = number.trimmed
        let isPlain = number.allSatisfy { $0.isASCII && ($0.isNumber || ".+-e".contains($0)) }
        guard isPlain, let value = Double(number), value.isFinite, value >= 0 else {
            throw RenderingError.badLength(text)
        }
        self.init(value, unit)
    }

    /// The length as text, for example `12mm`.
    public var description: String { PlainNumber.text(value, decimals: 4) + unit.rawValue }

    /// Returns a length in pixels.
    public static func pixels(_ value: Double) -> Length { Length(value, .pixels) }
    /// Returns a length in millimetres.
    public static func millimetres(_ value: Double) -> Length { Length(value, .millimetres) }
    /// Returns a length in inches.
    public static func inches(_ value: Double) -> Length { Length(value, .inches) }
}
