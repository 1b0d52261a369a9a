import ArgumentParser
import SketchInference
import StudioKit

/// `studio decode LATENTS`: latents to drawings.
struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Latents to drawings: numbers, QuickDraw records or a sheet.",
        discussion: """
            Reads what 'studio encode' writes (.json, .ndjson, .npy; '-' reads standard input). Without --output \
            the drawings are printed as JSON. The extension of --output chooses: .json, .ndjson (a QuickDraw \
            record a line), or a sheet as .png, .svg or .pdf.

            EXAMPLES
              studio encode examples/cat.json | studio decode - --json --format stroke-5
              studio decode latents.json --output drawings.ndjson
              studio decode latents.npy --temperature 0.4 --seed 7 --output sheet.png
              studio decode latents.json --greedy --steps 60 --units model --json
            """)

    @Argument(help: ArgumentHelp("A file of latents, or '-'.", valueName: "latents"))
    var file: String
    @Option(name: .long, help: ArgumentHelp("What the numbers are: stroke-5, stroke-3 or drawing.", valueName: "format"))
    var format: SketchNotation = .stroke5
    @Option(
        name: .long,
        help: ArgumentHelp("Offsets in pixels of the training data, or as the model has them.", valueName: "pixels|model"))
    var units: OffsetUnits = .pixels
    @Option(name: .long, help: ArgumentHelp("Exactly this many rows, whatever the pen says.", valueName: "n"))
    var steps: Int?
    @OptionGroup var limitOptions: LimitOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Sampling") var samplingOptions: SamplingOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        if let steps, !(1...100_000).contains(steps) {
            throw ValidationError("--steps \(steps): give a number from 1 to 100000.")
        }
    }

    func run() throws {
        let parameters = DecodeParameters(
            file: file, limits: limitOptions.limits, model: modelOptions.model, notation: format, units: units, steps: steps,
            sampling: samplingOptions.sampling, seed: seedOptions.seed, threads: threadOptions.threads,
            layout: layout.sheet(), output: common.output.map(OutputFile.init))
        try parameters.run(json: common.json)
    }
}

/// How drawings are written as numbers.
enum SketchNotation: String, CaseIterable, ExpressibleByArgument {
    case stroke5 = "stroke-5"
    case stroke3 = "stroke-3"
    /// Absolute points in pixels, as QuickDraw has them.
    case drawing
}

/// What an offset of 1 means.
enum OffsetUnits: String, CaseIterable, ExpressibleByArgument { case pixels, model }
