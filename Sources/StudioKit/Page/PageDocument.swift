import Foundation
import SketchModels
import SketchSupport

/// A self-contained HTML file, put together from the files of `Page/Web`. Its Content-Security-Policy forbids every request
/// and runs only the file's own script and style, which it names by their hashes.
struct PageDocument {
    /// The markup between the document's head and its scripts; a file of `Web`.
    var markup: String
    /// Scripts of `Web`, in order.
    var scripts: [String]
    var title: String
    /// What the script reads from the element `settings`.
    var settings: JSONValue
    /// The contents of elements `model-0`, `model-1`, ..., in base64.
    var models: [Data] = []

    /// The engine: everything that computes drawings.
    static let engine = ["arithmetic", "random", "cells", "model", "latents", "strokes"].map { "Engine/\($0).js" }
    /// The drawing pad and the file formats.
    static let pad = ["files", "picture", "pad"].map { "App/\($0).js" }

    /// The text of a file of `Web`.
    /// - Throws: `StudioError.pageFilesMissing`.
    static func text(_ name: String) throws -> String {
        let folder = ProgramFiles.folder(of: "StudioKit") + "/Web"
        guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
            throw StudioError.pageFilesMissing(folder: folder)
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// The document as UTF-8.
    /// - Throws: `StudioError.pageFilesMissing`.
    func data() throws -> Data {
        let style = try Self.text("App/page.css")
        let script = try scripts.map(Self.text).joined(separator: "\n")
        let policy =
            "default-src 'none'; script-src \(Self.source(script)); style-src \(Self.source(style)); img-src data: blob:; "
            + "base-uri 'none'; form-action 'none'"
        var document = Data()
        func add(_ text: String) { document.append(contentsOf: text.utf8) }
        add(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="SketchStudio \(Version.current)">
            <title>\(XMLText.escaped(title))</title>
            <style>\(style)</style>
            </head>
            <body>

            """)
        add(try Self.text(markup))
        // In a script element, only "<" could end the data early.
        add("<script id=\"settings\" type=\"application/json\">\(settings.text.replacing("<", with: "\\u003c"))</script>\n")
        for (index, model) in models.enumerated() {
            add("<script id=\"model-\(index)\" type=\"application/octet-stream\">")
            document.append(model.base64EncodedData())
            add("</script>\n")
        }
        add("<script>\(script)</script>\n</body>\n</html>\n")
        return document
    }

    /// A text as a source expression of the policy: its SHA-256 in base64.
    private static func source(_ text: String) -> String {
        let digits = Array(ContentHash.sha256(Data(text.utf8)).utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
        return "'sha256-\(Data(bytes).base64EncodedString())'"
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
