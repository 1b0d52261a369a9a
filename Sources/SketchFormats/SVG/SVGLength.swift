/// A length in an attribute. A percentage is resolved when the element is drawn.
struct SVGLength {
    /// The size to which a percentage refers.
    enum Direction { case horizontal, vertical, diagonal }

    private var value: Double
    private var isPercentage = false

    static let zero = SVGLength(pixels: 0)
    static let whole = SVGLength(percent: 100)

    private init(pixels: Double) { value = pixels }

    private init(percent: Double) {
        value = percent
        isPercentage = true
    }

    /// Pixels per unit at 96 per inch (CSS Values 3, section 6.2). Font sizes are ignored: an em is the usual
    /// 16 pixels and an ex half of it.
    private static let units: [String: Double] = [
        "": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "em": 16,
        "rem": 16, "ex": 8, "ch": 8,
    ]

    /// Pixels of a unit in lower case; nil for others.
    static func pixels(per unit: String) -> Double? { units[unit] }

    /// Parses a number with an optional unit; nil for `auto` and for empty text.
    /// - Throws: `Fault`.
    init?(parsing text: [UInt8]?, of attribute: StaticString) throws {
        guard let text else { return nil }
        var scanner = TextScanner(text)
        scanner.skipSpace()
        if !scanner.isAtNumber {
            let word = scanner.word()
            if word == "auto" || (word.isEmpty && scanner.next == nil) { return nil }
            throw Fault("\(attribute)=\"\(word.prefix(20))\" is not a length such as 12 or 4.5mm")
        }
        value = try scanner.number()
        isPercentage = scanner.take(UInt8(ascii: "%"))
        let unit = isPercentage ? "" : scanner.word().lowercased()
        scanner.skipSpace()
        guard let factor = Self.units[unit], scanner.next == nil else {
            throw Fault(
                "\(attribute)=\"\(String(decoding: text.prefix(30), as: UTF8.self))\" is not a length; units are px, pt, pc, "
                    + "in, cm, mm, Q, em, ex and %")
        }
        value *= factor
    }

    /// Returns the length in the user units of a viewport.
    func pixels(_ direction: Direction, in viewport: SVGViewport) -> Double {
        guard isPercentage else { return value }
        let whole =
            switch direction {
            case .horizontal: viewport.width
            case .vertical: viewport.height
            case .diagonal: ((viewport.width * viewport.width + viewport.height * viewport.height) / 2).squareRoot()
            }
        return value / 100 * whole
    }

    var isZero: Bool { value == 0 }

    /// The length in pixels; nil for a percentage.
    var absolute: Double? { isPercentage ? nil : value }
}
