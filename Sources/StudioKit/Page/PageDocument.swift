import FoundationEssentials
import SketchRendering
import SketchSupport

/// A page of the files of `Page/Web`.
struct PageDocument {
    /// Style sheets that pages share with sheets.
    var commonStyles = [WebFiles.style]
    /// The markup of the body, and the style sheets and scripts in their order; files of `Web`.
    var markup: String
    var styles: [String]
    var scripts: [String]
    var title: String
    /// What the script reads from the element `settings`.
    var settings: JSONValue
    /// The contents of elements `model-0`, `model-1`, ..., in base64.
    var models: [Data] = []

    /// The engine: everything that computes drawings.
    static let engine = ["arithmetic", "random", "cells", "model", "latents", "strokes", "rows"].map { "Engine/\($0).js" }
    /// The drawing pad and the file formats.
    static let pad = ["files", "curves", "picture", "pad"].map { "App/\($0).js" }

    /// The text of a file of `Web`.
    /// - Throws: `StudioError.pageFilesMissing`.
    static func text(_ name: String) throws -> String {
        guard let text = ProgramFiles.text(name, of: "PageFiles") else {
            throw StudioError.pageFilesMissing(folder: ProgramFiles.folder(of: "PageFiles"))
        }
        return text
    }

    /// The document as UTF-8.
    /// - Throws: `StudioError.pageFilesMissing`, `RenderingError.pageFilesMissing`.
    func data() throws -> Data {
        let document = HTMLDocument(
            title: title, generator: "SketchStudio \(Version.current)",
            styles: try commonStyles.map(WebFiles.text) + styles.map(Self.text),
            scripts: try [WebFiles.script].map(WebFiles.text) + scripts.map(Self.text))
        var body = Data(HTMLDocument.compact(try Self.text(markup)).utf8)
        func add(_ text: String) { body.append(contentsOf: text.utf8) }
        // In a script element, only "<" could end the data early.
        add("<script id=\"settings\" type=\"application/json\">\(settings.text.replacing("<", with: "\\u003c"))</script>\n")
        for (index, model) in models.enumerated() {
            add("<script id=\"model-\(index)\" type=\"application/octet-stream\">")
            body.append(model.base64EncodedData())
            add("</script>\n")
        }
        return document.data(body: body)
    }
}

/// The result of a job that writes a page.
public struct PageResult: JobResult {
    public var output: String
    /// The names of the models in the page.
    public var models: [String]
    /// The file's size.
    public var bytes: Int

    public var lines: [String] { ["\(output): \(counted(bytes, "byte"))"] }
    public var jsonText: String {
        JSONValue.object([
            ("output", .string(output)), ("models", .array(models.map(JSONValue.string))), ("bytes", .integer(bytes)),
        ]).text
    }
}
