import SketchFormats
import SketchInference
import SketchModels
import SketchSupport

/// The model of latents that were read from files.
extension LoadedModel {
    /// The model as files of latents state it.
    package var latentModel: LatentModel { LatentModel(name: name, fingerprint: fingerprint) }

    /// Loads the model of latents: the given one, or the one that their files state, or the standard model.
    ///
    /// - Parameters:
    ///   - given: a built-in model's name or a path.
    ///   - latents: those of a file.
    ///   - source: the file's name in messages.
    ///   - isForced: whether another model's latents are accepted.
    /// - Throws: `StudioError.latentsOfSeveralModels`, `.otherModel` or `.unknownLatentModel`, and as `init(_:)`.
    package init(
        _ given: String?, latents: [LatentRecord], source: String, isForced: Bool, reporter: Reporter
    ) throws {
        let stated = latents.compactMap(\.model)
        guard let first = stated.first else {
            try self.init(given)
            if given == nil, !latents.isEmpty {
                reporter.warn(
                    "\(source) does not state the model of its latents; using \(name). Name it with --model.")
            }
            return
        }
        if !isForced, let other = stated.first(where: { $0 != first }) {
            throw StudioError.latentsOfSeveralModels(source, Self.title(first), Self.title(other))
        }
        if let given {
            try self.init(given)
        } else {
            do {
                try self.init(first.name)
            } catch let error as InferenceError {
                throw StudioError.unknownLatentModel(
                    source, model: Self.title(first), reason: StudioError.sentence(for: error))
            }
        }
        try check(first, source: source, isGiven: given != nil, isForced: isForced, reporter)
    }

    /// Checks that latents belong to this model.
    ///
    /// - Throws: `StudioError.otherModel`.
    package func check(
        _ stated: LatentModel, source: String, isGiven: Bool = true, isForced: Bool, _ reporter: Reporter
    ) throws {
        // A file without a fingerprint states only the name, which can be that of the same model elsewhere.
        let fingerprint = stated.fingerprint ?? (stated.name == name ? nil : try? LoadedModel(stated.name).fingerprint)
        guard let fingerprint else {
            if stated.name != name {
                reporter.warn("\(source) states the model \(stated.name), which cannot be compared with \(name).")
            }
            return
        }
        guard fingerprint != self.fingerprint else { return }
        guard isForced else {
            // Without --model, this model would be loaded again if it has the stated name.
            throw StudioError.otherModel(
                source, stated: Self.title(stated), model: Self.title(latentModel), isGiven: isGiven && stated.name != name)
        }
        reporter.warn("\(source) is of the model \(Self.title(stated)), not \(Self.title(latentModel)).")
    }

    private static func title(_ model: LatentModel) -> String {
        model.name + (model.fingerprint.map { " (\($0))" } ?? "")
    }
}
