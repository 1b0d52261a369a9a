import ArgumentParser
import SketchFormats
import SketchRendering
import StudioKit

/// `studio render FILE...`: drawings to a sheet.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Drawings to a sheet: PNG, SVG or PDF.",
        discussion: """
            A file of many drawings gives a cell each; 'cats.ndjson#17' names the 17th, counted from 0.

            EXAMPLES
              studio render examples/cat.json
              studio render examples/cat.json examples/pig.json --output both.svg
              studio render examples/*.json --columns 4 --cell 30mm --output sheet.pdf
              studio render examples/cat.json --no-labels --margin 0mm --cell 512px \\
                  --output cat.png
            """)

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "file"))
    var files: [String]

    @Option(name: .long, help: ArgumentHelp("The most drawings to show.", valueName: "n"))
    var limit: Int?

    @OptionGroup var input: InputOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit \(limit): give a number from 1.") }
    }

    func run() throws {
        let output = OutputFile(path: common.output ?? RenderParameters.defaultOutput(files))
        let parameters = RenderParameters(
            files: files, reading: input.reading, limit: limit, layout: layout.sheet(units: unitOptions.units), output: output)
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio render` draws.
struct RenderParameters {
    var files: [String]
    var reading: ReadOptions
    var limit: Int?
    var layout: SheetLayout
    var output: OutputFile

    /// `cat.png` for one file, `sheet.png` for several.
    static func defaultOutput(_ files: [String]) -> String {
        files.count == 1 ? OutputFile.stem(of: files[0]) + ".png" : "sheet.png"
    }

    func run(reporter: Reporter, json: Bool) throws {
        try output.checkPicture()
        let drawings = try read(reporter: reporter)
        guard !drawings.isEmpty else { throw StudioError.noDrawings(files) }
        // Drawings made by people stay black, unless the colours are to tell something of each.
        let isTold = [.step, .order].contains(layout.style.colourBy)
        let sheet = SketchSheet(
            sketches: drawings.map(\.sketch), colours: [isTold ? Palette.blue : .black], style: layout.style)
        let command = CommandLineText("render").words(files).option("limit", limit.map(String.init))
            .reading(reading)
        let recipe = layout.recipe(command, inputs: drawings.map { $0.source(as: $0.sketch.source) })
        try sheet.write(to: output.path, recipe: recipe)
        output.report(json: json, details: [("sketches", .integer(drawings.count))])
    }

    /// The drawings up to the limit; the rest of a long file is not read.
    private func read(reporter: Reporter) throws -> [Drawing] {
        guard let limit else { return try Drawing.read(files, reading, reporter: reporter) }
        var drawings: [Drawing] = []
        for file in files where drawings.count < limit {
            drawings += try Drawing.read([file], reading, limit: limit - drawings.count, reporter: reporter)
        }
        return drawings
    }
}
