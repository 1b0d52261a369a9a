import Foundation

/// A length on paper or screen, as people write it: `12mm`, `3in`, `400px` (1 px = 1/96 in, as in CSS and SVG).
public struct Length: Hashable, Sendable, CustomStringConvertible {
    /// What a length was given in. A sheet keeps it for the size of its SVG.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case pixels = "px"
        case millimetres = "mm"
        case inches = "in"

        /// Points (1/72 in) in one unit.
        public var points: Double {
            switch self {
            case .pixels: 72.0 / 96.0
            case .millimetres: 72.0 / 25.4
            case .inches: 72.0
            }
        }
    }

    public var value: Double
    public var unit: Unit

    public init(_ value: Double, _ unit: Unit) {
        self.value = value
        self.unit = unit
    }

    /// The length in points, 1/72 in: the unit in which pictures are laid out.
    public var points: Double { value * unit.points }

    /// Reads `12mm`, `3 in`, `400px` or `400` (pixels); a negative or non-finite number is refused.
    /// - Throws: `RenderingError.badLength`.
    public init(parsing text: String) throws {
        let trimmed = text.trimmingCharacters(in: .whitespaces).lowercased()
        var number = trimmed
        var unit = Unit.pixels
        for candidate in Unit.allCases where trimmed.hasSuffix(candidate.rawValue) {
            number = String(trimmed.dropLast(candidate.rawValue.count))
            unit = candidate
        }
        number = number.trimmingCharacters(in: .whitespaces)
        let isPlain = number.allSatisfy { $0.isASCII && ($0.isNumber || ".+-e".contains($0)) }
        guard isPlain, let value = Double(number), value.isFinite, value >= 0 else {
            throw RenderingError.badLength(text)
        }
        self.init(value, unit)
    }

    /// The length as a person would write it, for example `12mm`.
    public var description: String { PlainNumber.text(value, decimals: 4) + unit.rawValue }

    public static func pixels(_ value: Double) -> Length { Length(value, .pixels) }
    public static func millimetres(_ value: Double) -> Length { Length(value, .millimetres) }
    public static func inches(_ value: Double) -> Length { Length(value, .inches) }
}
