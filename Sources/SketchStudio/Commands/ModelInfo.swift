import ArgumentParser
import StudioKit

/// `studio model info`: describes a model.
struct ModelInfo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show a model's cell, sizes, tensors and training record.",
        discussion: """
            EXAMPLES
              studio model info
              studio model info run/model.safetensors
              studio model info run/model.safetensors --json
              studio model info bird.gen.json
              studio model info catbus/lstm
            """)

    @Argument(help: ArgumentHelp("Built-in model or weight file. (default: cat-pig)", valueName: "name|file"))
    var name: String?

    @OptionGroup(title: "Model and input") var modelOptions: ModelOptions
    @OptionGroup(title: "General") var general: GeneralOptions

    func validate() throws {
        if name != nil, modelOptions.model != nil {
            throw ValidationError("The model was named twice. Use the argument or --model.")
        }
    }

    func run() throws { general.show(try ModelInfoJob(model: name ?? modelOptions.model).run()) }
}
