import Foundation
import SketchFormats
import SketchModels
import Testing

@Suite struct ExampleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The example runs, and its sheet contains the drawings of `studio interpolate cat.json pig.json`.
    @Test func twoFilesBecomeASheet() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("example-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = ["cat", "pig"].map { Self.root.appendingPathComponent("examples/\($0).json").path }
        let output = folder.appendingPathComponent("cat-pig.svg").path
        try interpolate(files, to: output)
        let drawn = try SketchReader(output).records()
        #expect(drawn.count == 1)
        let strokes = try #require(drawn.first).sketch.strokes
        #expect(strokes.count > 20, "\(strokes.count) strokes are too few for ten drawings")
        let svg = try String(contentsOfFile: output, encoding: .utf8)
        #expect(svg.contains("<svg") && !svg.contains("recipe"))
    }

    /// The guide shows the function that this target compiles.
    @Test func theGuideShowsTheExample() throws {
        let source = try String(
            contentsOf: Self.root.appendingPathComponent("Tests/ExampleTests/Example.swift"), encoding: .utf8)
        let page = try String(contentsOf: Self.root.appendingPathComponent("Docs/Library.md"), encoding: .utf8)
        let statements = source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("let ") || $0.hasPrefix("try ") }
        #expect((4...10).contains(statements.count))
        // The page writes the paths that the function's parameters stand for.
        for statement in statements {
            let shown = statement.replacing("files.flatMap", with: #"["cat.json", "pig.json"].flatMap"#)
                .replacing("(to: output)", with: #"(to: "cat-pig.svg")"#)
            #expect(page.contains(shown), "Docs/Library.md lacks: \(shown)")
        }
    }
}
