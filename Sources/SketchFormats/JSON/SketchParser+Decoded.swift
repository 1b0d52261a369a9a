import SketchCore

/// The drawings that `decode` writes: a list `sketches`, with members that state its form and what each drawing shows.
extension SketchParser {
    private static let forms: [String: SketchReader.InputFormat] = [
        "stroke-3": .stroke3, "stroke-5": .stroke5, "drawing": .quickdraw,
    ]

    /// - Throws: `FormatError`, `AmbiguousForm`.
    func decodedDrawings(_ sketches: JSONView, in object: JSONView) throws -> [SketchRecord] {
        let form = inputFormat ?? Self.forms[object.string("format")]
        let parser = SketchParser(file: file, line: line, inputFormat: form, limits: limits, context: context)
        let haveStrokes = form == .quickdraw || form == .polylines
        if !haveStrokes, object.string("units") == "model" { context.log.add(.modelUnits) }
        var descriptions = object.member("drawings")?.elements
        return try sketches.elements.compactMap { sketch in
            let description = descriptions?.next()
            guard
                var record = haveStrokes
                    ? try context.unlessBad({ try parser.drawing(sketch) }) : try parser.offsetDrawing(sketch)
            else { return nil }
            if let description {
                record.sketch.name = description.string("word")
                record.key = description.string("key")
            }
            return record
        }
    }
}
