/// The declarations of a rule or of a `style` attribute that paint, hide, move or form an element.
struct SVGDeclarations {
    enum Property: String, CaseIterable {
        case display, visibility, opacity, fill, stroke, marker, mask
        case fillOpacity = "fill-opacity"
        case strokeOpacity = "stroke-opacity"
        case strokeWidth = "stroke-width"
        case dashes = "stroke-dasharray"
        case markerStart = "marker-start"
        case markerMid = "marker-mid"
        case markerEnd = "marker-end"
        case clipPath = "clip-path"
        case transform, translate, rotate, scale
        case transformOrigin = "transform-origin"
        case animation
        case animationName = "animation-name"
        case d, r, cx, cy, x, y, rx, ry, width, height

        /// Whether a value in lower case is valid; an invalid one is ignored (CSS Syntax 3, section 2.2).
        func accepts(_ value: String) -> Bool {
            if ["inherit", "initial", "unset", "revert", "revert-layer"].contains(value) || value.contains("var(") {
                return true
            }
            switch self {
            case .display: return value.split(separator: " ").allSatisfy(Self.displays.contains)
            case .visibility: return ["visible", "hidden", "collapse"].contains(value)
            case .fill, .stroke: return SVGPaint.isValid(value)
            case .opacity, .fillOpacity, .strokeOpacity, .strokeWidth:
                return value.wholeMatch(of: /[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?(%|[a-z]*)/) != nil
                    && !(self == .strokeWidth && value.hasPrefix("-")) || value.hasPrefix("calc(")
            default: return true
            }
        }

        private static let displays: Set<Substring> = [
            "none", "inline", "block", "inline-block", "list-item", "run-in", "compact", "marker", "table", "inline-table",
            "table-row-group", "table-header-group", "table-footer-group", "table-row", "table-column-group", "table-column",
            "table-cell", "table-caption", "flex", "inline-flex", "grid", "inline-grid", "contents", "flow", "flow-root", "ruby",
            "math",
        ]
    }

    private var values: [Property: (value: String, isImportant: Bool)] = [:]
    /// The place among the rules of all style sheets.
    var order = 0

    init() {}

    /// Parses `property: value` pairs separated by semicolons. The last valid one of several for one property counts.
    init(_ text: some StringProtocol, order: Int = 0) {
        self.order = order
        for declaration in text.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1).map { part in
                part.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
            }
            guard parts.count == 2, let property = Property(rawValue: parts[0]) else { continue }
            let words = parts[1].split(separator: "!", maxSplits: 1)
            let isImportant = words.count == 2 && words[1].drop(while: \.isWhitespace) == "important"
            // `!` without `important` is invalid.
            guard isImportant || words.count == 1 else { continue }
            guard let value = words.first.map({ String($0.drop(while: \.isWhitespace)) }) else { continue }
            let trimmed = value.last == " " ? String(value.dropLast()) : value
            if property.accepts(trimmed) { add(property, trimmed, isImportant) }
        }
    }

    var isEmpty: Bool { values.isEmpty }

    subscript(property: Property) -> String? { values[property]?.value }

    /// Adds declarations of at least the same weight. Important ones yield to important ones only.
    mutating func add(_ others: SVGDeclarations) {
        for (property, other) in others.values { add(property, other.value, other.isImportant) }
    }

    private mutating func add(_ property: Property, _ value: String, _ isImportant: Bool) {
        guard isImportant || values[property]?.isImportant != true else { return }
        values[property] = (value, isImportant)
    }
}
