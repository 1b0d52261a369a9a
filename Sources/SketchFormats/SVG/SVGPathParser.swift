import SketchCore

/// Parses the `d` attribute of a path (SVG 1.1, section 8.3): all commands, absolute and relative, with implicit repetition.
struct SVGPathParser {
    private var scanner: TextScanner
    private let limits: ReaderLimits
    private var subpaths: [SVGSubpath] = []
    /// The number of segments so far, including the drawing's other paths.
    private var count: Int
    private var current = Point(x: 0, y: 0)
    /// The start of the open subpath, to which Z returns.
    private var start = Point(x: 0, y: 0)
    /// Whether the next segment opens a subpath.
    private var isClosed = true
    /// Whether the previous command was an M.
    private var hasMoved = false
    /// The last control points of C or S, and of Q or T, which S and T reflect; nil after other commands.
    private var cubicControl: Point?
    private var quadraticControl: Point?

    private init(_ text: [UInt8], after others: Int, _ limits: ReaderLimits) {
        scanner = TextScanner(text)
        count = others
        self.limits = limits
    }

    /// Returns the subpaths with at least one segment, up to the first error (SVG 2, section 9.5.4).
    /// - Parameters:
    ///   - others: the number of segments that the drawing already has.
    ///   - onError: receives the error.
    /// - Throws: `Fault` for a limit that is exceeded.
    static func subpaths(
        _ text: [UInt8], after others: Int, _ limits: ReaderLimits, onError: (Fault) -> Void
    ) throws -> [SVGSubpath] {
        var parser = SVGPathParser(text, after: others, limits)
        do { try parser.run() } catch let fault as Fault where fault.isMalformed { onError(fault) }
        return parser.subpaths
    }

    private mutating func run() throws {
        scanner.skipSpace()
        guard let first = scanner.next else { return }
        guard first | 0x20 == UInt8(ascii: "m") else { throw scanner.fault("M") }
        while let letter = scanner.next {
            guard TextScanner.isLetter(letter), "MmZzLlHhVvCcSsQqTtAa".utf8.contains(letter) else {
                throw scanner.fault("a path command or a number")
            }
            _ = scanner.take(letter)
            scanner.skipSpace()
            try command(letter | 0x20, isRelative: letter >= UInt8(ascii: "a"))
        }
    }

    /// Reads a command with all sets of numbers that follow it.
    private mutating func command(_ letter: UInt8, isRelative: Bool) throws {
        if letter == UInt8(ascii: "z") {
            try close()
            scanner.skipSpace()
            return
        }
        var isFirst = true
        repeat {
            let base = isRelative ? current : Point(x: 0, y: 0)
            let (cubic, quadratic) = (cubicControl, quadraticControl)
            (cubicControl, quadraticControl) = (nil, nil)
            switch letter {
            case UInt8(ascii: "m") where isFirst: move(to: try point(base))
            case UInt8(ascii: "m"), UInt8(ascii: "l"): try add(.line(to: point(base)))
            case UInt8(ascii: "h"): try add(.line(to: Point(x: base.x + number(), y: current.y)))
            case UInt8(ascii: "v"): try add(.line(to: Point(x: current.x, y: base.y + number())))
            case UInt8(ascii: "c"): try curve(control: point(base), base)
            case UInt8(ascii: "s"): try curve(control: reflected(cubic), base)
            case UInt8(ascii: "q"): try quadraticCurve(control: point(base), base)
            case UInt8(ascii: "t"): try quadraticCurve(control: reflected(quadratic), base)
            default: try arc(base)
            }
            isFirst = false
            scanner.skipSeparator()
        } while scanner.isAtNumber
    }

    private mutating func move(to point: Point) {
        (current, start) = (point, point)
        (isClosed, hasMoved) = (true, true)
    }

    /// Z draws a line to the subpath's start; directly after M it gives a dot, after another Z nothing.
    private mutating func close() throws {
        (cubicControl, quadraticControl) = (nil, nil)
        if !isClosed || hasMoved { try add(.line(to: start)) }
        (isClosed, hasMoved) = (true, false)
    }

    private mutating func add(_ segment: SVGSegment) throws {
        count += 1
        guard count <= limits[.pathSegments] else { throw Fault(beyond: .pathSegments, of: limits) }
        if isClosed {
            subpaths.append(SVGSubpath(start: current))
            start = current
            (isClosed, hasMoved) = (false, false)
        }
        subpaths[subpaths.count - 1].segments.append(segment)
        current = segment.end
    }

    private mutating func curve(control: Point, _ base: Point) throws {
        let second = try point(base)
        try add(.cubic(control, second, to: point(base)))
        cubicControl = second
    }

    /// Returns the cubic that equals a quadratic curve.
    private mutating func quadraticCurve(control q: Point, _ base: Point) throws {
        let (from, to) = (current, try point(base))
        try add(
            .cubic(
                Point(x: from.x + (q.x - from.x) * 2 / 3, y: from.y + (q.y - from.y) * 2 / 3),
                Point(x: to.x + (q.x - to.x) * 2 / 3, y: to.y + (q.y - to.y) * 2 / 3), to: to))
        quadraticControl = q
    }

    private mutating func arc(_ base: Point) throws {
        let radii = (x: try number(), y: try number())
        let rotation = try number()
        let (isLarge, isPositive) = (try flag(), try flag())
        let to = try point(base)
        let arc = SVGSegment.arc(
            from: current, to: to, radii: radii, rotation: rotation, isLarge: isLarge, isPositive: isPositive)
        try add(arc ?? .line(to: to))
    }

    private func reflected(_ control: Point?) -> Point {
        guard let control else { return current }
        return Point(x: 2 * current.x - control.x, y: 2 * current.y - control.y)
    }

    private mutating func point(_ base: Point) throws -> Point {
        let x = try number()
        return Point(x: base.x + x, y: base.y + (try number()))
    }

    /// Reads a number after an optional separator.
    private mutating func number() throws -> Double {
        scanner.skipSeparator()
        return try scanner.number()
    }

    /// Reads one digit, 0 or 1, which needs no separator after it.
    private mutating func flag() throws -> Bool {
        scanner.skipSeparator()
        if scanner.take(UInt8(ascii: "0")) { return false }
        guard scanner.take(UInt8(ascii: "1")) else { throw scanner.fault("a flag, 0 or 1,") }
        return true
    }
}
