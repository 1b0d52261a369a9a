/// The values of CSS properties that paint: which are valid, and which are visible.
enum SVGPaint {
    /// Whether `fill` or `stroke` accepts a value in lower case.
    static func isValid(_ paint: String) -> Bool {
        if paint.hasPrefix("#") {
            let digits = paint.dropFirst().prefix { !$0.isWhitespace }
            return [3, 4, 6, 8].contains(digits.count) && digits.allSatisfy(\.isHexDigit)
        }
        let word = paint.prefix { $0.isLetter || $0 == "-" }
        let rest = paint.dropFirst(word.count)
        if rest.first == "(" { return rest.contains(")") && functions.contains(word) }
        // A colour can be followed by that of a colour profile.
        guard rest.isEmpty || rest.first?.isWhitespace == true else { return false }
        return keywords.contains(word) || names.contains(word)
    }

    /// A visible paint.
    struct Visible {
        /// The colour, in CSS; grey for a gradient or a pattern.
        var colour: String
        var isServer = false
    }

    /// Returns what a valid paint shows; nil for nothing.
    /// - Parameters:
    ///   - colour: the value of `color`, for `currentColor`.
    ///   - servers: the ids of the document's gradients and patterns. A reference to another has its fallback, or shows
    ///     nothing (SVG 2, section 13.2).
    static func visible(_ paint: String, colour: String, servers: Set<String>) -> Visible? {
        let lower = paint.lowercased()
        if lower.hasPrefix("url("), let end = paint.firstIndex(of: ")") {
            let target = paint[paint.index(paint.startIndex, offsetBy: 4)..<end].filter { !"\"' ".contains($0) }
            if target.hasPrefix("#"), servers.contains(String(target.dropFirst())) {
                return Visible(colour: "#808080", isServer: true)
            }
            let fallback = paint[paint.index(after: end)...].drop(while: \.isWhitespace)
            return fallback.isEmpty || fallback.hasPrefix("url(")
                ? nil : visible(String(fallback), colour: colour, servers: servers)
        }
        if lower == "currentcolor" {
            return colour.lowercased() == "currentcolor"
                ? Visible(colour: "#000000") : visible(colour, colour: "#000000", servers: [])
        }
        if lower.hasPrefix("context-") { return Visible(colour: "#000000") }
        return isVisible(lower) ? Visible(colour: paint) : nil
    }

    /// Whether a valid colour in lower case is visible.
    private static func isVisible(_ paint: String) -> Bool {
        if paint == "none" || paint == "transparent" { return false }
        // Colours with an alpha of 0.
        if paint.hasPrefix("#") {
            return !(paint.count == 5 && paint.hasSuffix("0") || paint.count == 9 && paint.hasSuffix("00"))
        }
        guard let open = paint.firstIndex(of: "("), paint.hasSuffix(")") else { return true }
        let parts = paint[paint.index(after: open)...].dropLast()
        // The alpha follows a slash, or is the fourth value of the older notation.
        let slash = parts.split(separator: "/")
        let commas = parts.split(separator: ",")
        guard let alpha = slash.count == 2 ? slash.last : commas.count == 4 ? commas.last : nil else { return true }
        return isPositive(alpha) ?? true
    }

    /// Whether a number, with or without a unit, is positive; nil for other text.
    static func isPositive(_ text: some StringProtocol) -> Bool? {
        let text = text.drop(while: \.isWhitespace)
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
        let rest = Substring(text.dropFirst(digits.count))
        // A power of ten, unless the e begins a unit.
        let power = rest.prefixMatch(of: /e[-+]?[0-9]+/).map { String($0.output) } ?? ""
        return Double((digits.hasPrefix(".") ? "0" + digits : String(digits)) + power).map { $0 > 0 }
    }

    /// The value of an opacity, from 0 to 1; nil for other text.
    static func fraction(_ text: String) -> Double? {
        let isPercentage = text.hasSuffix("%")
        guard let value = Double(isPercentage ? String(text.dropLast()) : text), value.isFinite else { return nil }
        return min(max(isPercentage ? value / 100 : value, 0), 1)
    }

    private static let functions: Set<Substring> = [
        "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark", "device-cmyk",
        "url", "var",
    ]
    private static let keywords: Set<Substring> = ["none", "transparent", "currentcolor", "context-fill", "context-stroke"]
    /// The names of colours (CSS Color 4, sections 6.1 and 6.2).
    private static let names = Set(
        """
        aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue
        chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen
        darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue
        darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick
        floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink
        indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
        lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
        lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid
        mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
        mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen
        paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue
        saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen
        steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen accentcolor
        accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext highlight
        highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext windowtext window infobackground
        infotext menu menutext scrollbar background buttonhighlight buttonshadow threedface
        """.split(whereSeparator: \.isWhitespace))
}
