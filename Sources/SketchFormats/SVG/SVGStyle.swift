/// How an element is painted, hidden or moved; nil is inherited.
struct SVGStyle {
    /// False for `display: none` and `opacity: 0`, which also hide the children.
    var isDisplayed = true
    var isVisible: Bool?
    /// The inherited properties that the element states, by their values in CSS.
    private(set) var stated: [SVGDeclarations.Property: String] = [:]
    var opacity: Double?
    /// Whether an inner viewport shows content outside its bounds.
    var showsOverflow = false
    /// Whether the element's attributes or rules state a fill or a stroke.
    var statesPaint: Bool
    /// Whether a rule that is not followed may give the element a stroke.
    var isUncertain: Bool
    /// The map that a style sheet or `style` declares, which replaces that of the attribute.
    private(set) var transform: SVGTransform?
    /// What the drawing lacks, by the plurals of the kinds.
    private(set) var missing: [String] = []

    /// The kind of missing parts that a page keeps.
    static let dashPatterns = "dash patterns"

    /// The effect of style sheets on an element.
    struct Rules {
        var declarations: SVGDeclarations?
        /// Whether the element has a class that no style sheet of the document describes. It then counts as filled, unless its
        /// own attributes state otherwise.
        var isClassUnknown: Bool
        /// Whether there are rules that are not followed.
        var areIncomplete: Bool
        /// The custom properties of the element's ancestors and of the rules.
        var customs: [String: String] = [:]
        /// Whether the properties of text are read.
        var readsText = false
    }

    /// The inherited properties by their attributes.
    private static let inherited: [(SVGDeclarations.Property, StaticString)] = [
        (.fill, "fill"), (.stroke, "stroke"), (.color, "color"), (.fillOpacity, "fill-opacity"),
        (.strokeOpacity, "stroke-opacity"), (.strokeWidth, "stroke-width"), (.dashes, "stroke-dasharray"),
        (.dashOffset, "stroke-dashoffset"), (.lineCap, "stroke-linecap"), (.lineJoin, "stroke-linejoin"),
        (.miterLimit, "stroke-miterlimit"), (.fillRule, "fill-rule"), (.vectorEffect, "vector-effect"),
    ]

    /// The inherited properties of text by their attributes.
    private static let inheritedByText: [(SVGDeclarations.Property, StaticString)] = [
        (.font, "font"), (.fontFamily, "font-family"), (.fontSize, "font-size"), (.fontWeight, "font-weight"),
        (.fontStyle, "font-style"), (.textAnchor, "text-anchor"), (.letterSpacing, "letter-spacing"),
        (.whiteSpace, "white-space"),
    ]

    /// - Parameter name: the element's name.
    init(_ attributes: XMLAttributes, of name: String, rules: Rules) {
        var declarations = rules.declarations ?? SVGDeclarations()
        if let style = attributes.text("style") { declarations.add(SVGDeclarations(style)) }
        var customs = rules.customs
        customs.merge(declarations.customs) { $1 }
        declarations.substitute(customs)
        func text(_ property: SVGDeclarations.Property, _ attribute: StaticString) -> String? {
            var value = declarations.text(property)
            if value == nil, let text = attributes.text(attribute) {
                var plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if plain.contains("var(") {
                    var budget = 32
                    plain = SVGDeclarations.substituted(plain, customs, &budget) ?? "unset"
                }
                if property.accepts(plain.lowercased()) { value = plain }
            }
            return value.flatMap { ["inherit", "unset", "revert", "revert-layer", ""].contains($0.lowercased()) ? nil : $0 }
        }
        func value(_ property: SVGDeclarations.Property, _ attribute: StaticString) -> String? {
            text(property, attribute)?.lowercased()
        }
        statesPaint =
            declarations[.fill] != nil || declarations[.stroke] != nil || attributes.bytes("fill") != nil
            || attributes.bytes("stroke") != nil
        isUncertain = rules.isClassUnknown || (rules.declarations == nil && rules.areIncomplete)
        let opacity = value(.opacity, "opacity")
        isDisplayed = value(.display, "display") != "none" && Self.isPositive(opacity) != false
        self.opacity = opacity.flatMap(SVGPaint.fraction)
        switch value(.visibility, "visibility") {
        case "hidden", "collapse": isVisible = false
        case "visible", "initial": isVisible = true
        default: break
        }
        for (property, attribute) in rules.readsText ? Self.inherited + Self.inheritedByText : Self.inherited {
            if let text = text(property, attribute) { stated[property] = text }
        }
        if rules.isClassUnknown, stated[.fill] == nil { stated[.fill] = "initial" }
        showsOverflow = ["visible", "auto"].contains(value(.overflow, "overflow"))
        for marker in [
            declarations[.marker], value(.markerStart, "marker-start"), value(.markerMid, "marker-mid"),
            value(.markerEnd, "marker-end"),
        ] where marker != nil && marker != "none" { missing.append("markers") }
        if let path = value(.clipPath, "clip-path"), path != "none" { missing.append("clip paths") }
        if let mask = value(.mask, "mask"), mask != "none" { missing.append("masks") }
        if let dashes = value(.dashes, "stroke-dasharray"), dashes.contains(where: { ("1"..."9").contains($0) }) {
            missing.append(Self.dashPatterns)
        }
        if [.animation, .animationName].contains(where: { declarations[$0].map { $0 != "none" } == true }) {
            missing.append("animations")
        }
        if declarations.hasGeometry(of: name) { missing.append("shapes formed by CSS") }
        addTransform(declarations, attributes)
    }

    /// Follows `transform` of a style. Transforms around another origin, in three dimensions or by percentages are missing.
    private mutating func addTransform(_ declarations: SVGDeclarations, _ attributes: XMLAttributes) {
        func isSet(_ property: SVGDeclarations.Property) -> Bool {
            declarations[property].map { !["none", "initial", "unset"].contains($0) } ?? false
        }
        var isMissing = [.translate, .rotate, .scale].contains(where: isSet)
        if let text = declarations[.transform] {
            transform = SVGTransform(parsingCSS: text)
            isMissing = isMissing || transform == nil
        }
        let isMoved = transform.map { $0 != .identity } ?? (attributes.bytes("transform") != nil)
        let origin = declarations[.transformOrigin] ?? attributes.text("transform-origin")
        if isMoved, let origin, origin.contains(where: { ("1"..."9").contains($0) || $0.isLetter && $0 != "p" && $0 != "x" }) {
            isMissing = true
        }
        if isMissing { missing.append("CSS transforms") }
    }

    private static func isPositive(_ text: String?) -> Bool? {
        text.flatMap { $0 == "initial" ? true : SVGPaint.isPositive($0) }
    }
}

extension SVGDeclarations {
    /// Whether the declarations state the form of a shape, which its attributes otherwise state (SVG 2, section 7.2).
    fileprivate func hasGeometry(of name: String) -> Bool {
        let properties: [Property] =
            switch name {
            case "path": [.d]
            case "circle": [.r, .cx, .cy]
            case "ellipse": [.rx, .ry, .cx, .cy]
            case "rect": [.x, .y, .width, .height, .rx, .ry]
            case "use": [.x, .y]
            default: []
            }
        return properties.contains { self[$0] != nil && self[$0] != "auto" && self[$0] != "initial" }
    }
}
