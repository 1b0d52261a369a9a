import Glibc
import SketchSupport

/// `studio draw`: a drawing pad as one HTML file.
public struct DrawJob: StudioJob {
    /// The page's title; nil for "Drawing pad".
    public var title: String?
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public static let manual = CommandManual(
        name: "draw", title: "Page", abstract: "Write a drawing pad as one HTML file.",
        discussion: """
            Open the file in a browser, draw with a mouse, a pen or a finger, name the drawings, and save them as JSON or \
            NDJSON, which every command reads. The file works offline and needs no model.

            EXAMPLES
              studio draw
              studio draw --title 'Draw a cat' --output cats.html
            """,
        output: "File to write: .html.")

    public static let options = OptionTable<DrawJob>(own: [
        JobOption.text("title", \.title, valueName: "text", help: "Title of the page.").withDefault("Drawing pad")
    ])

    public var outputExtensions: [String]? { ["html"] }
    public var writtenPaths: [String] { [output ?? "draw.html"] }

    /// - Throws: `StudioError`, `FileError`.
    public func perform(_ reporter: Reporter) throws -> PageResult {
        let file = OutputFile(path: output ?? "draw.html")
        try file.checkWritable()
        let title = title ?? "Drawing pad"
        let data = try PageDocument(
            markup: "App/draw.html", styles: ["App/pad.css"],
            scripts: ["Engine/strokes.js"] + PageDocument.pad + ["App/draw.js"], title: title,
            settings: .object([("title", .string(title))])
        ).data()
        try file.write(data)
        return PageResult(output: file.path, models: [], bytes: data.count)
    }
}
