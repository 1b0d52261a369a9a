/// An opaque sRGB colour; components in 0...1, as fractions so that palettes do not step.
public struct Colour: Hashable, Sendable {
    public var red: Double
    public var green: Double
    public var blue: Double

    /// Components outside 0...1 are held at the ends; NaN becomes 0.
    public init(red: Double, green: Double, blue: Double) {
        func held(_ value: Double) -> Double { value.isNaN ? 0 : min(max(value, 0), 1) }
        self.red = held(red)
        self.green = held(green)
        self.blue = held(blue)
    }

    /// `0x3399FF` and the like; bits above the lowest 24 are ignored.
    public init(rgb: UInt32) {
        self.init(
            red: Double((rgb >> 16) & 0xFF) / 255, green: Double((rgb >> 8) & 0xFF) / 255,
            blue: Double(rgb & 0xFF) / 255)
    }

    /// Reads `#3399FF` or `3399FF`.
    /// - Throws: `RenderingError.badColour`.
    public init(parsing text: String) throws {
        let digits = text.hasPrefix("#") ? text.dropFirst() : Substring(text)
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit), let rgb = UInt32(digits, radix: 16) else {
            throw RenderingError.badColour(text)
        }
        self.init(rgb: rgb)
    }

    /// `#RRGGBB`, each component rounded to a byte.
    public var hex: String {
        let digits = Array("0123456789ABCDEF")
        return [red, green, blue].reduce(into: "#") { text, component in
            let byte = Int((component * 255).rounded())
            text.append(digits[byte >> 4])
            text.append(digits[byte & 15])
        }
    }

    public static let black = Colour(rgb: 0x000000)
    public static let white = Colour(rgb: 0xFFFFFF)
    /// Small labels: there when looked for, silent otherwise.
    public static let label = Colour(rgb: 0x8C8C8C)
    public static let title = Colour(rgb: 0x404040)
}
