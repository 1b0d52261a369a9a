/// How an element is painted or hidden; nil is inherited.
struct SVGStyle {
    /// False for `display: none` and `opacity: 0`, which also hide the children.
    var isDisplayed = true
    var isVisible: Bool?
    var hasFill: Bool?
    var hasStroke: Bool?
    /// False for a fill that is transparent.
    var isFillOpaque: Bool?
    /// False for a stroke that is transparent.
    var isStrokeOpaque: Bool?
    /// Whether strokes are wider than 0.
    var hasWidth: Bool?
    /// The references to what the drawing lacks, by the plurals of their kinds.
    private(set) var missing: [String] = []

    /// - Parameters:
    ///   - rules: what the document's style sheets declare for the element.
    ///   - isClassUnknown: whether the element has a class that no style sheet of the document describes. It then counts as
    ///     filled, unless its own attributes state otherwise.
    init(_ attributes: XMLAttributes, rules: SVGDeclarations?, isClassUnknown: Bool) {
        var declarations = rules ?? SVGDeclarations()
        if let style = attributes.text("style") { declarations.add(SVGDeclarations(style)) }
        func value(_ property: SVGDeclarations.Property, _ attribute: StaticString) -> String? {
            let value = declarations[property] ?? attributes.text(attribute)?.lowercased()
            return value == "inherit" || value == "" ? nil : value
        }
        isDisplayed = value(.display, "display") != "none" && Self.isOpaque(value(.opacity, "opacity")) != false
        switch value(.visibility, "visibility") {
        case "hidden", "collapse": isVisible = false
        case "visible": isVisible = true
        default: break
        }
        hasFill = Self.paints(value(.fill, "fill")) ?? (isClassUnknown ? true : nil)
        hasStroke = Self.paints(value(.stroke, "stroke"))
        isFillOpaque = Self.isOpaque(value(.fillOpacity, "fill-opacity"))
        isStrokeOpaque = Self.isOpaque(value(.strokeOpacity, "stroke-opacity"))
        hasWidth = Self.isOpaque(value(.strokeWidth, "stroke-width"))
        for marker in [
            declarations[.marker], value(.markerStart, "marker-start"), value(.markerMid, "marker-mid"),
            value(.markerEnd, "marker-end"),
        ] where marker != nil && marker != "none" { missing.append("markers") }
        if let path = value(.clipPath, "clip-path"), path != "none" { missing.append("clip paths") }
        if let mask = value(.mask, "mask"), mask != "none" { missing.append("masks") }
    }

    private static func paints(_ paint: String?) -> Bool? {
        guard let paint else { return nil }
        if paint == "none" || paint == "transparent" { return false }
        // Colours with an alpha of 0.
        if paint.hasPrefix("#") {
            return !(paint.count == 5 && paint.hasSuffix("0") || paint.count == 9 && paint.hasSuffix("00"))
        }
        guard paint.hasPrefix("rgba(") || paint.hasPrefix("hsla("), paint.hasSuffix(")") else { return true }
        let alpha = paint.dropLast().split { $0 == "," || $0 == "/" || $0 == " " }.last
        return isOpaque(alpha.map(String.init)) ?? true
    }

    /// Whether a number, with or without a unit, is not 0; nil for other text.
    private static func isOpaque(_ text: String?) -> Bool? {
        guard let text else { return nil }
        let digits = text.drop(while: \.isWhitespace).prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
        return Double(digits.hasPrefix(".") ? "0" + digits : String(digits)).map { $0 > 0 }
    }
}
