/// The visibility of an element; nil is inherited. Style sheets are not read: an element with a class may be
/// painted by one, and is considered painted unless its own `style` states otherwise.
struct SVGStyle {
    /// False for `display: none`, which also hides the children.
    var isDisplayed = true
    var isVisible: Bool?
    var hasFill: Bool?
    var hasStroke: Bool?

    private let declarations: [String: String]

    init(_ attributes: XMLAttributes) {
        declarations = Self.declarations(attributes.text("style"))
        let declarations = declarations
        func value(_ property: String, _ attribute: String?) -> String? { declarations[property] ?? attribute }
        let hasClass = attributes.bytes("class") != nil
        isDisplayed = value("display", attributes.text("display"))?.lowercased() != "none"
        switch value("visibility", attributes.text("visibility"))?.lowercased() {
        case "hidden", "collapse": isVisible = false
        case "visible": isVisible = true
        default: break
        }
        hasFill = Self.paints(value("fill", hasClass ? "a sheet's" : attributes.text("fill")))
        hasStroke = Self.paints(value("stroke", hasClass ? nil : attributes.text("stroke")))
    }

    /// The references of an element to what the drawing lacks, by the plurals of their kinds.
    func missing(_ attributes: XMLAttributes) -> [String] {
        func count(_ property: String, _ attribute: StaticString) -> Int {
            let value = declarations[property] ?? attributes.text(attribute)
            return value.map { ["none", "inherit"].contains($0.lowercased()) ? 0 : 1 } ?? 0
        }
        let markers = declarations["marker"].map { $0.lowercased() == "none" ? 0 : 1 } ?? 0
        let kinds = [
            (
                "markers",
                markers + count("marker-start", "marker-start") + count("marker-mid", "marker-mid")
                    + count("marker-end", "marker-end")
            ),
            ("clip paths", count("clip-path", "clip-path")), ("masks", count("mask", "mask")),
        ]
        return kinds.flatMap { kind, count in [String](repeating: kind, count: count) }
    }

    private static func paints(_ paint: String?) -> Bool? {
        switch paint?.lowercased() {
        case nil, "inherit", "": nil
        case "none", "transparent": false
        default: true
        }
    }

    /// Parses `property: value` pairs separated by semicolons. Of several values of a property the last one counts, or the
    /// last one with `!important`.
    private static func declarations(_ style: String?) -> [String: String] {
        guard let style else { return [:] }
        var result: [String: String] = [:]
        var important: Set<String> = []
        for declaration in style.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1).map { part in
                part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            guard parts.count == 2 else { continue }
            let name = parts[0].lowercased()
            let value = parts[1].split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
            let isImportant =
                value.count == 2 && value[1].drop(while: \.isWhitespace).lowercased() == "important"
            if isImportant { important.insert(name) } else if important.contains(name) { continue }
            result[name] = isImportant ? value[0].split(separator: " ").joined(separator: " ") : parts[1]
        }
        return result
    }
}
