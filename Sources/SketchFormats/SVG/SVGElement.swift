import SketchCore

/// An element that affects the drawing.
struct SVGElement {
    enum Kind {
        /// `g`, `a`: its children are drawn.
        case group
        /// `switch`: the first of its children that is not hidden is drawn.
        case choice
        /// `defs`, `clipPath` and similar elements, and those for other programs or languages: drawn only if a `use` refers
        /// to a part of it.
        case hidden
        /// A nested coordinate system; also the outermost `svg`.
        case viewport(SVGFrame, isSymbol: Bool)
        case use(target: String?, SVGFrame)
        case shape(SVGShape)
        /// A `text`, or a `tspan` in it.
        case text(SVGTextPlace)
        /// The characters between the tags of a text.
        case characters(String)
        /// An element that cannot become lines, with the plural of its kind.
        case skipped(String)
    }

    var kind: Kind
    var transform = SVGTransform.identity
    /// Whether the element states a transform that is ignored because it is invalid.
    var hasInvalidTransform = false
    var style: SVGStyle
    /// The line where the element starts, for messages.
    var line: Int
    /// The names of a group, for a document that is written again.
    var group: DrawingPage.Group?
    /// The index after the last child, in the document's order.
    var end = 0

    var isHidden: Bool { if case .hidden = kind { true } else { false } }
}

/// The position and size of an `svg`, a `symbol` or a `use`, if stated.
struct SVGFrame {
    var x: SVGLength
    var y: SVGLength
    var width: SVGLength?
    var height: SVGLength?
    var viewBox: SVGViewBox?
    /// Whether the element states a viewBox that is ignored because it is invalid.
    var hasInvalidViewBox: Bool

    /// - Throws: `Fault`.
    init(_ attributes: XMLAttributes) throws {
        x = try SVGLength(parsing: attributes.bytes("x"), of: "x") ?? .zero
        y = try SVGLength(parsing: attributes.bytes("y"), of: "y") ?? .zero
        width = try SVGLength(parsing: attributes.bytes("width"), of: "width")
        height = try SVGLength(parsing: attributes.bytes("height"), of: "height")
        viewBox = try SVGViewBox(attributes)
        hasInvalidViewBox = viewBox == nil && attributes.bytes("viewBox") != nil
    }
}
