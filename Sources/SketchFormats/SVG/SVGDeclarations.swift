import FoundationEssentials
import Glibc

/// The declarations of a rule or of a `style` attribute that paint, hide, move or form an element.
struct SVGDeclarations {
    enum Property: String, CaseIterable {
        case display, visibility, opacity, fill, stroke, color, marker, mask, overflow
        case fillOpacity = "fill-opacity"
        case strokeOpacity = "stroke-opacity"
        case strokeWidth = "stroke-width"
        case dashes = "stroke-dasharray"
        case dashOffset = "stroke-dashoffset"
        case lineCap = "stroke-linecap"
        case lineJoin = "stroke-linejoin"
        case miterLimit = "stroke-miterlimit"
        case fillRule = "fill-rule"
        case vectorEffect = "vector-effect"
        case markerStart = "marker-start"
        case markerMid = "marker-mid"
        case markerEnd = "marker-end"
        case clipPath = "clip-path"
        case transform, translate, rotate, scale
        case transformOrigin = "transform-origin"
        case animation
        case animationName = "animation-name"
        case font
        case fontFamily = "font-family"
        case fontSize = "font-size"
        case fontWeight = "font-weight"
        case fontStyle = "font-style"
        case textAnchor = "text-anchor"
        case letterSpacing = "letter-spacing"
        case whiteSpace = "white-space"
        case d, r, cx, cy, x, y, rx, ry, width, height

        /// Whether a value in lower case is valid; an invalid one is ignored (CSS Syntax 3, section 2.2).
        func accepts(_ value: String) -> Bool {
            if ["inherit", "initial", "unset", "revert", "revert-layer"].contains(value) || value.contains("var(") {
                return true
            }
            switch self {
            case .display: return value.split(separator: " ").allSatisfy(Self.displays.contains)
            case .visibility: return ["visible", "hidden", "collapse"].contains(value)
            case .fill, .stroke, .color: return SVGPaint.isValid(value)
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
    /// The values of custom properties (`--name`), whose names and values keep their case.
    private(set) var customs: [String: String] = [:]
    /// The place among the rules of all style sheets.
    var order = 0

    init() {}

    /// Parses `property: value` pairs separated by semicolons. The last valid one of several for one property counts.
    init(_ text: some StringProtocol, order: Int = 0) {
        self.order = order
        for declaration in text.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1).map { part in
                part.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            guard parts.count == 2 else { continue }
            let words = parts[1].split(separator: "!", maxSplits: 1)
            let isImportant = words.count == 2 && words[1].drop(while: \.isWhitespace).lowercased() == "important"
            // `!` without `important` is invalid.
            guard isImportant || words.count == 1 else { continue }
            guard let value = words.first.map({ String($0.drop(while: \.isWhitespace)) }) else { continue }
            let trimmed = value.last == " " ? String(value.dropLast()) : value
            if parts[0].hasPrefix("--") {
                customs[parts[0]] = trimmed
            } else if let property = Property(rawValue: parts[0].lowercased()), property.accepts(trimmed.lowercased()) {
                add(property, trimmed, isImportant)
            }
        }
    }

    var isEmpty: Bool { values.isEmpty && customs.isEmpty }

    /// Whether all of them are properties of text.
    var areOfText: Bool {
        let ofText: Set<Property> = [
            .font, .fontFamily, .fontSize, .fontWeight, .fontStyle, .textAnchor, .letterSpacing, .whiteSpace,
        ]
        return customs.isEmpty && values.keys.allSatisfy(ofText.contains)
    }

    /// The value in lower case.
    subscript(property: Property) -> String? { values[property]?.value.lowercased() }

    /// The value with its case kept, for the names in it.
    func text(_ property: Property) -> String? { values[property]?.value }

    /// Adds declarations of at least the same weight. Important ones yield to important ones only.
    mutating func add(_ others: SVGDeclarations) {
        for (property, other) in others.values { add(property, other.value, other.isImportant) }
        customs.merge(others.customs) { $1 }
    }

    private mutating func add(_ property: Property, _ value: String, _ isImportant: Bool) {
        guard isImportant || values[property]?.isImportant != true else { return }
        values[property] = (value, isImportant)
    }

    // MARK: Custom properties

    /// The longest value with custom properties, in bytes, and the most references in it, those of other properties included.
    private static let substitution = (length: 1024, references: 32)

    /// Replaces the references to custom properties in all values (CSS Variables 1, section 3). A reference to
    /// an undefined property without a fallback makes the value `unset`.
    mutating func substitute(_ customs: [String: String]) {
        for (property, found) in values where found.value.lowercased().contains("var(") {
            var budget = Self.substitution.references
            let value = Self.substituted(found.value, customs, &budget) ?? "unset"
            values[property]?.value = property.accepts(value.lowercased()) ? value : "unset"
        }
    }

    /// - Parameter budget: the number of references that may still be replaced.
    static func substituted(_ text: String, _ customs: [String: String], _ budget: inout Int) -> String? {
        guard text.utf8.count <= substitution.length else { return nil }
        guard let start = reference(in: text) else { return text }
        budget -= 1
        guard budget >= 0 else { return nil }
        var (end, open) = (start.upperBound, 1)
        while end < text.endIndex {
            if text[end] == "(" { open += 1 }
            if text[end] == ")" { open -= 1 }
            if open == 0 { break }
            end = text.index(after: end)
        }
        guard open == 0 else { return nil }
        let parts = text[start.upperBound..<end].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].trimmed
        let fallback = parts.count > 1 ? parts[1].trimmed : nil
        var value = customs[name].flatMap { substituted($0, customs, &budget) }
        if value == nil { value = fallback.flatMap { substituted($0, customs, &budget) } }
        guard let value else { return nil }
        return substituted(text[..<start.lowerBound] + value + text[text.index(after: end)...], customs, &budget)
    }

    /// The place of the first `var(`, in upper or lower case.
    private static func reference(in text: String) -> Range<String.Index>? {
        var rest = text[...]
        while let paren = rest.firstIndex(of: "(") {
            if let start = text.index(paren, offsetBy: -3, limitedBy: text.startIndex), text[start..<paren].lowercased() == "var"
            {
                return start..<text.index(after: paren)
            }
            rest = text[text.index(after: paren)...]
        }
        return nil
    }
}
