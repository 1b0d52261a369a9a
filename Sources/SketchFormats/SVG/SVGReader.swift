import SketchCore

extension DrawingFormat {
    /// Each file is one drawing.
    static let svg = DrawingFormat(
        names: [], title: "SVG", recognises: { $0.hasElement("svg") },
        read: { source, emit in
            try emit(SVGReader.record(source.whole(.documentBytes), file: source.path, limits: source.limits))
        })
}

/// Reads the lines of an SVG document as one drawing: shapes and paths, whatever their colour, become the pen's way;
/// filled areas become their outlines. Strokes come in the document's order, in pixels of the page (96 an inch).
///
/// What a pen cannot draw (text, images) is left out and named in the record. Style sheets, clipping, dashes and
/// animation are not followed. Nothing but the bytes given is ever read: no entity, DTD, style sheet or other file.
package enum SVGReader {
    /// How deep `use` elements may lead.
    static let deepestDrawing = 512

    /// - Parameters:
    ///   - bytes: the document, in UTF-8 or as its XML declaration says.
    ///   - file: how messages name it.
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
        let notes = notes(scene.leftOut)
        guard !scene.subpaths.isEmpty else {
            throw FormatError.noLines(file: file, line: nil, form: "an SVG document", notes: notes)
        }
        var record = SketchRecord(sketch: Sketch(strokes: try scene.subpaths.strokes(file: file, limits)), kind: .raw)
        record.notes = notes
        return record
    }

    private static func notes(_ leftOut: [String: Int]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        let parts = leftOut.sorted { $0.key < $1.key }.map { plural, count in
            "\(count) " + (count > 1 ? plural : singular[plural] ?? plural)
        }
        let advice = leftOut.keys.contains("texts") ? "; convert text to paths to include it" : ""
        return ["skipped: " + parts.joined(separator: ", ") + advice]
    }

    private static let singular = [
        "texts": "text", "images": "image", "foreign objects": "foreign object",
        "shapes without fill and stroke": "shape without fill and stroke",
        "references to what is not in the file": "reference to what is not in the file",
    ]
}
