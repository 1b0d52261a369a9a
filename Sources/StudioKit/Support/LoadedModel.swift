import LatentOps
import SketchInference
import SketchModels
import SketchRendering
import SketchSupport
import Synchronization

/// A model together with the name that the person gave it.
package struct LoadedModel {
    /// As given with `--model`, or the built-in model's name.
    package let name: String
    package let model: SketchModel
    private let hash: ModelFingerprint

    /// Loads a built-in model by name or a weight file by path; without a name, the standard model.
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
        hash = ModelFingerprint(of: model)
    }

    /// The model's content hash.
    package var fingerprint: String { hash.text }

    /// The model in a recipe.
    package var source: Recipe.Source { Recipe.Source(name: name, hash: fingerprint) }

    /// The model's bank in a recipe whose command uses it; none for a built-in model, whose bank is that of the version.
    package var bankSources: [Recipe.Source] {
        guard let bank = model.latentBank, !BuiltInModels.names.contains(name) else { return [] }
        return [Recipe.Source(name: name, hash: bank.fingerprint)]
    }

    /// The model's name, with the KL weight of its training where the file states it: the label of a row among those
    /// of several models.
    package var labelWithWeight: String {
        guard model.configuration.isConditional, let weight = model.trainingRecord.parameters?.klWeight else {
            return model.name
        }
        return "\(model.name), KL\u{A0}\(JSONValue.double(weight).text)"
    }

    /// - Throws: `StudioError.noEncoder`.
    package func requireEncoder() throws {
        guard model.configuration.isConditional else { throw StudioError.noEncoder(name) }
    }

    /// Warns that drawings in pixels are used unscaled where the model does not state its scale factor.
    package func warnOfUnknownScale(_ reporter: Reporter) {
        guard model.scaleFactor == nil else { return }
        reporter.warn(
            "\(name) does not state its scale factor, so offsets are used unscaled. Add it with "
                + "'studio model convert \(name) OUT.safetensors --scale-factor X'.")
    }
}

/// The fingerprint of a model, computed in the background while the model is used: hashing the weights takes a tenth of the time
/// of a sheet.
///
/// `@unchecked`: all properties are constant, and the thread is joined only at the end.
private final class ModelFingerprint: @unchecked Sendable {
    private final class Lazy: Sendable {
        private let model: SketchModel
        private let text = Mutex<String?>(nil)

        init(_ model: SketchModel) { self.model = model }

        /// The fingerprint; waits for a thread that computes it, or computes it.
        var value: String {
            text.withLock { text in
                let value = text ?? model.fingerprint
                text = value
                return value
            }
        }
    }

    private let lazy: Lazy
    /// Nil if the system makes no further thread.
    private let thread: BackgroundThread?

    /// Starts to compute the fingerprint.
    init(of model: SketchModel) {
        let lazy = Lazy(model)
        self.lazy = lazy
        thread = BackgroundThread { _ = lazy.value }
    }

    deinit { thread?.join() }

    /// The fingerprint, as `SketchModel.fingerprint`.
    var text: String { lazy.value }
}
