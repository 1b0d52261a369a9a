import SketchInference
import SketchRendering

/// A model together with the name that the person gave it.
struct LoadedModel {
    /// As given with `--model`, or the built-in model's name.
    let name: String
    let model: SketchModel

    /// Loads a built-in model by name or a file by path; without a name, the first built-in model.
    ///
    /// - Throws: `StudioError.noBuiltInModel`, `InferenceError`.
    init(_ given: String?) throws {
        guard let name = given ?? BuiltInModels.names.first else { throw StudioError.noBuiltInModel }
        self.name = name
        model = try BuiltInModels.model(nameOrPath: name)
    }

    /// What the recipe says of the model.
    var source: Recipe.Source { Recipe.Source(name: name, hash: model.fingerprint) }

    /// The name without folders and extension, for labels; `run/model.safetensors` is called `run`.
    var label: String {
        let parts = name.split(separator: "/").map(String.init)
        let file = parts.last ?? name
        let stem = file.hasSuffix(".safetensors") ? String(file.dropLast(".safetensors".count)) : file
        return stem == "model" && parts.count > 1 ? parts[parts.count - 2] : stem
    }

    /// - Throws: `StudioError.notConditional`.
    func requireEncoder() throws {
        guard model.configuration.isConditional else { throw StudioError.notConditional(name) }
    }
}
