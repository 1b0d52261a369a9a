import SketchInference
import SketchModels

/// Describes a model: its cells and sizes, its tensors and its training.
package struct ModelInfoJob {
    /// A built-in model's name or a weight file; nil for the standard model.
    package var model: String?

    package init(model: String? = nil) { self.model = model }

    /// - Throws: `StudioError.noBuiltInModel`, `InferenceError`.
    package func run() throws -> ModelInfoResult {
        guard let name = model ?? BuiltInModels.standardName else { throw StudioError.noBuiltInModel }
        let file = try WeightFile(contentsOf: BuiltInModels.path(nameOrPath: name))
        return ModelInfoResult(loaded: try LoadedModel(name: name, file: file), file: file)
    }
}
