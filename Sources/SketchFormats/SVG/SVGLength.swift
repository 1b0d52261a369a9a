/// A length in an attribute. A percentage is resolved when the element is drawn.
struct SVGLength {
    /// The size to which a percentage refers.
    enum Direction { case horizontal, vertical, diagonal }

    /// The size of which the value is a hundredth.
    private enum Whole { case viewport, pageWidth, pageHeight, smallerSide, largerSide }

    private var value: Double
    /// Nil for a value in pixels.
    private var whole: Whole?

    static let zero = SVGLength(value: 0, whole: nil)
    static let whole = SVGLength(value: 100, whole: .viewport)

    private init(value: Double, whole: Whole?) { (self.value, self.whole) = (value, whole) }

    private static let wholes: [String: Whole] = [
        "vw": .pageWidth, "vh": .pageHeight, "vmin": .smallerSide, "vmax": .largerSide,
    ]

    /// Pixels per unit at 96 per inch (CSS Values 3, section 6.2). Font sizes are ignored: an em is the usual
    /// 16 pixels, an ex half of it and a line 1.2 times as high.
    private static let units: [String: Double] = [
        "": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "em": 16,
        "rem": 16, "ex": 8, "ch": 8, "lh": 19.2, "rlh": 19.2, "cap": 12, "ic": 16,
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
        whole = scanner.take(UInt8(ascii: "%")) ? .viewport : nil
        var unit = whole != nil ? "" : scanner.word().lowercased()
        if let found = Self.wholes[unit] { (whole, unit) = (found, "") }
        scanner.skipSpace()
        guard let factor = Self.units[unit], scanner.next == nil else {
            throw Fault(
                "\(attribute)=\"\(String(decoding: text.prefix(30), as: UTF8.self))\" is not a length; units are px, pt, pc, "
                    + "in, cm, mm, Q, em, ex, vw, vh and %")
        }
        value *= factor
    }

    /// Returns the length in the user units of a viewport.
    func pixels(_ direction: Direction, in viewport: SVGViewport) -> Double {
        let size: Double
        switch whole {
        case nil: return value
        case .viewport:
            size =
                switch direction {
                case .horizontal: viewport.width
                case .vertical: viewport.height
                case .diagonal: ((viewport.width * viewport.width + viewport.height * viewport.height) / 2).squareRoot()
                }
        case .pageWidth: size = viewport.page.width
        case .pageHeight: size = viewport.page.height
        case .smallerSide: size = min(viewport.page.width, viewport.page.height)
        case .largerSide: size = max(viewport.page.width, viewport.page.height)
        }
        return value / 100 * size
    }

    var isZero: Bool { value == 0 }

    /// The length in pixels; nil for a percentage and for units of the page.
    var absolute: Double? { whole == nil ? value : nil }
}
