import SketchCore
import SketchFormats

/// Reads pieces of SVG for tests.
protocol SVGReading {
    /// The attributes of the root element, besides those of a test.
    var ink: String { get }
}

extension SVGReading {
    var ink: String { "" }

    func strokes(_ body: String, _ attributes: String = "") throws -> [[Point]] {
        try record(body, attributes).sketch.strokes
    }

    func record(_ body: String, _ attributes: String = "") throws -> SketchRecord {
        let text =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \(ink) \(attributes)>\(body)</svg>"
        return try SVGReader.record(Array(text.utf8), file: "a.svg")
    }

    func path(_ d: String) throws -> [[Point]] { try strokes("<path stroke=\"red\" d=\"\(d)\"/>") }

    func p(_ x: Double, _ y: Double) -> Point { Point(x: x, y: y) }

    func sentence(_ body: String, _ attributes: String = "") -> String {
        do { return "\(try strokes(body, attributes).count) strokes" } catch { return "\(error)" }
    }
}
