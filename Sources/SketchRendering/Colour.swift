/// An opaque sRGB colour.
///
/// Components are fractions from 0 to 1, so that gradients do not have steps.
public struct Colour: Hashable, Sendable {
    /// The red component, from 0 to 1.
    public var red: Double
    /// The green component, from 0 to 1.
    public var green: Double
    /// The blue component, from 0 to 1.
    public var blue: Double

    /// Creates a colour. Components are clamped to 0...1; NaN becomes 0.
    public init(red: Double, green: Double, blue: Double) {
        func clamped(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1) }
        self.red = clamped(red)
        self.green = clamped(green)
        self.blue = clamped(blue)
    }

    /// Creates a colour from an integer such as `0x3399FF`. Bits above the lowest 24 are ignored.
    public init(rgb: UInt32) {
        self.init(
            red: Double((rgb >> 16) & 0xFF) / 255, green: Double((rgb >> 8) & 0xFF) / 255,
            blue: Double(rgb & 0xFF) / 255)
    }

    /// Parses six hexadecimal digits, with or without `#`.
    ///
    /// - Throws: `RenderingError.badColour`.
    public init(parsing text: String) throws {
        let digits = text.hasPrefix("#") ? text.dropFirst() : Substring(text)
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit), let rgb = UInt32(digits, radix: 16) else {
            throw RenderingError.badColour(text)
        }
        self.init(rgb: rgb)
    }

    /// The colour as `#RRGGBB`: each component is `round(255 c)`.
    public var hex: String {
        let digits = Array("0123456789ABCDEF")
        return [red, green, blue].reduce(into: "#") { text, component in
            let byte = Int((component * 255).rounded())
            text.append(digits[byte >> 4])
            text.append(digits[byte & 15])
        }
    }

    /// `#000000`.
    public static let black = Colour(rgb: 0x000000)
    /// `#FFFFFF`.
    public static let white = Colour(rgb: 0xFFFFFF)
    /// The grey of labels; its contrast on white is 4.9:1.
    public static let label = Colour(rgb: 0x707070)
    /// The dark grey of titles.
    public static let title = Colour(rgb: 0x404040)
}
