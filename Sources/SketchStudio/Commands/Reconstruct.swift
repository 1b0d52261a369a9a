import ArgumentParser
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport
import StudioKit

/// `studio reconstruct FILE...`: drawings and what a model makes of them.
struct Reconstruct: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconstruct",
        abstract: "Drawings, and their reconstructions at rising temperature.",
        discussion: """
            Each drawing is encoded and drawn again from its latent's mean: a row for each, in black what was given, \
            then a column for each temperature, blue to red. Drawings of things that the model has never seen are \
            welcome; it draws what it knows in their likeness.

            EXAMPLES
              studio reconstruct examples/cat.json examples/pig.json
              studio reconstruct examples/*.json --temperature 0.1,0.4,...,1.0 \\
                  --output reconstructions.svg
              studio reconstruct examples/face.json --temperature 0.2 --seed 3
            """)

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "file"))
    var files: [String]
    @Option(
        name: [.short, .long, .customLong("temperatures")], parsing: .unconditional,
        help: ArgumentHelp("One temperature or several: 0.4, or 0.1,0.5,0.9, or 0.1,...,1.0.", valueName: "t,t"),
        transform: TemperatureList.init(parsing:))
    var temperature = TemperatureList(from: 0.1, to: 1)
    @OptionGroup var convention: ConventionOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func run() throws {
        let name = files.count == 1 ? OutputFile.stem(of: files[0]) + "-reconstructed" : "reconstructions"
        let parameters = ReconstructParameters(
            files: files, reading: input.reading, temperatures: temperature,
            convention: convention.convention ?? .paper, model: modelOptions.model, seed: seedOptions.seed,
            threads: threadOptions.threads, layout: layout.sheet(units: unitOptions.units),
            output: OutputFile(path: common.output ?? name + ".png"))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio reconstruct` draws.
struct ReconstructParameters {
    var files: [String]
    var reading: ReadOptions
    var temperatures: TemperatureList
    var convention: TemperatureConvention
    var model: String?
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile

    private var values: [Double] { temperatures.values }

    func run(reporter: Reporter, json: Bool) throws {
        try output.checkPicture()
        let atelier = try Atelier(model, threads: threads, reporter: reporter)
        let drawings = try Drawing.read(files, reading, reporter: reporter)
        let latents = try atelier.encode(drawings)
        // All drawings use cell 0: a drawing's row does not depend on what else was given.
        let drawn = try atelier.draw(
            latents.flatMap { latent in
                values.map {
                    DecodeRequest(
                        latent: latent.mean, sampling: Sampling(temperature: $0, convention: convention), seed: seed)
                }
            })
        try sheet(drawings, drawn.map { atelier.sketch($0) }).write(to: output.path, recipe: recipe(drawings, atelier))
        output.report(
            json: json,
            details: [
                ("model", .string(atelier.loaded.name)), ("sketches", .integer(drawings.count)),
                ("temperatures", .array(values.map(JSONValue.double))),
            ])
    }

    private func sheet(_ drawings: [Drawing], _ sketches: [Sketch]) -> Sheet {
        let colours = Palette.temperatures(values)
        let rows = drawings.enumerated().map { row, drawing in
            Sheet.Row(
                [Cell(sketch: drawing.sketch, colour: Palette.operand)]
                    + values.indices.map {
                        Cell(sketch: sketches[row * values.count + $0], colour: colours[$0], temperature: values[$0])
                    })
        }
        return Sheet(rows: rows, columnLabels: ["input"] + temperatures.labels, inputColumns: 1, style: layout.style)
    }

    private func recipe(_ drawings: [Drawing], _ atelier: Atelier) -> Recipe {
        let command = CommandLineText("reconstruct").words(files).option("model", model)
            .option("temperature", temperatures.text).option("convention", convention.rawValue)
            .option("seed", String(seed)).reading(reading)
        return layout.recipe(
            command, models: [atelier.loaded.source], seed: seed,
            settings: [
                RecipeEntry("temperatures", .text(temperatures.text)),
                RecipeEntry("convention", .text(convention.rawValue)),
            ], inputs: drawings.map { $0.source(as: $0.sketch.source) })
    }
}
