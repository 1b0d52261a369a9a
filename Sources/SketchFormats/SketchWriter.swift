import Foundation
import SketchCore

/// Drawings as JSON text that `SketchReader` reads back.
public enum SketchWriter {
    /// One Quick, Draw! record; coordinates in pixels, to a hundredth.
    public static func quickDrawRecord(_ sketch: Sketch) -> String {
        let strokes = sketch.strokes.map { stroke in
            "[[" + stroke.map { number($0.x) }.joined(separator: ",") + "],["
                + stroke.map { number($0.y) }.joined(separator: ",") + "]]"
        }
        let word = (try? JSONEncoder().encode(sketch.name)).map { String(decoding: $0, as: UTF8.self) }
        return "{\"word\":\(word ?? "\"\""),\"drawing\":[" + strokes.joined(separator: ",") + "]}"
    }

    /// Records, one a line.
    public static func ndjson(_ sketches: [Sketch]) -> Data {
        Data(sketches.map { quickDrawRecord($0) + "\n" }.joined().utf8)
    }

    /// A list of stroke-3 rows `[dx, dy, p]`, in the unit of its offsets.
    public static func stroke3(_ drawing: Stroke3) -> String {
        let rows = drawing.rows.map { "[\($0.dx),\($0.dy),\($0.isLifted ? 1 : 0)]" }
        return "[" + rows.joined(separator: ",") + "]"
    }

    /// A list of stroke-5 rows `[dx, dy, p1, p2, p3]`, in the unit of its offsets.
    public static func stroke5(_ drawing: Stroke5) -> String {
        let rows = drawing.rows.map { row in
            let pen = PenState.allCases.map { $0 == row.pen ? "1" : "0" }.joined(separator: ",")
            return "[\(row.dx),\(row.dy),\(pen)]"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }

    private static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() && abs(rounded) < 1e9
            ? String(Int(rounded)) : String(rounded)
    }
}
