/// A length as an attribute gives it; what a percentage means is known only where the element is drawn.
struct SVGLength {
    /// What 100% stands for.
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

    /// Pixels a unit at 96 an inch (CSS Values 3, section 6.2). Font sizes are not followed: an em is the usual
    /// 16 pixels and an ex half of it.
    private static let units: [String: Double] = [
        "": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "em": 16,
        "rem": 16, "ex": 8, "ch": 8,
    ]

    /// A number with or without a unit; nil for `auto` and for nothing.
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

    /// In the user units of a viewport.
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

    /// The pixels of a length that is no percentage.
    var absolute: Double? { isPercentage ? nil : value }
}
