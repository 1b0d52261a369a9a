import ArgumentParser
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import StudioKit

/// `studio complete PREFIX...`: endings of unfinished drawings.
struct Complete: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete",
        abstract: "Different endings of an unfinished drawing.",
        discussion: """
            The strokes given are fed to the decoder as its own first ones, and it draws on: a row for each drawing, red \
            what was given, blue what the model added. A conditional model takes the latent of what was given, or the \
            one that --latent names; a decoder-only model needs none.

            EXAMPLES
              studio complete examples/cat.json --count 8
              studio complete examples/face-start.json --model face --temperature 0.8
              studio complete examples/start.json --latent examples/pig.json \\
                  --output endings.svg
            """)

    @Argument(help: ArgumentHelp("Unfinished drawings.", valueName: "prefix"))
    var files: [String]
    @Option(name: .long, help: ArgumentHelp("Endings of each.", valueName: "n"))
    var count: Int = 10
    @Option(name: .long, help: ArgumentHelp("A drawing or a file of latents to steer a conditional model by.", valueName: "file"))
    var latent: String?
    @Flag(name: .long, help: "The last line goes on; without it the pen is lifted after it.")
    var penDown = false
    @OptionGroup var input: InputOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Sampling") var samplingOptions: SamplingOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard (1...1000).contains(count) else { throw ValidationError("--count \(count): give a number from 1 to 1000.") }
    }

    func run() throws {
        let name = files.count == 1 ? OutputFile.stem(of: files[0]) + "-endings" : "endings"
        let parameters = CompleteParameters(
            files: files, reading: input.reading, count: count, latent: latent, isPenDown: penDown,
            model: modelOptions.model, samplingOptions: samplingOptions, seed: seedOptions.seed,
            threads: threadOptions.threads, layout: layout.sheet(units: unitOptions.units, sampling: samplingOptions.sampling),
            output: OutputFile(path: common.output ?? name + ".png"))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio complete` draws.
struct CompleteParameters {
    var files: [String]
    var reading: ReadOptions
    var count: Int
    var latent: String?
    var isPenDown: Bool
    var model: String?
    var samplingOptions: SamplingOptions
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile

    func run(reporter: Reporter, json: Bool) throws {
        try output.checkPicture()
        let atelier = try Atelier(model, threads: threads, reporter: reporter)
        let drawings = try Drawing.read(files, reading, reporter: reporter)
        let prefixes = try drawings.map { try prefix($0, atelier) }
        let latents = try latents(drawings, atelier)
        let sampling = samplingOptions.sampling(isConditional: atelier.isConditional)
        // Endings differ by their cell; a drawing's endings do not depend on what else was given.
        let drawn = try atelier.draw(
            prefixes.indices.flatMap { row in
                (0..<count).map {
                    DecodeRequest(
                        latent: latents[row], sampling: sampling, seed: seed, cell: UInt64($0), prefix: prefixes[row])
                }
            })
        let rows = drawings.indices.map { row in
            let given = drawn[row * count].parts(scale: atelier.loaded.model.pixelsPerUnit).given
            return Sheet.Row(
                [Cell(sketch: given, colour: Palette.given, label: drawings[row].sketch.name)]
                    + drawn[row * count..<(row + 1) * count].map { cell($0, atelier) })
        }
        try Sheet(rows: rows, inputColumns: 1, style: layout.style)
            .write(to: output.path, recipe: recipe(drawings, sampling, atelier))
        output.report(
            json: json,
            details: [("model", .string(atelier.loaded.name)), ("sketches", .integer(drawn.count))])
    }

    private func prefix(_ drawing: Drawing, _ atelier: Atelier) throws -> [Stroke5.Row] {
        var rows = try drawing.rows(for: atelier.loaded).rows
        let longest = atelier.loaded.model.configuration.maxLength
        guard rows.count < longest else {
            throw StudioError.prefixTooLong(drawing.sketch.source, rows: rows.count, longest: longest)
        }
        if isPenDown { rows[rows.count - 1].pen = .down }
        return rows
    }

    private func latents(_ drawings: [Drawing], _ atelier: Atelier) throws -> [[Float]?] {
        if let latent {
            try atelier.loaded.requireEncoder()
            let operand = try LatentOperand.read([latent], reading, atelier: atelier)[0]
            return drawings.map { _ in operand.latent }
        }
        guard atelier.isConditional else {
            atelier.loaded.warnOfUnknownScale(atelier.reporter)
            return drawings.map { _ in nil }
        }
        return try atelier.encode(drawings).map(\.mean)
    }

    private func cell(_ decoded: DecodedSketch, _ atelier: Atelier) -> Cell {
        let parts = decoded.parts(scale: atelier.loaded.model.pixelsPerUnit)
        return Cell(layers: [
            Cell.Layer(sketch: parts.given, colour: Palette.given),
            Cell.Layer(sketch: parts.completed, colour: Palette.completed),
        ])
    }

    private func recipe(_ drawings: [Drawing], _ sampling: Sampling, _ atelier: Atelier) -> Recipe {
        let command = sampling.options(
            on: CommandLineText("complete").words(files).option("model", model).option("count", String(count))
                .option("latent", latent).flag("pen-down", isPenDown)
        ).option("seed", String(seed)).reading(reading)
        return layout.recipe(
            command, models: [atelier.loaded.source], seed: seed,
            settings: [RecipeEntry("count", .integer(count))] + sampling.settings,
            inputs: drawings.map { $0.source(as: $0.sketch.source) })
    }
}

extension DecodedSketch {
    /// The drawing in pixels, what was given and what was drawn apart, in one frame. A line that runs across is
    /// cut in two at the last given point.
    func parts(scale: Double) -> (given: Sketch, completed: Sketch) {
        var (given, completed): ([[Point]], [[Point]]) = ([], [])
        // Rows are one fewer than points: point 0 is the origin, point k comes from row k - 1.
        var first = 0
        for stroke in stroke5.stroke3.sketch(scale: scale).strokes {
            let split = min(max(prefixCount + 1 - first, 0), stroke.count)
            if split > 0 { given.append(Array(stroke[..<split])) }
            if split < stroke.count { completed.append(Array(stroke[max(split - 1, 0)...])) }
            first += stroke.count
        }
        return (Sketch(strokes: given), Sketch(strokes: completed))
    }
}
