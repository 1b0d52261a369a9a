import Foundation
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
    public static func ndjson(_ sketches: [Sketch]) -> Data {
        var text = ByteText()
        for sketch in sketches {
            QuickDrawRecord.append(sketch, to: &text)
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
