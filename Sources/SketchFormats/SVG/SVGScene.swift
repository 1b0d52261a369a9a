import FoundationEssentials
import SketchCore

/// Renders a document to lines: follows groups, viewports and `use`, and collects visible shapes in the document's order, in
/// pixels of the page.
struct SVGScene {
    /// Which parts of a document are kept.
    struct Choice {
        /// Whether a filled rectangle as large as the page is part of the drawing.
        var keepsBackground = false
        /// Whether the page, the groups and the styles are kept.
        var keepsPage = false
        /// Outlines text; nil skips it.
        var textOutliner: TextOutliner?
    }

    private let document: SVGDocument
    private let limits: ReaderLimits
    let choice: Choice
    private(set) var subpaths: [SVGSubpath] = []
    /// The number of skipped elements by the plural of their kind.
    var skipped: [String: Int] = [:]
    /// The number of lines that are drawn although nothing paints them.
    private(set) var unpainted = 0
    /// The page with the style of every subpath, if it is kept.
    private(set) var pageLines: SVGPageLines?
    /// The number of shapes that are drawn whole although their viewport shows a part of them.
    private(set) var overflowing = 0
    private var visited = 0
    private var pieces = 0
    /// The size of the page in pixels; nil until it is known.
    private var page: SVGViewport?
    /// The first shape, if it is a filled rectangle that covers the page. It is the drawing if nothing follows.
    private var background: SVGSubpath?
    /// The text around the current element, with the properties of its pieces.
    var text: (layout: SVGTextLayout, states: [State])?
    /// The font families that are not installed.
    var missingFamilies: Set<String> = []
    /// The characters without a glyph.
    var missingGlyphs = 0
    /// The `use` elements around the current element.
    private var following: [Int] = []

    /// A fault and the line of the element that has it.
    struct LocatedFault: Error {
        let line: Int
        let fault: Fault
    }

    /// - Throws: `LocatedFault`.
    init(_ document: SVGDocument, _ limits: ReaderLimits, _ choice: Choice = Choice()) throws {
        self.document = document
        self.limits = limits
        self.choice = choice
        if choice.keepsPage { pageLines = SVGPageLines(document) }
        guard !document.elements.isEmpty else { return }
        let sheet = document.styleSheet
        if sheet.skippedSheets > 0 { skipped["style sheets"] = sheet.skippedSheets }
        if sheet.skippedRules > 0 { skipped["style rules"] = sheet.skippedRules }
        if document.animations > 0 { skipped["animations"] = document.animations }
        // Percentages of the page refer to 300 by 150 pixels, the default size in CSS.
        try draw(0, State(viewport: SVGViewport(width: 300, height: 150)), size: nil)
        guard let background else { return }
        if subpaths.isEmpty {
            subpaths = [background]
            pageLines?.makeBackgroundAStroke()
        } else if pageLines == nil {
            skipped[Self.backgrounds] = 1
        }
    }

    static let backgrounds = "filled rectangles as large as the page"

    /// - Parameter size: the size stated by the `use` that refers to the element.
    private mutating func draw(_ index: Int, _ outer: State, size: SVGFrame?) throws {
        let element = document.elements[index]
        func located(_ fault: Fault) -> LocatedFault { LocatedFault(line: element.line, fault: fault) }
        visited += 1
        guard visited <= limits[.drawnElements] else {
            throw located(Fault(beyond: .drawnElements, of: limits))
        }
        guard outer.depth < SVGReader.deepestDrawing else {
            throw located(Fault("its <use> elements are nested deeper than \(SVGReader.deepestDrawing) levels"))
        }
        guard element.style.isDisplayed else { return }
        var state = outer
        state.depth += 1
        state.map = outer.map.after(element.transform)
        state.apply(element.style)
        if element.hasInvalidTransform { skipped["invalid transforms", default: 0] += 1 }
        // A page keeps dashes.
        for kind in element.style.missing where state.isVisible && !(choice.keepsPage && kind == SVGStyle.dashPatterns) {
            skipped[kind, default: 0] += 1
        }
        switch element.kind {
        case .hidden: break
        case .skipped(let kind): if state.isVisible { skipped[kind, default: 0] += 1 }
        case .group:
            if let group = element.group { state.group = pageLines?.enter(group, in: state.group) }
            try drawChildren(of: index, state)
        case .choice: try drawChildren(of: index, state, isChoice: true)
        case .viewport(let frame, let isSymbol):
            if isSymbol, size == nil { return }
            let isRoot = index == 0 && size == nil
            if frame.hasInvalidViewBox { skipped["invalid viewBoxes", default: 0] += 1 }
            guard enter(frame, isRoot: isRoot, size: size, showsOverflow: element.style.showsOverflow, &state) else {
                skipped["viewports of size 0", default: 0] += 1
                return
            }
            try drawChildren(of: index, state)
        case .shape(let shape): try add(shape, state, located)
        case .use(let target, let frame): try follow(index, target, frame, state, located)
        case .text(let place): try drawText(index, place, state, located)
        case .characters(let characters):
            guard let style = text?.states.count else { return }
            text?.states.append(state)
            text?.layout.add(characters, state.font, style: style, in: state.viewport)
        }
    }

    /// - Parameter isChoice: whether to stop after the first child that is not hidden.
    mutating func drawChildren(of index: Int, _ state: State, isChoice: Bool = false) throws {
        var child = index + 1
        while child < document.elements[index].end {
            try draw(child, state, size: nil)
            if isChoice, !document.elements[child].isHidden { return }
            child = document.elements[child].end
        }
    }

    mutating func add(_ shape: SVGShape, _ state: State, _ located: (Fault) -> LocatedFault) throws {
        guard state.isVisible else { return }
        let (fill, stroke) = (state.style.fill(document.servers), state.style.stroke(document.servers))
        guard fill != nil || stroke != nil else {
            skipped["shapes without fill and stroke", default: 0] += 1
            return
        }
        pieces += shape.pieceCount
        guard pieces <= limits[.pathSegments] else {
            throw located(Fault(beyond: .pathSegments, of: limits))
        }
        pageLines?.startShape(fill: fill, stroke: stroke, state.style, in: state.viewport, map: state.map)
        var (lacksArea, isOutside, isCut) = (false, false, false)
        for subpath in shape.subpaths(in: state.viewport) {
            let isPoint = subpath.isPoint
            let subpath = subpath.transformed(state.map)
            // A filled line is invisible. A document without any paint is taken as plain geometry.
            let isFilledLine = stroke == nil && (isPoint || !(state.isUncertain || subpath.hasArea))
            if isFilledLine, isPoint || shape.isLine || document.statesPaint {
                lacksArea = true
                continue
            }
            let parts = state.clips.map { $0.part(of: subpath) }
            if parts.contains(.none) {
                isOutside = true
                continue
            }
            isCut = isCut || parts.contains(.some)
            if isFilledLine { unpainted += 1 }
            if !choice.keepsBackground, stroke == nil, background == nil, subpaths.isEmpty, let page,
                subpath.isRectangle(covering: page)
            {
                background = subpath
                pageLines?.add(background: subpath)
            } else {
                subpaths.append(subpath)
                pageLines?.add(subpath, group: state.group, isUnpainted: isFilledLine)
            }
        }
        if lacksArea { skipped["filled lines without stroke", default: 0] += 1 }
        if isOutside { skipped["shapes outside their viewport", default: 0] += 1 }
        if isCut { overflowing += 1 }
    }

    private mutating func follow(
        _ index: Int, _ target: String?, _ frame: SVGFrame, _ state: State, _ located: (Fault) -> LocatedFault
    ) throws {
        guard let target, target.hasPrefix("#"), let found = document.ids[String(target.dropFirst())] else {
            // Other files are never opened.
            skipped["references to what is not in the file", default: 0] += 1
            return
        }
        guard !following.contains(index) else { throw located(Fault("its <use> of \(target.prefix(40)) refers back to itself")) }
        following.append(index)
        defer { following.removeLast() }
        var inner = state
        inner.map = state.map.after(
            .translation(
                frame.x.pixels(.horizontal, in: state.viewport), frame.y.pixels(.vertical, in: state.viewport)))
        try draw(found, inner, size: frame)
    }

    /// Enters the coordinate system of an `svg` or a `symbol`. If the page has no size, that of its viewBox is used.
    /// - Returns: whether the children are rendered: not if a side of the viewport or of its viewBox is 0 (SVG 2, sections 8.2
    ///   and 8.6).
    private mutating func enter(
        _ frame: SVGFrame, isRoot: Bool, size: SVGFrame?, showsOverflow: Bool, _ state: inout State
    ) -> Bool {
        let outer = state.viewport
        let width = size?.width ?? frame.width
        let height = size?.height ?? frame.height
        if width?.isZero == true || height?.isZero == true || frame.viewBox?.isEmpty == true { return false }
        var viewport = SVGViewport(
            width: (width ?? .whole).pixels(.horizontal, in: outer), height: (height ?? .whole).pixels(.vertical, in: outer),
            page: outer.page)
        if isRoot, let box = frame.viewBox {
            switch (frame.width?.absolute, frame.height?.absolute) {
            case (nil, nil): viewport = SVGViewport(width: box.width, height: box.height)
            case (let width?, nil): viewport = SVGViewport(width: width, height: width * box.height / box.width)
            case (nil, let height?): viewport = SVGViewport(width: height * box.width / box.height, height: height)
            default: break
            }
        }
        if !isRoot {
            state.map = state.map.after(
                .translation(frame.x.pixels(.horizontal, in: outer), frame.y.pixels(.vertical, in: outer)))
        }
        if isRoot { (page, viewport) = (viewport, SVGViewport(width: viewport.width, height: viewport.height)) }
        if !isRoot, !showsOverflow, let inverse = state.map.inverse {
            state.clips.append(SVGClip(map: inverse, viewport: viewport))
        }
        let size = viewport
        if let box = frame.viewBox {
            state.map = state.map.after(box.map(to: viewport))
            viewport = SVGViewport(width: box.width, height: box.height, page: viewport.page)
        }
        if isRoot { pageLines?.enterPage(size, frame.viewBox) }
        state.viewport = viewport
        return true
    }
}
