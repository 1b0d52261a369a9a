import FoundationEssentials
import Glibc
import SketchCore

/// An affine map of the plane: x' = a x + c y + e, y' = b x + d y + f.
struct SVGTransform: Hashable {
    var a = 1.0
    var b = 0.0
    var c = 0.0
    var d = 1.0
    var e = 0.0
    var f = 0.0

    static let identity = SVGTransform()

    static func translation(_ x: Double, _ y: Double) -> SVGTransform { SVGTransform(e: x, f: y) }

    static func rotation(radians: Double) -> SVGTransform {
        let (cosine, sine) = (cos(radians), sin(radians))
        return SVGTransform(a: cosine, b: sine, c: -sine, d: cosine)
    }

    static func scale(_ x: Double, _ y: Double) -> SVGTransform { SVGTransform(a: x, d: y) }

    /// Returns the map that applies `inner` first, then this one.
    func after(_ inner: SVGTransform) -> SVGTransform {
        SVGTransform(
            a: a * inner.a + c * inner.b, b: b * inner.a + d * inner.b, c: a * inner.c + c * inner.d,
            d: b * inner.c + d * inner.d, e: a * inner.e + c * inner.f + e, f: b * inner.e + d * inner.f + f)
    }

    /// The map that undoes this one; nil if there is none.
    var inverse: SVGTransform? {
        let determinant = a * d - b * c
        guard determinant.isFinite, abs(determinant) > 1e-300 else { return nil }
        return SVGTransform(
            a: d / determinant, b: -b / determinant, c: -c / determinant, d: a / determinant,
            e: (c * f - d * e) / determinant, f: (b * e - a * f) / determinant)
    }

    /// The factor by which the map enlarges lengths, on average.
    var scale: Double { abs(a * d - b * c).squareRoot() }

    func point(_ p: Point) -> Point { Point(x: a * p.x + c * p.y + e, y: b * p.x + d * p.y + f) }

    /// Maps a difference of points: without the translation.
    func vector(_ p: Point) -> Point { Point(x: a * p.x + c * p.y, y: b * p.x + d * p.y) }
}

extension SVGTransform {
    /// Parses a `transform` attribute, whose rightmost part is applied first (SVG 1.1, section 7.6).
    /// - Throws: `Fault`.
    init(parsing text: [UInt8]) throws {
        self = .identity
        var scanner = TextScanner(text)
        scanner.skipSpace()
        if scanner.next != nil, String(decoding: text, as: UTF8.self).trimmed == "none" {
            return
        }
        while scanner.next != nil {
            let name = scanner.word()
            scanner.skipSpace()
            guard scanner.take(UInt8(ascii: "(")) else { throw scanner.fault("a transform such as rotate(30)") }
            var numbers: [Double] = []
            scanner.skipSpace()
            while !scanner.take(UInt8(ascii: ")")) {
                guard numbers.count < 6 else { throw scanner.fault("a closing parenthesis") }
                numbers.append(try scanner.number())
                scanner.skipSeparator()
            }
            self = after(try Self.named(name, numbers))
            scanner.skipSeparator()
        }
    }

    /// Parses the value of the property `transform` in lower case (CSS Transforms 1, section 8), whose lengths and angles have
    /// units; nil for percentages, transforms in three dimensions and invalid values.
    init?(parsingCSS text: String) {
        self = .identity
        if ["none", "initial", "unset"].contains(text) { return }
        var scanner = TextScanner(Array(text.utf8))
        while scanner.next != nil {
            let name = scanner.word()
            guard scanner.take(UInt8(ascii: "(")) else { return nil }
            var numbers: [Double] = []
            scanner.skipSpace()
            while !scanner.take(UInt8(ascii: ")")) {
                let isAngle = name.hasPrefix("rotate") || name.hasPrefix("skew")
                guard numbers.count < 6,
                    let number = Self.number(&scanner, isAngle: isAngle, isLength: name.hasPrefix("translate"))
                else { return nil }
                numbers.append(number)
                scanner.skipSeparator()
            }
            guard let map = Self.named(css: name, numbers) else { return nil }
            self = after(map)
            scanner.skipSpace()
        }
    }

    /// Scans a number with the unit that its function requires; 0 needs none.
    private static func number(_ scanner: inout TextScanner, isAngle: Bool, isLength: Bool) -> Double? {
        guard let value = try? scanner.number() else { return nil }
        let unit = scanner.word()
        if value == 0, unit.isEmpty { return scanner.next == UInt8(ascii: "%") ? nil : 0 }
        if isAngle { return angles[unit].map { value * $0 } }
        if isLength { return unit.isEmpty ? nil : SVGLength.pixels(per: unit).map { value * $0 } }
        return unit.isEmpty && scanner.next != UInt8(ascii: "%") ? value : nil
    }

    /// Degrees per unit.
    private static let angles = ["deg": 1, "grad": 0.9, "rad": 180 / Double.pi, "turn": 360]

    private static func named(css name: String, _ n: [Double]) -> SVGTransform? {
        switch (name, n.count) {
        case ("translatex", 1): return .translation(n[0], 0)
        case ("translatey", 1): return .translation(0, n[0])
        case ("scalex", 1): return .scale(n[0], 1)
        case ("scaley", 1): return .scale(1, n[0])
        case ("skew", 1), ("skewx", 1): return try? named("skewX", [n[0]])
        case ("skewy", 1): return try? named("skewY", n)
        case ("skew", 2): return SVGTransform(b: tan(n[1] * .pi / 180), c: tan(n[0] * .pi / 180))
        case ("rotatez", 1): return rotation(n[0])
        case ("rotate", 3): return nil
        default: return try? named(name, n)
        }
    }

    private static func named(_ name: String, _ n: [Double]) throws -> SVGTransform {
        switch (name, n.count) {
        case ("matrix", 6): return SVGTransform(a: n[0], b: n[1], c: n[2], d: n[3], e: n[4], f: n[5])
        case ("translate", 1): return .translation(n[0], 0)
        case ("translate", 2): return .translation(n[0], n[1])
        case ("scale", 1): return .scale(n[0], n[0])
        case ("scale", 2): return .scale(n[0], n[1])
        case ("rotate", 1): return rotation(n[0])
        case ("rotate", 3):
            return translation(n[1], n[2]).after(rotation(n[0])).after(translation(-n[1], -n[2]))
        case ("skewX", 1): return SVGTransform(c: tan(n[0] * .pi / 180))
        case ("skewY", 1): return SVGTransform(b: tan(n[0] * .pi / 180))
        default:
            throw Fault(
                "the transform '\(name.prefix(20))' with \(n.count) numbers is not one of matrix (6), translate and scale "
                    + "(1 or 2), rotate (1 or 3), skewX and skewY (1)")
        }
    }

    /// Exact for multiples of 90 degrees.
    private static func rotation(_ degrees: Double) -> SVGTransform {
        let turn = degrees.truncatingRemainder(dividingBy: 360)
        switch turn {
        case 0: return .identity
        case 90, -270: return SVGTransform(a: 0, b: 1, c: -1, d: 0)
        case 180, -180: return .scale(-1, -1)
        case 270, -90: return SVGTransform(a: 0, b: -1, c: 1, d: 0)
        default: return rotation(radians: turn * .pi / 180)
        }
    }
}
