import FoundationEssentials
import SketchSupport

/// Writes a picture as a page: the picture as SVG, and a script that replays its drawings in pen order, enlarges and saves them,
/// and shows the recipe.
///
/// The parts of the page are the files of `Web`. The page is the size of the SVG plus at most 30 KB.
enum HTMLWriter {
    /// - Throws: `RenderingError.pageFilesMissing`.
    static func data(_ picture: Picture, recipe: Recipe?) throws -> Data {
        let document = HTMLDocument(
            title: picture.title.isEmpty ? "Sheet" : picture.title,
            generator: recipe.map { "SketchStudio \($0.version)" } ?? "SketchStudio",
            styles: try [WebFiles.style, WebFiles.dialogStyle, "sheet.css"].map(WebFiles.text),
            scripts: try [WebFiles.script, "sheet.js"].map(WebFiles.text))
        let markup = HTMLDocument.compact(try WebFiles.text("sheet.html"))
        let place = markup.firstRange(of: "<!-- sheet -->\n") ?? markup.endIndex..<markup.endIndex
        let svg = SVGWriter.data(picture, recipe: recipe, isInline: true)
        return document.data(body: Data(markup[..<place.lowerBound].utf8) + svg + Data(markup[place.upperBound...].utf8))
    }
}
