import SketchSupport

/// The files of `Web`, of which pages are made.
package enum WebFiles {
    /// The style sheet and the script that every page has.
    package static let (style, script) = ("common.css", "common.js")
    /// The style sheet of pages with dialogs and sliders.
    package static let dialogStyle = "dialog.css"

    /// The text of a file.
    /// - Throws: `RenderingError.pageFilesMissing`.
    package static func text(_ name: String) throws -> String {
        guard let text = ProgramFiles.text(name, of: "SheetFiles") else {
            throw RenderingError.pageFilesMissing(folder: ProgramFiles.folder(of: "SheetFiles"))
        }
        return text
    }
}
