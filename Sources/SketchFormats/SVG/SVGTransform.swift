import Foundation
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
        if scanner.next != nil, String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespaces) == "none" {
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
