import ArgumentParser
import Foundation
import SketchInference
import StudioKit

/// `studio model convert`: a model of any kind written as safetensors, or for the browser ports.
struct ModelConvert: ParsableCommand {
    enum NumberFormat: String, CaseIterable, ExpressibleByArgument {
        case f32, f16, bf16

        var precision: SafetensorsWriter.Precision {
            switch self {
            case .f32: .float32
            case .f16: .float16
            case .bf16: .bfloat16
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes a model as safetensors, or as JSON for the browser ports.",
        discussion: """
            Reads safetensors, the browser ports' .gen.json and .vae.json, and TensorFlow checkpoints of the original \
            program (a prefix, one of the files, or the folder). The extension of the output chooses: .safetensors \
            holds every model; .gen.json (a decoder alone) and .vae.json hold plain-LSTM models of 20 mixture \
            components, rounded to steps of 10/32767.

            EXAMPLES
              studio model convert run/model.safetensors cat-pig.safetensors --dtype f16
              studio model convert catbus/lstm catbus.safetensors --scale-factor 87.5 \\
                  --classes cat,bus
              studio model convert bird.gen.json bird.safetensors
              studio model convert run/model.safetensors cat-pig.vae.json
            """)

    @Argument(help: "The weight file, checkpoint or built-in model to read.")
    var input: String

    @Argument(help: "The file to write: .safetensors, .gen.json or .vae.json.")
    var output: String

    @Option(help: "The number format of safetensors: f32, f16 or bf16.")
    var dtype: NumberFormat = .f32

    @Option(help: ArgumentHelp("Pixels of the training data a model unit, where the input does not tell.", valueName: "x"))
    var scaleFactor: Double?

    @Option(help: ArgumentHelp("What the model draws, separated by commas.", valueName: "name,name"))
    var classes: String?

    @Flag(name: [.short, .long], help: "Say nothing but results and errors.")
    var quiet = false

    func validate() throws {
        if let scaleFactor, !(scaleFactor.isFinite && scaleFactor > 0) {
            throw ValidationError("--scale-factor \(scaleFactor): give a number above 0.")
        }
        guard Self.endings.contains(where: output.lowercased().hasSuffix) else {
            throw ValidationError("\(output): name the output .safetensors, .gen.json or .vae.json.")
        }
    }

    private static let endings = [".safetensors", ".gen.json", ".vae.json"]

    func run() throws {
        let file = OutputFile(path: output)
        try file.checkWritable()
        var model = try LoadedModel(input).model
        if let scaleFactor { model.scaleFactor = scaleFactor }
        if let classes {
            model.classes = classes.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        if output.lowercased().hasSuffix(".safetensors") {
            try model.write(to: output, dtype: dtype.precision)
        } else {
            let isDecoder = output.lowercased().hasSuffix(".gen.json")
            let (data, clipped) = try BrowserWeightsWriter.data(
                model, for: isDecoder ? .decoderJSON : .autoencoderJSON)
            try file.write(data)
            if clipped > 0 {
                Reporter(isQuiet: quiet).warn(
                    "\(clipped) of \(model.configuration.parameterCount) weights lie beyond +-10, which is all that "
                        + "\(output) can hold, and were clipped; the drawings may differ.")
            }
        }
        Console.result(output)
    }
}
