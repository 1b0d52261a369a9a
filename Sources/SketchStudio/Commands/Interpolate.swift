import ArgumentParser
import Foundation
import LatentOps
import SketchFormats
import SketchInference
import SketchRendering
import StudioKit

extension LatentPath: ExpressibleByArgument {}

/// `studio interpolate A B`: the way from one drawing to another.
struct Interpolate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interpolate",
        abstract: "The way from one drawing to another, as a sheet.",
        discussion: """
            Both drawings are encoded; the steps lie between their latents, ends included, on the sphere that \
            the latents lie near (--path slerp) or on the straight line (--path lerp). One step is the middle. \
            The drawings given stand in black at the ends; of three or more, each leg of the way is a row.

            EXAMPLES
              studio interpolate examples/cat.json examples/pig.json --steps 10
              studio interpolate examples/cat.json examples/pig.json \\
                  --output cat-pig.svg --temperature 0.3
              studio interpolate examples/cat.json examples/pig.json --rows 5 --seed 7
              studio interpolate examples/cat.json examples/pig.json \\
                  examples/cat-body.json --steps 6
              studio interpolate a.ndjson#3 b.ndjson --model one.safetensors \\
                  --model two.safetensors
            """)

    @Argument(help: ArgumentHelp("The drawings to pass by, two or more.", valueName: "a b"))
    var drawings: [String]

    @Option(name: .long, help: ArgumentHelp("Drawings on the way from one to the next, both ends included.", valueName: "n"))
    var steps: Int = 10
    @Option(
        name: [.long, .customLong("method")],
        help: ArgumentHelp("The way through latent space: slerp or lerp.", valueName: "path"))
    var path: LatentPath = .slerp
    @Option(name: .long, help: ArgumentHelp("Rows for each model, each drawn by other chance.", valueName: "n"))
    var rows: Int = 1
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A built-in model's name or a weight file; given several times, a row for each.",
            valueName: "name|file"))
    var model: [String] = []

    @OptionGroup var input: InputOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Sampling") var samplingOptions: SamplingOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard drawings.count >= 2 else {
            throw ValidationError("One drawing was given: name a drawing to start from and one to end at.")
        }
        guard (1...10_000).contains(steps) else {
            throw ValidationError("--steps \(steps): give a number from 1 to 10000.")
        }
        guard (1...1000).contains(rows) else {
            throw ValidationError("--rows \(rows): give a number from 1 to 1000.")
        }
    }

    func run() throws {
        let name = OutputFile.stem(of: drawings[0]) + "-" + OutputFile.stem(of: drawings[drawings.count - 1]) + ".png"
        let parameters = InterpolateParameters(
            files: drawings, reading: input.reading, models: model, steps: steps,
            path: path, rows: rows, sampling: samplingOptions.sampling, seed: seedOptions.seed,
            threads: threadOptions.threads, layout: layout.sheet(units: unitOptions.units, sampling: samplingOptions.sampling),
            output: OutputFile(path: common.output ?? name))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio interpolate` draws.
struct InterpolateParameters {
    /// Two or more.
    var files: [String]
    var reading: ReadOptions
    /// Names or paths; none means the standard model.
    var models: [String]
    var steps: Int
    var path: LatentPath
    var rows: Int
    var sampling: Sampling
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile

    func run(reporter: Reporter, json: Bool) throws {
        try output.checkPicture()
        let drawings = try files.map { try Drawing.one($0, reading, reporter: reporter) }
        let names: [String?] = models.isEmpty ? [nil] : models
        let ateliers = try names.map {
            try Atelier($0, threads: threads, reporter: reporter)
        }
        let sheetRows = try ateliers.flatMap { try draw($0, drawings) }
        let sheet = InterpolationSheet(
            start: drawings[0].sketch, end: drawings[drawings.count - 1].sketch, rows: sheetRows, style: layout.style)
        try sheet.write(to: output.path, recipe: recipe(drawings, models: ateliers.map(\.loaded)))
        output.report(json: json, details: [("steps", .integer(steps)), ("rows", .integer(sheetRows.count))])
    }

    /// The rows of one model. All drawings of a row draw with the same chance, cell (seed, row): what differs
    /// between neighbours is the latent alone, and neither --steps nor further rows change a drawing.
    private func draw(_ atelier: Atelier, _ drawings: [Drawing]) throws -> [InterpolationSheet.Row] {
        let latents = try atelier.encode(drawings).map(\.mean)
        let legs = zip(latents, latents.dropFirst()).map { ($0, $1) }
        let points = try legs.flatMap { try path.points(from: $0, to: $1, steps: steps) }
        let positions = try LatentPath.positions(steps: steps)
        let drawn = try atelier.draw(
            (0..<rows).flatMap { row in
                points.map { DecodeRequest(latent: $0, sampling: sampling, seed: seed, cell: UInt64(row)) }
            })
        return (0..<rows * legs.count).map { index in
            let leg = index % legs.count
            let sketches = drawn[index * steps..<(index + 1) * steps].map { atelier.sketch($0) }
            let isChain = legs.count > 1
            return InterpolationSheet.Row(
                zip(positions, sketches).map { InterpolationSheet.Step(t: $0, sketch: $1) },
                label: models.count > 1 && index == 0 ? atelier.loaded.labelWithWeight : "",
                start: isChain ? drawings[leg].sketch : nil, end: isChain ? drawings[leg + 1].sketch : nil)
        }
    }

    private func recipe(_ drawings: [Drawing], models loaded: [LoadedModel]) -> Recipe {
        var command = CommandLineText("interpolate").words(files).option("steps", String(steps))
            .option("path", path.rawValue)
        if rows > 1 { command = command.option("rows", String(rows)) }
        for model in models { command = command.option("model", model) }
        command = sampling.options(on: command).option("seed", String(seed))
            .reading(reading)
        return layout.recipe(
            command, models: loaded.map(\.source), seed: seed,
            settings: [
                RecipeEntry("steps", .integer(steps)), RecipeEntry("path", .text(path.rawValue)),
                RecipeEntry("rows", .integer(rows)),
            ] + sampling.settings,
            inputs: zip(files, drawings).map { $1.source(as: $0) })
    }
}
