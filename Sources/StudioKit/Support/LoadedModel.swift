import Foundation
import SketchCore
import SketchInference
import SketchModels
import SketchRendering
import SketchSupport

/// A model together with the name that the person gave it.
package struct LoadedModel {
    /// As given with `--model`, or the built-in model's name.
    package let name: String
    package let model: SketchModel
    /// What free-hand drawings go through before this model sees them.
    package let preprocessing: Preprocessing

    /// Loads a built-in model by name or a weight file by path; without a name, the standard one.
    ///
    /// - Throws: `StudioError.noBuiltInModel`, `InferenceError`.
    package init(_ given: String?) throws {
        guard let name = given ?? BuiltInModels.standardName else { throw StudioError.noBuiltInModel }
        try self.init(name: name, file: WeightFile(contentsOf: BuiltInModels.path(nameOrPath: name)))
    }

    /// - Throws: `InferenceError`.
    package init(name: String, file: WeightFile) throws {
        self.name = name
        model = try SketchModel(file)
        guard let text = model.metadata["preprocessing"] else {
            preprocessing = Preprocessing()
            return
        }
        let stored = try? JSONDecoder().decode(Preprocessing.self, from: Data(text.utf8))
        guard let stored, stored.isUsable else {
            throw InferenceError.notASketchModel(
                file: name, detail: "its preprocessing is '\(text)', not a canvas and an rdp_epsilon in pixels")
        }
        preprocessing = stored
    }

    /// What the recipe says of the model.
    package var source: Recipe.Source { Recipe.Source(name: name, hash: model.fingerprint) }

    /// The name without folders and extension, for labels; `run/model.safetensors` is called `run`.
    package var label: String {
        let parts = name.split(separator: "/").map(String.init)
        let file = parts.last ?? name
        let ending = [".safetensors", ".gen.json", ".vae.json", ".index"].first(where: file.hasSuffix) ?? ""
        let stem = String(file.dropLast(ending.count))
        return stem == "model" && parts.count > 1 ? parts[parts.count - 2] : stem
    }

    /// The label with the KL weight of the training, where the file tells it: what rows of several models are
    /// called.
    package var labelWithWeight: String {
        guard model.configuration.isConditional, let weight = model.trainingRecord.parameters?.kl_weight else {
            return label
        }
        return "\(label), KL \(JSONValue.double(weight).text)"
    }

    /// - Throws: `StudioError.notConditional`.
    package func requireEncoder() throws {
        guard model.configuration.isConditional else { throw StudioError.notConditional(name) }
    }

    /// Drawings in pixels mean little to a model whose unit nobody knows.
    package func warnOfUnknownScale(_ reporter: Reporter) {
        guard model.scaleFactor == nil else { return }
        reporter.warn(
            "\(name) does not tell its scale factor, so offsets are taken as they are. Write the factor of its "
                + "training data into it: studio model convert \(name) OUT.safetensors --scale-factor X")
    }
}
