import Foundation

/// The colours of the paper's figures (Ha & Eck 2017, figures 3 to 8): what a drawing's colour says about
/// where it comes from. Drawings made by people are black.
public enum Palette {
    public static let blue = Colour(rgb: 0x3399FF)
    public static let red = Colour(rgb: 0xFF6666)
    public static let pink = Colour(rgb: 0xFF66B2)
    public static let green = Colour(rgb: 0x00CC66)

    /// A drawing that a person made, or a term of an analogy.
    public static let operand = Colour.black
    /// The part of a completion that was given.
    public static let given = red
    /// The part of a completion that the model drew.
    public static let completed = blue

    /// From cold (#3399FF at 0) to hot (#FF6666 at 1), linear in RGB. `fraction` is held in 0...1.
    public static func temperature(_ fraction: Double) -> Colour {
        linear(from: blue, to: red, fraction: fraction)
    }

    /// The colours for a list of temperatures: the lowest is blue, the highest red, the rest in proportion.
    /// Equal temperatures are all blue.
    public static func temperatures(_ values: [Double]) -> [Colour] {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max(), high > low else {
            return values.map { _ in blue }
        }
        return values.map { temperature(($0 - low) / (high - low)) }
    }

    /// From the first input (#FF66B2 at t = 0) to the second (#3399FF at t = 1): slerp of the RGB vectors,
    /// the operation that walks the latents too. `t` is held in 0...1.
    public static func interpolation(_ t: Double) -> Colour { slerp(from: pink, to: blue, fraction: t) }

    /// Between four corners, green, red, pink and blue (top left, top right, bottom left, bottom right), by slerp
    /// along u and then along v, as the latents go. `u` and `v` are held in 0...1.
    public static func corners(u: Double, v: Double) -> Colour {
        slerp(
            from: slerp(from: green, to: red, fraction: u), to: slerp(from: pink, to: blue, fraction: u), fraction: v)
    }

    /// Linear in RGB; exact at both ends.
    package static func linear(from start: Colour, to end: Colour, fraction: Double) -> Colour {
        let t = held(fraction)
        return mix(start, end, 1 - t, t)
    }

    /// Spherical in RGB, lengths included: sin((1-t)w)/sin(w) a + sin(tw)/sin(w) b with w the angle between
    /// the vectors. Linear where a vector is zero or both point the same way.
    package static func slerp(from start: Colour, to end: Colour, fraction: Double) -> Colour {
        let t = held(fraction)
        let dot = start.red * end.red + start.green * end.green + start.blue * end.blue
        let lengths = length(start) * length(end)
        guard t > 0, t < 1, lengths > 0 else { return linear(from: start, to: end, fraction: t) }
        let angle = acos(min(max(dot / lengths, -1), 1))
        guard sin(angle) > 1e-6 else { return linear(from: start, to: end, fraction: t) }
        return mix(start, end, sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle))
    }

    private static func held(_ fraction: Double) -> Double { fraction.isNaN ? 0 : min(max(fraction, 0), 1) }

    private static func length(_ colour: Colour) -> Double {
        (colour.red * colour.red + colour.green * colour.green + colour.blue * colour.blue).squareRoot()
    }

    private static func mix(_ a: Colour, _ b: Colour, _ weightA: Double, _ weightB: Double) -> Colour {
        Colour(
            red: weightA * a.red + weightB * b.red, green: weightA * a.green + weightB * b.green,
            blue: weightA * a.blue + weightB * b.blue)
    }
}
