import Foundation
import SketchCore
import SketchRendering

/// Drawings and places that the tests share.
enum Fixtures {
    static let recipe = Recipe(
        version: "0.1.0", command: "interpolate cat.json pig.json --steps 3", seed: 7,
        settings: [RecipeEntry("steps", 3), RecipeEntry("fit", "common")],
        inputs: [Recipe.Source(name: "cät.json", content: Data("abc".utf8))])

    /// A square outline whose upper left corner is the origin.
    static func square(_ side: Double, name: String = "") -> Sketch {
        Sketch(
            strokes: [
                [
                    Point(x: 0, y: 0), Point(x: side, y: 0), Point(x: side, y: side), Point(x: 0, y: side),
                    Point(x: 0, y: 0),
                ]
            ], name: name)
    }

    /// 100 px cells, no labels, a 2 px line, one pixel a px.
    static let plain = SheetStyle(
        cell: .pixels(100), margin: .pixels(10), gap: .pixels(20), lineWidth: .pixels(2), showsLabels: false,
        dpi: 96)

    static func steps(_ count: Int) -> [InterpolationSheet.Step] {
        (0..<count).map { .init(t: count > 1 ? Double($0) / Double(count - 1) : 0, sketch: square(50)) }
    }

    static func interpolation(_ count: Int, rows: Int = 1, style: SheetStyle = SheetStyle()) -> InterpolationSheet {
        InterpolationSheet(
            start: square(100, name: "a & b"), end: square(80, name: "<c>"),
            rows: (0..<rows).map { .init(steps(count), label: rows > 1 ? "model \($0)" : "") }, style: style)
    }

    /// A new empty folder, removed when `body` is done.
    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}
