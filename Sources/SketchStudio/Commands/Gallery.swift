import ArgumentParser
import Foundation
import SketchRendering
import StudioKit

/// `studio gallery`: every picture under gallery/ and the page that shows them.
struct Gallery: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gallery",
        abstract: "Makes every picture under gallery/ again, and the page that shows them.",
        discussion: """
            Each picture is made by the command that stands beside it on the page, as PNG and as SVG, from the drawings in \
            examples/: run it from the root of the project. --check makes nothing and fails where a committed picture is \
            not the one that this program makes.

            EXAMPLES
              studio gallery
              studio gallery --check
            """)

    /// One picture, and what there is to say of it.
    struct Entry {
        var name: String
        var title: String
        var text: String
        /// Without the program's name, the model and the output.
        var command: String
    }

    @Flag(name: .long, help: "Compare with the files that are there; write none.")
    var check = false

    @OptionGroup(title: "General") var common: CommonOptions

    func run() throws {
        let folder = common.output ?? "gallery"
        let reporter = common.reporter
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("gallery-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: made) }
        var files: [String] = []
        for (index, entry) in Self.entries.enumerated() {
            for format in ["svg", "png"] {
                let file = "\(entry.name).\(format)"
                guard let words = CommandLineText.words(of: entry.command) else { continue }
                try Console.withoutResults {
                    var command = try Studio.parseAsRoot(words + ["--quiet", "--output", "\(made)/\(file)"])
                    try command.run()
                }
                files.append(file)
            }
            reporter.progress("drawing", done: index + 1, of: Self.entries.count)
        }
        reporter.clear()
        try OutputFile(path: "\(made)/README.md").write(Data(Self.page.utf8))
        files.append("README.md")
        if check {
            try compare(files, made: made, folder: folder)
        } else {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for file in files {
                try OutputFile(path: "\(folder)/\(file)").write(Data(contentsOf: URL(fileURLWithPath: "\(made)/\(file)")))
                Console.result("\(folder)/\(file)")
            }
        }
    }

    /// The most that a PNG may differ: its edges and letters come from libraries whose versions differ.
    private static let tolerance = 0.05

    /// SVG and page must be the same bytes, PNG the same recipe and nearly the same pixels.
    private func compare(_ files: [String], made: String, folder: String) throws {
        let differing = files.filter { file in
            let new = FileManager.default.contents(atPath: "\(made)/\(file)") ?? Data()
            guard let old = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return true }
            guard old != new, file.hasSuffix(".png"), RecipeReader.json(in: old) == RecipeReader.json(in: new),
                let before = try? PNGImage(old), let after = try? PNGImage(new)
            else { return old != new }
            return before.difference(from: after) > Self.tolerance
        }
        let strangers = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !files.contains($0) }
        guard differing.isEmpty, strangers.isEmpty else {
            throw StudioError.galleryDiffers(differing.sorted(), strangers: strangers.sorted())
        }
        Console.result("\(folder): \(files.count) files, all as this program makes them")
    }

    /// gallery/README.md.
    static var page: String {
        var page = """
            # Gallery

            Every picture was made by the command under it, from the root of the project, with the models that the
            program brings (trained on drawings from *Quick, Draw!* by Google, CC BY 4.0). The black drawings were
            made by hand for this project. `studio gallery` makes all of this again; each picture knows its recipe
            (`studio recipe FILE`) and comes as SVG too.

            """
        for entry in entries {
            page += """

                ## \(entry.title)

                ![\(entry.title)](\(entry.name).png)

                \(entry.text) ([SVG](\(entry.name).svg))

                ```sh
                studio \(entry.command) --output \(entry.name).png
                ```

                """
        }
        return page
    }
}
