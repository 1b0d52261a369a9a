import ArgumentParser
import Foundation
import StudioKit

extension ModelConvertJob.NumberFormat: ExpressibleByArgument {}

/// `studio model convert`: writes a model in another format.
struct ModelConvert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Convert a model to safetensors or to the browser ports' JSON.",
        discussion: """
            Reads safetensors, the browser ports' .gen.json and .vae.json, and TensorFlow checkpoints of the original \
            program (a prefix, one of its files, or their folder). The output's extension selects the format. \
            .safetensors can store every model. .gen.json (decoder-only) and .vae.json (conditional) support \
            plain-LSTM models with 20 mixture components and round weights to multiples of 10/32767.

            EXAMPLES
              studio model convert run/model.safetensors cat-pig.safetensors --dtype f16
              studio model convert catbus/lstm catbus.safetensors --scale-factor 87.5 \\
                  --classes cat,bus
              studio model convert bird.gen.json bird.safetensors
              studio model convert run/model.safetensors cat-pig.vae.json
            """)

    @Argument(help: "Weight file, checkpoint or built-in model to read.")
    var input: String

    @Argument(help: "File to write: .safetensors, .gen.json or .vae.json.")
    var output: String

    @OptionGroup(title: "Conversion") var conversion: ConversionOptions
    @OptionGroup(title: "General") var quiet: QuietOptions

    /// What to write.
    struct ConversionOptions: ParsableArguments {
        @Option(help: ArgumentHelp("Number format of safetensors: f32, f16 or bf16.", valueName: "dtype"))
        var dtype: ModelConvertJob.NumberFormat = .f32

        @Option(
            help: ArgumentHelp("Scale factor (pixels per model unit), if the input does not state it.", valueName: "x"))
        var scaleFactor: Double?

        @Option(
            help: ArgumentHelp("Classes the model was trained on, separated by commas.", valueName: "name,name"))
        var classes: String?
    }

    func validate() throws {
        if let factor = conversion.scaleFactor, !(factor.isFinite && factor > 0) {
            throw ValidationError("--scale-factor \(factor): must be greater than 0.")
        }
        _ = try format
    }

    private var format: ModelConvertJob.Format {
        get throws {
            guard let format = ModelConvertJob.Format(path: output) else {
                throw ValidationError(
                    "\(output): unknown output format. Use the extension .safetensors, .gen.json or .vae.json.")
            }
            return format
        }
    }

    func run() throws {
        var job = ModelConvertJob(input: input, output: OutputFile(path: output), format: try format)
        job.numberFormat = conversion.dtype
        job.scaleFactor = conversion.scaleFactor
        job.classes = conversion.classes.map { names in
            names.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        Console.result(try job.run(quiet.reporter))
    }
}
