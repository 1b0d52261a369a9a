extension SVGScene {
    /// The properties that an element inherits.
    struct State {
        var map = SVGTransform.identity
        var viewport: SVGViewport
        var isVisible = true
        var style = SVGInheritedStyle()
        var font = SVGFont()
        /// Whether a rule that is not followed may give the element a stroke.
        var isUncertain = false
        var depth = 0
        /// The inner viewports around the element that clip it.
        var clips: [SVGClip] = []
        /// The index of the innermost group of the written page.
        var group: Int?

        mutating func apply(_ style: SVGStyle) {
            isVisible = style.isVisible ?? isVisible
            self.style.apply(style)
            font.apply(style.stated)
            isUncertain = isUncertain || style.isUncertain
        }
    }
}
