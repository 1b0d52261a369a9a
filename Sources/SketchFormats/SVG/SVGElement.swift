/// An element that bears on what is drawn, as it stands in the document.
struct SVGElement {
    enum Kind {
        /// `g`, `a`: its children are drawn.
        case group
        /// `switch`: the first of its children that is not hidden is drawn.
        case choice
        /// `defs`, `clipPath` and the like, and what is for other programs or languages: drawn only where a `use` asks
        /// for a part of it.
        case hidden
        /// A drawing of its own inside; the outermost `svg` too.
        case viewport(SVGFrame, isSymbol: Bool)
        case use(target: String?, SVGFrame)
        case shape(SVGShape)
        /// Cannot become lines; named in the plural.
        case leftOut(String)
    }

    var kind: Kind
    var transform = SVGTransform.identity
    var style: SVGStyle
    /// Where the element starts, for messages.
    var line: Int
    /// One past the last element inside, in the document's order.
    var end = 0

    var isHidden: Bool { if case .hidden = kind { true } else { false } }
}

/// Place and size of an `svg`, a `symbol` or a `use`, as far as they are given.
struct SVGFrame {
    var x: SVGLength
    var y: SVGLength
    var width: SVGLength?
    var height: SVGLength?
    var viewBox: SVGViewBox?

    /// - Throws: `Fault`.
    init(_ attributes: XMLAttributes) throws {
        x = try SVGLength(parsing: attributes.bytes("x"), of: "x") ?? .zero
        y = try SVGLength(parsing: attributes.bytes("y"), of: "y") ?? .zero
        width = try SVGLength(parsing: attributes.bytes("width"), of: "width")
        height = try SVGLength(parsing: attributes.bytes("height"), of: "height")
        viewBox = try SVGViewBox(attributes)
    }
}
