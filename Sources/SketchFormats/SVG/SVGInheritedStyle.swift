import SketchCore

/// The properties that an element inherits from its ancestors, with their values in CSS.
struct SVGInheritedStyle {
    private var values: [SVGDeclarations.Property: String] = [:]
    /// The product of the opacities of the element and its ancestors.
    private(set) var opacity = 1.0

    mutating func apply(_ style: SVGStyle) {
        for (property, value) in style.stated { values[property] = value.lowercased() == "initial" ? nil : value }
        if let opacity = style.opacity { self.opacity *= opacity }
    }

    private var colour: String { values[.color] ?? "#000000" }

    /// - Parameter servers: the ids of the document's gradients and patterns.
    func fill(_ servers: Set<String>) -> SVGPaint.Visible? {
        guard isPositive(.fillOpacity) else { return nil }
        return SVGPaint.visible(values[.fill] ?? "#000000", colour: colour, servers: servers)
    }

    func stroke(_ servers: Set<String>) -> SVGPaint.Visible? {
        guard let paint = values[.stroke], isPositive(.strokeOpacity), isPositive(.strokeWidth) else { return nil }
        return SVGPaint.visible(paint, colour: colour, servers: servers)
    }

    private func isPositive(_ property: SVGDeclarations.Property) -> Bool {
        values[property].flatMap { SVGPaint.isPositive($0) } ?? true
    }

    /// The style of a shape for a written document, with lengths in the user units of its root.
    /// - Parameters:
    ///   - fill: nil for none; likewise the stroke.
    ///   - scale: the size of the element's user unit in those of the root.
    func written(
        fill: SVGPaint.Visible?, stroke: SVGPaint.Visible?, in viewport: SVGViewport, scale: Double
    ) -> DrawingPage.Style {
        var style = DrawingPage.Style()
        style["fill"] = fill?.colour ?? "none"
        if fill != nil {
            if values[.fillRule]?.lowercased() == "evenodd" { style["fill-rule"] = "evenodd" }
            style["fill-opacity"] = fraction(.fillOpacity)
        }
        if let stroke {
            style["stroke"] = stroke.colour
            let keepsWidth = values[.vectorEffect]?.lowercased() == "non-scaling-stroke"
            let factor = keepsWidth ? 1 : scale
            style["stroke-width"] = length(values[.strokeWidth] ?? "1", viewport, factor) ?? "1"
            style["stroke-opacity"] = fraction(.strokeOpacity)
            if keepsWidth { style["vector-effect"] = "non-scaling-stroke" }
            for (property, name) in [(SVGDeclarations.Property.lineCap, "stroke-linecap"), (.lineJoin, "stroke-linejoin")] {
                if let value = values[property]?.lowercased(), value.allSatisfy({ $0.isLetter || $0 == "-" }) {
                    style[name] = value
                }
            }
            if let limit = values[.miterLimit].flatMap(Double.init) { style["stroke-miterlimit"] = DrawingPage.number(limit) }
            let dashes = (values[.dashes] ?? "none").split { $0 == "," || $0.isWhitespace }.map { length($0, viewport, factor) }
            if !dashes.isEmpty, dashes.allSatisfy({ $0 != nil }) {
                style["stroke-dasharray"] = dashes.compactMap { $0 }.joined(separator: " ")
                style["stroke-dashoffset"] = values[.dashOffset].flatMap { length($0, viewport, factor) }
            }
        }
        if opacity < 1 { style["opacity"] = DrawingPage.number(opacity) }
        return style
    }

    private func fraction(_ property: SVGDeclarations.Property) -> String? {
        values[property].flatMap(SVGPaint.fraction).flatMap { $0 < 1 ? DrawingPage.number($0) : nil }
    }

    private func length(_ text: some StringProtocol, _ viewport: SVGViewport, _ factor: Double) -> String? {
        guard let length = try? SVGLength(parsing: Array(text.utf8), of: "length") else { return nil }
        return DrawingPage.number(length.pixels(.diagonal, in: viewport) * factor)
    }
}
