/// The elements of an SVG document that affect its drawing, in the document's order: the children of an element
/// follow it, up to its `end`.
struct SVGDocument {
    fileprivate(set) var elements: [SVGElement] = []
    /// The first element with each id.
    fileprivate(set) var ids: [String: Int] = [:]
    private(set) var styleSheet = SVGStyleSheet()
    /// Whether an element states a fill or a stroke.
    fileprivate(set) var statesPaint = false
    /// The number of elements that move or change others.
    fileprivate(set) var animations = 0

    /// - Throws: `FormatError.malformed`.
    init(_ bytes: [UInt8], file: String, limits: ReaderLimits) throws {
        if SVGStyleSheet.mayBe(in: bytes) { styleSheet = try SVGStyleSheet(of: bytes, file: file, limits: limits) }
        let builder = Builder(limits, styleSheet)
        try XMLReader.read(bytes, file: file, limits: limits, handler: builder)
        (elements, ids, animations) = (builder.elements, builder.ids, builder.animations)
        statesPaint = builder.elements.contains { $0.style.statesPaint }
    }

    private final class Builder: XMLHandler {
        private(set) var elements: [SVGElement] = []
        private(set) var ids: [String: Int] = [:]
        private var styleSheet: SVGStyleSheet
        /// The indices of the open elements; nil for an element that is ignored with its children.
        private var open: [Int?] = []
        private(set) var animations = 0
        private var pieces = 0
        private let limits: ReaderLimits

        init(_ limits: ReaderLimits, _ styleSheet: SVGStyleSheet) { (self.limits, self.styleSheet) = (limits, styleSheet) }

        func start(_ name: String, namespace: String, _ attributes: XMLAttributes, line: Int) throws {
            if open.isEmpty {
                guard name == "svg", Self.isSVG(namespace) else {
                    throw Fault("its root is <\(name.prefix(40))>, not <svg> of the SVG namespace")
                }
            }
            if let parent = open.last, parent == nil || isLeftOut(parent) {
                if Self.animations.contains(name), Self.isSVG(namespace) { animations += 1 }
                open.append(nil)
                return
            }
            if Self.animations.contains(name), Self.isSVG(namespace) { animations += 1 }
            guard Self.isSVG(namespace), let kind = try kind(name, attributes) else {
                open.append(nil)
                return
            }
            let id = attributes.text("id")
            var element = SVGElement(kind: kind, style: try style(of: name, id, attributes), line: line)
            if let text = attributes.bytes("transform") { element.transform = try SVGTransform(parsing: text) }
            if let transform = element.style.transform { element.transform = transform }
            if let id, ids[id] == nil { ids[id] = elements.count }
            open.append(elements.count)
            elements.append(element)
        }

        private func style(of name: String, _ id: String?, _ attributes: XMLAttributes) throws -> SVGStyle {
            let classes = attributes.text("class")
            let isIncomplete = styleSheet.skippedRules + styleSheet.skippedSheets > 0
            guard !styleSheet.isEmpty else {
                return SVGStyle(
                    attributes, of: name,
                    rules: .init(declarations: nil, isClassUnknown: classes != nil, areIncomplete: isIncomplete))
            }
            let words = classes?.split(whereSeparator: \.isWhitespace) ?? []
            let found = try styleSheet.declarations(name: name, classes: words, id: id)
            return SVGStyle(
                attributes, of: name,
                rules: .init(
                    declarations: found, isClassUnknown: classes != nil && found == nil && isIncomplete,
                    areIncomplete: isIncomplete))
        }

        func end() {
            if let index = open.removeLast() { elements[index].end = elements.count }
        }

        func text(_ bytes: UnsafeRawBufferPointer) {}

        private static let animations: Set = ["animate", "animateColor", "animateMotion", "animateTransform", "set"]

        private static func isSVG(_ namespace: String) -> Bool {
            namespace.isEmpty || namespace == "http://www.w3.org/2000/svg"
        }

        /// Whether no child of the element can be drawn.
        private func isLeftOut(_ index: Int?) -> Bool {
            guard let index else { return true }
            switch elements[index].kind {
            case .skipped, .shape, .use: return true
            default: return false
            }
        }

        /// Whether an element requires no extension and, if it states languages, includes English: the
        /// drawing must not depend on the machine's language (SVG 1.1, section 5.8).
        private static func isForUs(_ attributes: XMLAttributes) -> Bool {
            guard attributes.bytes("requiredExtensions") == nil else { return false }
            guard let languages = attributes.text("systemLanguage") else { return true }
            return languages.split(separator: ",").contains { tag in
                tag.drop(while: \.isWhitespace).prefix { $0.isLetter }.lowercased() == "en"
            }
        }

        private func kind(_ name: String, _ attributes: XMLAttributes) throws -> SVGElement.Kind? {
            guard Self.isForUs(attributes) else { return .hidden }
            switch name {
            case "g", "a": return .group
            case "switch": return .choice
            case "defs", "clipPath", "mask", "marker", "pattern": return .hidden
            case "svg", "symbol": return .viewport(try SVGFrame(attributes), isSymbol: name == "symbol")
            case "use":
                let target = attributes.text("href") ?? attributes.text("http://www.w3.org/1999/xlink\nhref")
                return .use(target: target, try SVGFrame(attributes))
            case "text": return .skipped("texts")
            case "image": return .skipped("images")
            case "foreignObject": return .skipped("foreign objects")
            default:
                guard let shape = try SVGShape(name, attributes, after: pieces, limits) else { return nil }
                pieces += shape.pieceCount
                guard pieces <= limits[.pathSegments] else { throw Fault(beyond: .pathSegments, of: limits) }
                return .shape(shape)
            }
        }
    }
}
