import SketchCore

extension DrawingFormat {
    /// Each file is one drawing.
    static let svg = DrawingFormat(
        names: [], title: "SVG", limitsRows: .inNone, recognises: { $0.hasElement("svg") },
        read: { source, emit in
            let options = source.options
            try emit(
                SVGReader.record(
                    source.whole(.documentBytes), file: source.path, limits: source.limits,
                    keepsBackground: options.keepsBackground, keepsPage: options.keepsPages,
                    textOutliner: options.textOutliner))
        })
}

/// Reads the lines of an SVG document as one drawing: shapes and paths of any colour become strokes, filled areas become
/// their outlines. Strokes are in the document's order, in pixels of the page (96 per inch).
///
/// Text is skipped unless it is outlined. Images, markers, clip paths, masks, dashes, animations, forms given by CSS, style sheets in other files and style rules
/// with selectors that `SVGSelector` lacks are skipped, as are shapes without visible paint, and counted in the record's notes.
/// Only the given bytes are read: no DTD, style sheet or other file.
package enum SVGReader {
    /// The maximum nesting depth of elements, including those repeated by `use`.
    static let deepestDrawing = 512

    /// - Parameters:
    ///   - bytes: the document, in UTF-8 or the encoding of its XML declaration.
    ///   - file: the document's name in messages.
    ///   - keepsBackground: whether a filled rectangle as large as the page, before everything else, is part of the drawing.
    ///   - keepsPage: whether the record keeps its page. The background then belongs to the page and is not a stroke.
    ///   - textOutliner: outlines text; nil skips it.
    /// - Throws: `FormatError.limitExceeded`, `.malformed`, `.badCoordinate`, `.noLines`.
    package static func record(
        _ bytes: [UInt8], file: String, limits: ReaderLimits = .standard, keepsBackground: Bool = false,
        keepsPage: Bool = false, textOutliner: TextOutliner? = nil
    ) throws -> SketchRecord {
        guard bytes.count <= limits[.documentBytes] else {
            throw limits.exceeded(.documentBytes, file: file)
        }
        let scene: SVGScene
        let document = try SVGDocument(bytes, file: file, limits: limits, readsText: textOutliner != nil)
        let choice = SVGScene.Choice(
            keepsBackground: keepsBackground, keepsPage: keepsPage, textOutliner: textOutliner)
        do { scene = try SVGScene(document, limits, choice) } catch let located as SVGScene.LocatedFault {
            throw located.fault.error(file: file, place: "line \(located.line)")
        }
        var notes = notes(scene.skipped)
        if scene.unpainted > 0 {
            let lines = scene.unpainted == 1 ? "1 line without stroke is" : "\(scene.unpainted) lines without stroke are"
            notes.append(lines + " drawn, because the document states no paint")
        }
        if scene.overflowing > 0 {
            notes.append(
                scene.overflowing == 1
                    ? "1 shape is drawn whole, although its viewport shows a part of it"
                    : "\(scene.overflowing) shapes are drawn whole, although their viewports show parts of them")
        }
        for prefix in document.undeclared {
            notes.append("the prefix \(prefix) has its usual namespace, because the document does not declare it")
        }
        if let (count, line, fault) = document.pathErrors, case .malformed(let reason) = fault.cause {
            let paths = count == 1 ? "1 path is" : "\(count) paths are"
            notes.append("\(paths) drawn up to an error, the first in line \(line): \(reason)")
        }
        if let count = scene.pageLines?.serverCount, count > 0 {
            notes.append("\(count) shape\(count == 1 ? " has" : "s have") a plain colour instead of a gradient or a pattern")
        }
        for family in scene.missingFamilies.sorted().prefix(5) {
            notes.append("the font \(family.prefix(60)) is not installed; another is used")
        }
        if scene.missingGlyphs > 0 {
            let count = scene.missingGlyphs
            notes.append(
                "no installed font has \(count == 1 ? "1 character" : "\(count) characters") of the text; boxes are drawn")
        }
        guard !scene.subpaths.isEmpty else {
            throw FormatError.noLines(file: file, line: nil, form: "an SVG document", notes: notes)
        }
        var record = SketchRecord(sketch: Sketch(strokes: try scene.subpaths.strokes(file: file, limits)), kind: .raw)
        record.notes = notes
        record.page = scene.pageLines?.page
        return record
    }

    private static func notes(_ skipped: [String: Int]) -> [String] {
        guard !skipped.isEmpty else { return [] }
        let parts = skipped.sorted { $0.key < $1.key }.map { plural, count in
            "\(count) " + (count > 1 ? plural : singular[plural] ?? plural)
        }
        let advice = skipped.keys.contains("texts") ? "; convert text to paths, or outline it when reading, to include it" : ""
        return ["skipped: " + parts.joined(separator: ", ") + advice]
    }

    private static let singular = [
        "markers": "marker", "clip paths": "clip path", "masks": "mask", "style sheets": "style sheet",
        "style rules": "style rule", "texts": "text", "invalid viewBoxes": "invalid viewBox",
        "invalid transforms": "invalid transform", "texts on paths": "text on a path",
        "text properties": "text property",
        "images": "image", "viewports of size 0": "viewport of size 0", "foreign objects": "foreign object",
        "shapes without fill and stroke": "shape without fill and stroke",
        "filled lines without stroke": "filled line without stroke", "dash patterns": "dash pattern",
        "animations": "animation", "CSS transforms": "CSS transform", "shapes formed by CSS": "shape formed by CSS",
        "filled rectangles as large as the page": "filled rectangle as large as the page",
        "shapes outside their viewport": "shape outside its viewport",
        "references to what is not in the file": "reference to what is not in the file",
    ]
}
