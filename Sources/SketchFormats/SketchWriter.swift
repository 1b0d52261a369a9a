import FoundationEssentials
import SketchCore

/// Drawings as JSON text that `SketchReader` reads back.
public enum SketchWriter {
    /// Returns a Quick, Draw! record; coordinates in pixels, rounded to a hundredth.
    public static func quickDrawRecord(_ sketch: Sketch) -> String {
        var text = ByteText()
        QuickDrawRecord.append(sketch, to: &text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// Returns Quick, Draw! records, one per line.
    public static func ndjson(_ sketches: [Sketch]) -> Data { ndjson(sketches, keys: []) }

    /// As `ndjson(_:)`, with keys.
    ///
    /// - Parameter keys: the drawings' keys, in order; nil, and a key that is missing at the end, is not written.
    package static func ndjson(_ sketches: [Sketch], keys: [String?]) -> Data {
        var text = ByteText()
        for (index, sketch) in sketches.enumerated() {
            QuickDrawRecord.append(sketch, key: index < keys.count ? keys[index] : nil, to: &text)
            text.append("\n")
        }
        return Data(text.bytes)
    }

    /// Returns a list of stroke-5 rows `[dx, dy, p1, p2, p3]`, in the unit of the offsets.
    public static func stroke5(_ drawing: Stroke5) -> String {
        let rows = drawing.rows.map { row in
            let pen = PenState.allCases.map { $0 == row.pen ? "1" : "0" }.joined(separator: ",")
            return "[\(row.dx),\(row.dy),\(pen)]"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }
}
