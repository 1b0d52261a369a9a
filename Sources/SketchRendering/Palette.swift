import Glibc

/// The colours of the paper's figures (Ha & Eck 2017, figures 3 to 8).
///
/// Inputs are black; the colour of a decoded drawing encodes temperature, position on a path, or origin. All arithmetic
/// is on sRGB components from 0 to 1, without linearisation.
public enum Palette {
    /// `#3399FF`: low temperatures, ends of paths, completed strokes.
    public static let blue = Colour(rgb: 0x3399FF)
    /// `#FF6666`: high temperatures, given strokes.
    public static let red = Colour(rgb: 0xFF6666)
    /// `#FF66B2`: starts of paths.
    public static let pink = Colour(rgb: 0xFF66B2)
    /// `#00CC66`: the top left corner of grids.
    public static let green = Colour(rgb: 0x00CC66)

    /// The colour of inputs and of terms of an analogy.
    public static let operand = Colour.black
    /// The colour of the given strokes of a completion.
    public static let given = red
    /// The colour of the strokes that a model adds to a completion.
    public static let completed = blue

    /// Returns `(1 - f) blue + f red`, where `f` is `fraction` clamped to 0...1.
    public static func temperature(_ fraction: Double) -> Colour {
        linear(from: blue, to: red, fraction: fraction)
    }

    /// Returns ``temperature(_:)`` of `(T - min) / (max - min)` for each temperature T; blue if all are equal.
    public static func temperatures(_ values: [Double]) -> [Colour] {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max(), high > low else {
            return values.map { _ in blue }
        }
        return values.map { temperature(($0 - low) / (high - low)) }
    }

    /// Returns `slerp(pink, blue, t)` of the RGB vectors, with `t` clamped to 0...1:
    /// `sin((1 - t) w) / sin(w) pink + sin(t w) / sin(w) blue`, where `w` is the angle between the vectors.
    public static func interpolation(_ t: Double) -> Colour { slerp(from: pink, to: blue, fraction: t) }

    /// Returns `slerp(slerp(green, red, u), slerp(pink, blue, u), v)`, with `u` and `v` clamped to 0...1. Green is top
    /// left, red top right, pink bottom left, blue bottom right.
    public static func corners(u: Double, v: Double) -> Colour {
        slerp(
            from: slerp(from: green, to: red, fraction: u), to: slerp(from: pink, to: blue, fraction: u), fraction: v)
    }

    /// Returns the colour at `fraction` of a list of at least one, linear between neighbours.
    static func gradient(_ colours: [Colour], at fraction: Double) -> Colour {
        let position = clamped(fraction) * Double(colours.count - 1)
        let index = min(Int(position), max(colours.count - 2, 0))
        return linear(
            from: colours[index], to: colours[min(index + 1, colours.count - 1)], fraction: position - Double(index))
    }

    /// Returns `(1 - t) start + t end`; exact at both ends.
    package static func linear(from start: Colour, to end: Colour, fraction: Double) -> Colour {
        let t = clamped(fraction)
        return mix(start, end, 1 - t, t)
    }

    /// Returns `sin((1 - t) w) / sin(w) start + sin(t w) / sin(w) end`, where `w` is the angle between the RGB vectors.
    /// The vectors are not normalised. Linear if a vector is zero or `sin(w)` is at most 1e-6.
    package static func slerp(from start: Colour, to end: Colour, fraction: Double) -> Colour {
        let t = clamped(fraction)
        let dot = start.red * end.red + start.green * end.green + start.blue * end.blue
        let lengths = length(start) * length(end)
        guard t > 0, t < 1, lengths > 0 else { return linear(from: start, to: end, fraction: t) }
        let angle = acos(min(max(dot / lengths, -1), 1))
        guard sin(angle) > 1e-6 else { return linear(from: start, to: end, fraction: t) }
        return mix(start, end, sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle))
    }

    private static func clamped(_ fraction: Double) -> Double { fraction.isNaN ? 0 : min(max(fraction, 0), 1) }

    private static func length(_ colour: Colour) -> Double {
        (colour.red * colour.red + colour.green * colour.green + colour.blue * colour.blue).squareRoot()
    }

    private static func mix(_ a: Colour, _ b: Colour, _ weightA: Double, _ weightB: Double) -> Colour {
        Colour(
            red: weightA * a.red + weightB * b.red, green: weightA * a.green + weightB * b.green,
            blue: weightA * a.blue + weightB * b.blue)
    }
}
