import SketchInference
import SketchModels

/// Describes a model: its cells and sizes, its tensors and its training.
public struct ModelInfoJob: StudioJob {
    /// Name of a built-in model or path of a weight file; nil for the standard model.
    public var name: String?
    /// The same, as an option; only one of them may be set.
    public var model: String?

    public init() {}

    public static let manual = CommandManual(
        name: "model info", abstract: "Show a model's cell, sizes, tensors and training record.",
        discussion: """
            EXAMPLES
              studio model info
              studio model info run
              studio model info run/model.safetensors --json
              studio model info bird.gen.json
              studio model info catbus/lstm
            """,
        output: nil)

    public static let operands: JobOperands<ModelInfoJob>? = JobOperands(
        \.name, valueName: "name|file", help: "Built-in model, weight file or run. (default: \(BuiltInModels.defaultName))")

    public static let options = OptionTable<ModelInfoJob>(input: [.model(\.model)])

    public func validate() throws {
        if name != nil, model != nil { throw UsageError("The model was named twice. Use the argument or --model.") }
    }

    /// - Throws: `StudioError.noBuiltInModel`, `InferenceError`.
    public func perform(_ reporter: Reporter) throws -> ModelInfoResult {
        guard let name = name ?? model ?? BuiltInModels.standardName else { throw StudioError.noBuiltInModel }
        let file = try WeightFile(contentsOf: BuiltInModels.path(nameOrPath: name))
        return ModelInfoResult(loaded: try LoadedModel(name: name, file: file), file: file)
    }
}
