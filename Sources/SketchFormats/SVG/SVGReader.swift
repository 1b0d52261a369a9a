import SketchCore

extension DrawingFormat {
    /// Each file is one drawing.
    static let svg = DrawingFormat(
        names: [], title: "SVG", limitsRows: .inNone, recognises: { $0.hasElement("svg") },
        read: { source, emit in
            try emit(SVGReader.record(source.whole(.documentBytes), file: source.path, limits: source.limits))
        })
}

/// Reads the lines of an SVG document as one drawing: shapes and paths of any colour become strokes, filled areas become
/// their outlines. Strokes are in the document's order, in pixels of the page (96 per inch).
///
/// Text, images, markers, clip paths, masks, dashes, animations, forms given by CSS, style sheets in other files and style rules
/// for certain places are skipped, as are shapes without visible paint, and counted in the record's notes.
/// Only the given bytes are read: no DTD, style sheet or other file.
package enum SVGReader {
    /// The maximum nesting depth of elements, including those repeated by `use`.
    static let deepestDrawing = 512

    /// - Parameters:
    ///   - bytes: the document, in UTF-8 or the encoding of its XML declaration.
    ///   - file: the document's name in messages.
    /// - Throws: `FormatError.limitExceeded`, `.malformed`, `.badCoordinate`, `.noLines`.
    package static func record(
        _ bytes: [UInt8], file: String, limits: ReaderLimits = .standard
    ) throws -> SketchRecord {
        guard bytes.count <= limits[.documentBytes] else {
            throw limits.exceeded(.documentBytes, file: file)
        }
        let scene: SVGScene
        do { scene = try SVGScene(SVGDocument(bytes, file: file, limits: limits), limits) } catch let located
            as SVGScene.LocatedFault
        {
            throw located.fault.error(file: file, place: "line \(located.line)")
        }
        var notes = notes(scene.skipped)
        if scene.unpainted > 0 {
            let lines = scene.unpainted == 1 ? "1 line without stroke is" : "\(scene.unpainted) lines without stroke are"
            notes.append(lines + " drawn, because the document states no paint")
        }
        guard !scene.subpaths.isEmpty else {
            throw FormatError.noLines(file: file, line: nil, form: "an SVG document", notes: notes)
        }
        var record = SketchRecord(sketch: Sketch(strokes: try scene.subpaths.strokes(file: file, limits)), kind: .raw)
        record.notes = notes
        record.hasPage = true
        return record
    }

    private static func notes(_ skipped: [String: Int]) -> [String] {
        guard !skipped.isEmpty else { return [] }
        let parts = skipped.sorted { $0.key < $1.key }.map { plural, count in
            "\(count) " + (count > 1 ? plural : singular[plural] ?? plural)
        }
        let advice = skipped.keys.contains("texts") ? "; convert text to paths to include it" : ""
        return ["skipped: " + parts.joined(separator: ", ") + advice]
    }

    private static let singular = [
        "markers": "marker", "clip paths": "clip path", "masks": "mask", "style sheets": "style sheet",
        "style rules": "style rule", "texts": "text",
        "images": "image", "viewports of size 0": "viewport of size 0", "foreign objects": "foreign object",
        "shapes without fill and stroke": "shape without fill and stroke",
        "filled lines without stroke": "filled line without stroke", "dash patterns": "dash pattern",
        "animations": "animation", "CSS transforms": "CSS transform", "shapes formed by CSS": "shape formed by CSS",
        "filled rectangles as large as the page": "filled rectangle as large as the page",
        "references to what is not in the file": "reference to what is not in the file",
    ]
}
