import ArgumentParser
import SketchInference

/// `studio model convert`: a weight file written again as safetensors, in another number format.
struct ModelConvert: ParsableCommand {
    enum NumberFormat: String, CaseIterable, ExpressibleByArgument {
        case f32, f16
    }

    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes a model as safetensors, in single or half precision.",
        discussion: """
            EXAMPLES
              studio model convert run/model.safetensors cat-pig.safetensors --dtype f16
            """)

    @Argument(help: "The weight file to read.")
    var input: String

    @Argument(help: "The safetensors file to write.")
    var output: String

    @Option(help: "The weights' number format: f32 or f16.")
    var dtype: NumberFormat = .f32

    func run() throws {
        try SketchModel(contentsOf: input).write(to: output, dtype: dtype == .f16 ? .float16 : .float32)
    }
}
