import FoundationEssentials
import SketchFormats
import SketchSupport
import SketchTracing

/// What was found on a traced page.
public struct TraceResult: JobResult {
    /// The file that was written, or the folder.
    public let paths: [String]
    /// The picture of the strokes over the scan, if it was written.
    public let preview: String?
    public let format: DrawingFileFormat
    public let tracing: Tracing
    /// The drawings that the format cannot represent.
    public let dropped: SkipReport

    public var lines: [String] { paths + (preview.map { [$0] } ?? []) }

    public var jsonText: String {
        let counts = tracing.counts
        return JSONValue.object([
            ("output", .string(paths.first ?? "")), ("preview", .optional(preview)), ("format", .string(format.rawValue)),
            ("drawings", .integer(tracing.drawings.count)), ("strokes", .integer(tracing.strokeCount)),
            ("line_width", .double(tracing.lineWidth)),
            ("straightened_by", tracing.straightenedBy.map(JSONValue.double) ?? .null),
            ("junctions", .integer(counts.junctions)), ("joined_gaps", .integer(counts.gaps)),
            ("outlined_areas", .integer(counts.filledAreas)),
            (
                "left_out",
                .object([
                    ("specks", .integer(counts.specks)), ("spurs", .integer(counts.spurs)),
                    ("short_strokes", .integer(counts.shortStrokes)), ("margins", .integer(counts.margins)),
                ])
            ),
            ("dropped", dropped.json),
        ]).text
    }

    public var note: String? {
        let counts = tracing.counts
        var line = counted(tracing.drawings.count, "drawing") + ", " + counted(tracing.strokeCount, "stroke")
        if counts.gaps > 0 { line += "; joined: " + counted(counts.gaps, "gap") }
        if counts.filledAreas > 0 { line += "; traced as outlines: " + counted(counts.filledAreas, "filled area") }
        let leftOut = [
            (counts.specks, "speck"), (counts.spurs, "spur"), (counts.shortStrokes, "short stroke"),
            (counts.margins, "dark margin"),
        ].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
        if !leftOut.isEmpty { line += "; left out: " + leftOut.joined(separator: ", ") }
        if let angle = tracing.straightenedBy {
            let text = String(cFormat: "%.1f", abs(angle))
            line +=
                "; straightened by \(text) degrees \(angle > 0 ? "counterclockwise" : "clockwise") (--no-straighten keeps the skew)"
        }
        if dropped.count > 0 { line += "; dropped: " + dropped.sentence }
        return line + "."
    }
}
