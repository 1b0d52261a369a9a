/// The declarations of a rule or of a `style` attribute that paint or hide an element.
struct SVGDeclarations {
    enum Property: String, CaseIterable {
        case display, visibility, opacity, fill, stroke, marker, mask
        case fillOpacity = "fill-opacity"
        case strokeOpacity = "stroke-opacity"
        case strokeWidth = "stroke-width"
        case markerStart = "marker-start"
        case markerMid = "marker-mid"
        case markerEnd = "marker-end"
        case clipPath = "clip-path"
    }

    private var values: [Property: (value: String, isImportant: Bool)] = [:]
    /// The place among the rules of all style sheets.
    var order = 0

    init() {}

    /// Parses `property: value` pairs separated by semicolons. The last of several for one property counts.
    init(_ text: some StringProtocol, order: Int = 0) {
        self.order = order
        for declaration in text.split(separator: ";") {
            let parts = declaration.split(separator: ":", maxSplits: 1).map { part in
                part.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
            }
            guard parts.count == 2, let property = Property(rawValue: parts[0]) else { continue }
            let words = parts[1].split(separator: "!", maxSplits: 1)
            let isImportant = words.count == 2 && words[1].drop(while: \.isWhitespace) == "important"
            guard let value = words.first.map({ String($0.drop(while: \.isWhitespace)) }) else { continue }
            add(property, value.last == " " ? String(value.dropLast()) : value, isImportant)
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
