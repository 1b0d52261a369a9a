import SketchSupport

extension GalleryJob {
    public static let manual = CommandManual(
        name: "gallery", title: "Gallery", abstract: "Regenerate the gallery and its page.",
        discussion: """
            Each picture is made as PNG and SVG, each animation as GIF, by the command shown on the page, from the drawings in examples/. Run this \
            in the root of the project. --check writes nothing and fails if a committed picture differs from the one that \
            this version makes.

            EXAMPLES
              studio gallery
              studio gallery --check
            """,
        output: "Folder to write to. (default: gallery)")

    public static let options = OptionTable<GalleryJob>(
        own: [.flag("check", \.checks, help: "Compare with the committed files; write nothing.")])

    static func json(_ folder: String, _ files: [String]) -> String {
        JSONValue.object([("output", .string(folder)), ("files", .array(files.map(JSONValue.string)))]).text
    }

    /// gallery/README.md.
    package static var page: String {
        var page = """
            # Gallery

            Each picture was made by the command below it, run in the root of the project with the built-in models (trained on
            drawings from *Quick, Draw!* by Google, CC BY 4.0). The black drawings were made by hand for this project.
            `studio gallery` makes all of the pictures again. Each one records its recipe (`studio recipe FILE`). Still pictures are
            also available as SVG.

            """
        for entry in entries {
            page += """

                ## \(entry.title)

                ![\(entry.title)](\(entry.shown))

                \(entry.caption) (\(entry.poster == nil ? "[SVG](\(entry.name).svg)" : "[Still](\(entry.name).png)"))

                ```sh
                studio \(entry.command) --output \(entry.shown)
                ```

                """
        }
        return page
    }
}
