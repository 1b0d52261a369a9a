import SketchCore
import SketchInference
import SketchSupport

/// The numbers of drawings in JSON.
public enum SketchNotation: String, CaseIterable, Sendable {
    case stroke5 = "stroke-5"
    case stroke3 = "stroke-3"
    /// Absolute points in pixels, as in Quick, Draw! records.
    case drawing
}

/// The unit of offsets in JSON.
public enum OffsetUnits: String, CaseIterable, Sendable {
    case pixels
    case model
}

/// The drawings of a `DecodeJob`.
public struct DecodeResult: JobResult {
    /// The file that was written; nil if none was.
    public var output: String?
    /// The model's name.
    public var model: String
    public var format: SketchNotation
    public var units: OffsetUnits
    /// The latents, with the drawings that they came from.
    public var latents: [LatentRecord]
    /// In the order of the latents.
    public var drawings: [DecodedSketch]

    public var lines: [String] { [output ?? jsonText] }

    public var jsonText: String {
        JSONValue.object([
            ("model", .string(model)), ("format", .string(format.rawValue)),
            ("units", .string(format == .drawing ? OffsetUnits.pixels.rawValue : units.rawValue)),
            ("finished", .array(drawings.map { .boolean($0.reachedEnd) })),
            ("drawings", .array(latents.map { .object($0.drawing) })), ("sketches", .array(drawings.map(value))),
        ]).text
    }

    private func value(_ drawing: DecodedSketch) -> JSONValue {
        let factor = units == .pixels ? Float(drawing.pixelsPerUnit) : 1
        switch format {
        case .stroke5:
            return .array(
                drawing.stroke5.rows.map { row in
                    .array(
                        [.float(row.dx * factor), .float(row.dy * factor)]
                            + PenState.allCases.map { .integer($0 == row.pen ? 1 : 0) })
                })
        case .stroke3:
            return .array(
                drawing.stroke5.stroke3.rows.map { row in
                    .array([.float(row.dx * factor), .float(row.dy * factor), .integer(row.isLifted ? 1 : 0)])
                })
        case .drawing:
            return .array(
                drawing.sketch.strokes.map { stroke in
                    .array([
                        .array(stroke.map { .float(Float($0.x)) }), .array(stroke.map { .float(Float($0.y)) }),
                    ])
                })
        }
    }
}
