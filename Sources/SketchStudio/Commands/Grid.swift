import ArgumentParser
import LatentOps
import SketchFormats
import SketchInference
import SketchRendering
import StudioKit

/// `studio grid A B C D`: the square between four drawings.
struct Grid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grid",
        abstract: "The square between four drawings.",
        discussion: """
            A stands at the top left, B at the top right, C at the bottom left, D at the bottom right. Between the \
            latents runs the arc of --path: along u at the upper and lower side, then along v between the two. All \
            drawings share their chance, so that neighbours differ by the latent alone.

            EXAMPLES
              studio grid examples/cat.json examples/pig.json examples/cat-body.json \\
                  examples/pig-body.json
              studio grid examples/cat.json examples/pig.json examples/duck.json \\
                  examples/face.json --size 8 -o grid.svg
            """)

    @Argument(help: ArgumentHelp("Four drawings.", valueName: "drawing"))
    var files: [String]
    @Option(name: .long, help: ArgumentHelp("Drawings along each side.", valueName: "n"))
    var size: Int = 6
    @Option(
        name: [.long, .customLong("method")], help: ArgumentHelp("The way between latents: slerp or lerp.", valueName: "path"))
    var path: LatentPath = .slerp
    @OptionGroup var input: InputOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Sampling") var samplingOptions: SamplingOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard files.count == 4 else {
            throw ValidationError("\(files.count) drawings were given: a grid has four corners, so give four.")
        }
        guard (2...100).contains(size) else { throw ValidationError("--size \(size): give a number from 2 to 100.") }
    }

    func run() throws {
        let parameters = GridParameters(
            files: files, reading: input.reading, size: size, path: path, model: modelOptions.model,
            sampling: samplingOptions.sampling, seed: seedOptions.seed, threads: threadOptions.threads,
            layout: layout.sheet(units: unitOptions.units, sampling: samplingOptions.sampling),
            output: OutputFile(path: common.output ?? "grid.png"))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio grid` draws.
struct GridParameters {
    /// Four.
    var files: [String]
    var reading: ReadOptions
    var size: Int
    var path: LatentPath
    var model: String?
    var sampling: Sampling
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile

    func run(reporter: Reporter, json: Bool) throws {
        try output.checkPicture()
        let atelier = try Atelier(model, threads: threads, reporter: reporter)
        let drawings = try files.map { try Drawing.one($0, reading, reporter: reporter) }
        let corners = try atelier.encode(drawings).map(\.mean)
        let grid = try LatentGrid(
            corners: (corners[0], corners[1], corners[2], corners[3]), size: size, path: path)
        let drawn = try atelier.draw(
            grid.points.map { DecodeRequest(latent: $0, sampling: sampling, seed: seed) })
        let command = sampling.options(
            on: CommandLineText("grid").words(files).option("model", model).option("size", String(size))
                .option("path", path.rawValue)
        ).option("seed", String(seed)).reading(reading)
        let recipe = layout.recipe(
            command, models: [atelier.loaded.source], seed: seed,
            settings: [RecipeEntry("size", .integer(size)), RecipeEntry("path", .text(path.rawValue))]
                + sampling.settings,
            inputs: zip(files, drawings).map { $1.source(as: $0) })
        try CornerGridSheet(
            inputs: drawings.map(\.sketch), sketches: drawn.map { atelier.sketch($0) }, positions: grid.positions,
            style: layout.style
        ).write(to: output.path, recipe: recipe)
        output.report(
            json: json, details: [("model", .string(atelier.loaded.name)), ("sketches", .integer(drawn.count))])
    }
}
