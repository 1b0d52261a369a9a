import SketchCore

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
    /// The ids of gradients and patterns.
    fileprivate(set) var servers: Set<String> = []
    /// The attributes of the root that state the page's size.
    fileprivate(set) var rootAttributes: [(name: String, value: String)] = []
    /// The prefixes that are used with their usual namespaces, because the document does not declare them.
    private(set) var undeclared: [String] = []
    /// The title of the document.
    fileprivate(set) var title: String?
    /// The number of paths that were read only up to an error, and the line and error of the first.
    fileprivate(set) var pathErrors: (count: Int, line: Int, first: Fault)?

    /// - Throws: `FormatError.malformed`.
    init(_ bytes: [UInt8], file: String, limits: ReaderLimits, readsText: Bool = false) throws {
        let (bytes, undeclared) = SVGNamespaces.declared(in: bytes)
        self.undeclared = undeclared
        if SVGStyleSheet.mayBe(in: bytes) { styleSheet = try SVGStyleSheet(of: bytes, file: file, limits: limits) }
        let builder = Builder(limits, styleSheet, readsText: readsText)
        try XMLReader.read(bytes, file: file, limits: limits, handler: builder)
        (elements, ids, animations) = (builder.elements, builder.ids, builder.animations)
        (servers, rootAttributes, pathErrors) = (builder.servers.usable, builder.rootAttributes, builder.pathErrors)
        for (index, text) in builder.titles {
            if index == 0 { title = text } else { elements[index].group?.title = text }
        }
        statesPaint = builder.elements.contains { $0.style.statesPaint }
    }

    private final class Builder: XMLHandler {
        private(set) var elements: [SVGElement] = []
        private(set) var ids: [String: Int] = [:]
        private var styleSheet: SVGStyleSheet
        /// The indices of the open elements; nil for an element that is ignored with its children.
        private var open: [Int?] = []
        /// The open elements, for selectors.
        private var ancestors: [SVGIdentity] = []
        private(set) var animations = 0
        private(set) var servers = SVGPaintServers()
        private(set) var rootAttributes: [(name: String, value: String)] = []
        private(set) var pathErrors: (count: Int, line: Int, first: Fault)?
        /// The titles of elements by their indices.
        private(set) var titles: [Int: String] = [:]
        /// The depth of an open `<title>`, and the element that it names.
        private var openTitle: (depth: Int, element: Int)?
        private var pieces = 0
        private let limits: ReaderLimits

        /// Whether text is kept.
        private let readsText: Bool
        /// The bytes of text so far.
        private var textBytes = 0
        /// The characters since the last tag.
        private var openCharacters: Int?

        init(_ limits: ReaderLimits, _ styleSheet: SVGStyleSheet, readsText: Bool) {
            (self.limits, self.styleSheet, self.readsText) = (limits, styleSheet, readsText)
        }

        func start(_ name: String, namespace: String, _ attributes: XMLAttributes, line: Int) throws {
            openCharacters = nil
            if open.isEmpty {
                guard name == "svg", Self.isSVG(namespace) else {
                    throw Fault("its root is <\(name.prefix(40))>, not <svg> of the SVG namespace")
                }
            }
            let id = attributes.text("id")
            var identity = SVGIdentity(name: name, id: id)
            if let classes = attributes.text("class") {
                identity.classes = Set(classes.split(whereSeparator: \.isWhitespace).map(String.init))
            }
            identity.customs = ancestors.last?.customs ?? [:]
            defer { ancestors.append(identity) }
            if Self.isSVG(namespace) {
                if Self.animations.contains(name) { animations += 1 }
                servers.add(name, id: id, target: Self.target(attributes), parent: ancestors.last)
                if name == "title", openTitle == nil, let parent = open.last, let parent { openTitle = (open.count, parent) }
            }
            if let parent = open.last, parent == nil || isLeftOut(parent) {
                open.append(nil)
                return
            }
            guard Self.isSVG(namespace), let kind = try kind(name, attributes, line) else {
                open.append(nil)
                return
            }
            if open.isEmpty {
                rootAttributes = [
                    ("width", attributes.text("width")), ("height", attributes.text("height")),
                    ("viewBox", attributes.text("viewBox")), ("preserveAspectRatio", attributes.text("preserveAspectRatio")),
                ].compactMap { name, value in value.map { (name, $0) } }
            }
            var element = SVGElement(kind: kind, style: try style(of: &identity, attributes), line: line)
            if case .group = kind { element.group = Self.group(id, attributes) }
            if let text = attributes.bytes("transform") {
                if let transform = try? SVGTransform(parsing: text) {
                    element.transform = transform
                } else {
                    element.hasInvalidTransform = true
                }
            }
            if let transform = element.style.transform { element.transform = transform }
            if let id, ids[id] == nil { ids[id] = elements.count }
            open.append(elements.count)
            elements.append(element)
        }

        /// Returns the style of an element, and adds the custom properties that it declares to its identity.
        private func style(of identity: inout SVGIdentity, _ attributes: XMLAttributes) throws -> SVGStyle {
            let hasClass = !identity.classes.isEmpty
            let isIncomplete = styleSheet.skippedRules + styleSheet.skippedSheets > 0
            var rules = SVGStyle.Rules(declarations: nil, isClassUnknown: hasClass, areIncomplete: isIncomplete)
            if !styleSheet.isEmpty {
                rules.declarations = try styleSheet.declarations(of: identity, in: ancestors)
                rules.isClassUnknown = hasClass && rules.declarations == nil && isIncomplete
            }
            if let found = rules.declarations?.customs, !found.isEmpty { identity.customs.merge(found) { $1 } }
            if let style = attributes.text("style"), style.contains("--") {
                identity.customs.merge(SVGDeclarations(style).customs) { $1 }
            }
            rules.customs = identity.customs
            rules.readsText = readsText
            return SVGStyle(attributes, of: identity.name, rules: rules)
        }

        private static func group(_ id: String?, _ attributes: XMLAttributes) -> DrawingPage.Group {
            DrawingPage.Group(
                id: id, label: attributes.text("http://www.inkscape.org/namespaces/inkscape\nlabel"),
                isLayer: attributes.text("http://www.inkscape.org/namespaces/inkscape\ngroupmode") == "layer")
        }

        func end() {
            openCharacters = nil
            ancestors.removeLast()
            if let index = open.removeLast() { elements[index].end = elements.count }
            if openTitle?.depth == open.count { openTitle = nil }
        }

        /// The longest title that is kept, in bytes.
        private static let longestTitle = 1000

        func text(_ bytes: UnsafeRawBufferPointer) throws {
            if readsText { try addCharacters(bytes) }
            guard let element = openTitle?.element, titles[element, default: ""].utf8.count < Self.longestTitle else { return }
            titles[element, default: ""] += String(decoding: bytes.prefix(Self.longestTitle), as: UTF8.self)
        }

        /// The most text that is outlined, in bytes.
        private static let mostText = 200_000

        /// Keeps the characters of a `text` or `tspan`.
        private func addCharacters(_ bytes: UnsafeRawBufferPointer) throws {
            guard let parent = open.last, let parent, isText(parent) else { return }
            textBytes += bytes.count
            guard textBytes <= Self.mostText else { throw Fault("it has more than \(Self.mostText) bytes of text") }
            let piece = String(decoding: bytes, as: UTF8.self)
            // A text arrives in pieces.
            if let index = openCharacters, case .characters(let text) = elements[index].kind {
                elements[index].kind = .characters(text + piece)
                return
            }
            openCharacters = elements.count
            var element = SVGElement(
                kind: .characters(piece),
                style: SVGStyle(XMLAttributes(nil), of: "", rules: .init(isClassUnknown: false, areIncomplete: false)),
                line: elements[parent].line)
            element.end = elements.count + 1
            elements.append(element)
        }

        /// Whether the element is a text or inside one.
        private func isText(_ index: Int) -> Bool {
            if case .text = elements[index].kind { return true }
            guard case .group = elements[index].kind else { return false }
            return open.contains { $0.map { if case .text = elements[$0].kind { true } else { false } } ?? false }
        }

        private static func target(_ attributes: XMLAttributes) -> String? {
            attributes.text("href") ?? attributes.text("http://www.w3.org/1999/xlink\nhref")
        }

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

        private func kind(_ name: String, _ attributes: XMLAttributes, _ line: Int) throws -> SVGElement.Kind? {
            guard Self.isForUs(attributes) else { return .hidden }
            switch name {
            case "g", "a": return .group
            case "switch": return .choice
            case "defs", "clipPath", "mask", "marker", "pattern": return .hidden
            case "svg", "symbol": return .viewport(try SVGFrame(attributes), isSymbol: name == "symbol")
            case "use":
                return .use(target: Self.target(attributes), try SVGFrame(attributes))
            case "text": return readsText ? .text(try SVGTextPlace(attributes)) : .skipped("texts")
            case "tspan" where readsText: return .text(try SVGTextPlace(attributes))
            case "textPath" where readsText: return .skipped("texts on paths")
            case "image": return .skipped("images")
            case "foreignObject": return .skipped("foreign objects")
            default:
                let shape = try SVGShape(name, attributes, after: pieces, limits) { fault in
                    pathErrors = (
                        count: (pathErrors?.count ?? 0) + 1, line: pathErrors?.line ?? line, first: pathErrors?.first ?? fault
                    )
                }
                guard let shape else { return nil }
                pieces += shape.pieceCount
                guard pieces <= limits[.pathSegments] else { throw Fault(beyond: .pathSegments, of: limits) }
                return .shape(shape)
            }
        }
    }
}
