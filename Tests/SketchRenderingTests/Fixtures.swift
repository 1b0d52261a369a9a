import Foundation
import SketchCore
import SketchRendering

/// Drawings, sheets and folders for the tests.
enum Fixtures {
    static let recipe = Recipe(
        version: "0.1.0", command: "interpolate cat.json pig.json --steps 3", seed: 7,
        settings: [RecipeEntry("steps", 3), RecipeEntry("fit", "common")],
        inputs: [Recipe.Source(name: "cät.json", content: Data("abc".utf8))])

    /// Returns the outline of a square, from the origin right and down.
    static func square(_ side: Double, name: String = "") -> Sketch {
        Sketch(
            strokes: [
                [
                    Point(x: 0, y: 0), Point(x: side, y: 0), Point(x: side, y: side), Point(x: 0, y: side),
                    Point(x: 0, y: 0),
                ]
            ], name: name)
    }

    /// Cells of 100 px without labels, lines of 2 px, and one pixel per px.
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

    /// Runs `body` with a new empty folder, which is removed afterwards.
    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }
}
