import FoundationEssentials
import Glibc
import SketchInference
import SketchSupport

/// A run's whole state after some step: weights, their average, optimiser and progress. Together with the data it is enough
/// to continue bit for bit, since every random draw is a function of (seed, step).
package struct TrainingCheckpoint: Sendable {
    package internal(set) var step = 0
    /// The step of the best model; 0 before the first validation.
    package internal(set) var bestStep = 0
    /// Infinite before the first validation.
    package internal(set) var bestCost = Double.infinity
    package internal(set) var parameters: TrainingParameters
    /// A hash of the training and validation drawings.
    var fingerprint: String
    /// Where the drawings come from; nil in checkpoints of earlier versions, and for drawings that have no files.
    package internal(set) var source: RunSource?

    private static let format = "sketch-rnn-training"

    init(parameters: TrainingParameters, fingerprint: String, source: RunSource?) {
        (self.parameters, self.fingerprint, self.source) = (parameters, fingerprint, source)
    }

    /// - Throws: `FileError`; `TrainingError.notANumber` if a value is not finite, and the file is unchanged.
    func write(_ trainer: Trainer<Float>, average: WeightAverage?, to path: String) throws {
        var metadata = [
            "format": Self.format, "step": String(step), "best_step": String(bestStep),
            "best_cost": String(bestCost), "parameters": try JSONText.sorted(parameters), "data": fingerprint,
        ]
        metadata["source"] = source?.text
        var writer = SafetensorsWriter(metadata: metadata)
        for (part, flat) in Self.parts(trainer, average) {
            for (name, tensor) in trainer.layout.scatter(flat) {
                guard tensor.values.allSatisfy(\.isFinite) else {
                    throw TrainingError.notANumber(
                        step: step, checkpoint: FileManager.default.fileExists(atPath: path) ? path : nil)
                }
                writer.add("\(part)/\(name)", tensor)
            }
        }
        try writer.write(to: path)
    }

    /// The parts of a checkpoint by the first component of their tensors' names.
    private static func parts(_ trainer: Trainer<Float>, _ average: WeightAverage?) -> [(String, Buffer<Float>)] {
        [("weights", trainer.parameters), ("adam_m", trainer.adam.m), ("adam_v", trainer.adam.v)]
            + (average.map { [("average", $0.values)] } ?? [])
    }

    /// Whether the file is the checkpoint of a training, by its format.
    ///
    /// - Throws: `InferenceError` for a file that cannot be read.
    static func isCheckpoint(_ path: String) throws -> Bool {
        try SafetensorsFile.metadata(ofFileAt: path)["format"] == format
    }

    /// Reads what a checkpoint states, without its tensors, and checks every number.
    /// - Throws: `TrainingError.badCheckpoint`.
    package init(contentsOf path: String) throws {
        func refuse(_ reason: String) -> TrainingError { .badCheckpoint(path: path, reason: reason) }
        let metadata: [String: String]
        do { metadata = try SafetensorsFile.metadata(ofFileAt: path) } catch { throw refuse("\(error)") }
        guard metadata["format"] == Self.format else { throw refuse("it is not a training checkpoint") }
        func count(_ number: MetadataNumber) throws -> Int {
            let text = metadata[number.name] ?? ""
            guard let value = number.count(text) else { throw refuse(number.fault(text)) }
            return value
        }
        (step, bestStep) = (try count(.step), try count(.bestStep))
        guard bestStep <= step else { throw refuse("its best_step \(bestStep) is after its step \(step)") }
        let cost = metadata["best_cost"] ?? ""
        if bestStep == 0, Double(cost) == .infinity {
            bestCost = .infinity
        } else {
            guard let value = MetadataNumber.bestCost.number(cost) else { throw refuse(MetadataNumber.bestCost.fault(cost)) }
            bestCost = value
        }
        do {
            parameters = try JSONDecoder().decode(
                TrainingParameters.self, from: Data((metadata["parameters"] ?? "").utf8))
        } catch {
            throw refuse("its parameters cannot be read")
        }
        do { try parameters.validate() } catch { throw refuse("\(error)") }
        fingerprint = metadata["data"] ?? ""
        if let text = metadata["source"] {
            guard let source = try? JSONDecoder().decode(RunSource.self, from: Data(text.utf8)) else {
                throw refuse("its list of data files cannot be read")
            }
            self.source = source
        }
    }

    /// Copies a checkpoint's values into `trainer` and `average`.
    /// - Throws: `TrainingError.badCheckpoint` if a tensor is missing, damaged or not finite.
    static func restore(_ trainer: Trainer<Float>, average: WeightAverage?, from path: String) throws {
        func refuse(_ reason: String) -> TrainingError { .badCheckpoint(path: path, reason: reason) }
        let file: SafetensorsFile
        do { file = try SafetensorsFile(contentsOf: path) } catch { throw refuse("\(error)") }
        for (part, flat) in parts(trainer, average) {
            for entry in trainer.layout.entries {
                let name = "\(part)/\(entry.name)"
                guard let tensor = try? file.tensor(name), (try? trainer.layout.copy(tensor, to: flat.vector, entry)) != nil
                else { throw refuse("\(name) is missing or damaged") }
                // A second moment below zero has no square root.
                let isValid: (Float) -> Bool = part == "adam_v" ? { $0.isFinite && $0 >= 0 } : { $0.isFinite }
                if let index = tensor.values.firstIndex(where: { !isValid($0) }) {
                    throw refuse("\(name) contains \(tensor.values[index]) at element \(index)")
                }
            }
        }
    }

    /// Checks that a run with these parameters and drawings is the one that the checkpoint belongs to. `steps` (with the
    /// exponential schedule) and `patience` may differ; they decide only when the run ends.
    ///
    /// - Parameters:
    ///   - path: the checkpoint's path for the error.
    ///   - source: nil if the files are not to be compared.
    ///   - fingerprint: nil if the drawings have not been read yet.
    /// - Throws: `TrainingError.otherRun`, which names each difference.
    package func check(
        _ parameters: TrainingParameters, source: RunSource? = nil, fingerprint: String? = nil, path: String
    ) throws {
        let differences = self.parameters.differences(from: parameters)
        guard differences.isEmpty else {
            throw TrainingError.otherRun(path: path, difference: differences.joined(separator: ", "))
        }
        if let difference = source.flatMap({ self.source?.difference(to: $0) }) {
            throw TrainingError.otherRun(path: path, difference: "other data: \(difference)")
        }
        if let fingerprint, fingerprint != self.fingerprint {
            throw TrainingError.otherRun(path: path, difference: "other drawings")
        }
    }
}

extension TrainingParameters {
    /// The settings in which a run with `given` would not continue this one, each with both values.
    func differences(from given: TrainingParameters) -> [String] {
        func clause(_ name: String, _ own: String, _ given: String) -> String {
            "\(name) \(own) (given: \(given))"
        }
        // The cosine schedule makes every step depend on the number of steps.
        let free = schedule == .cosine ? ["patience"] : ["patience", "num_steps"]
        var found = Hyperparameter.all.filter { !free.contains($0.name) }.compactMap { setting -> String? in
            let (own, other) = (setting.text(of: self), setting.text(of: given))
            return own == other ? nil : clause(setting.name, own, other)
        }
        // Settings without a hyperparameter come from an initial model.
        for (name, path) in [("hyper_units", \ModelConfiguration.hyperUnits), ("hyper_embedding", \.hyperEmbedding)]
        where model.hasHyperCell && model[keyPath: path] != given.model[keyPath: path] {
            found.append(clause(name, "\(model[keyPath: path])", "\(given.model[keyPath: path])"))
        }
        if model.squashesLatent != given.model.squashesLatent {
            found.append(clause("tanh_z", "\(model.squashesLatent)", "\(given.model.squashesLatent)"))
        }
        // A resumed run reads its initial model from the checkpoint.
        if let other = given.initialModel, other.hash != initialModel?.hash {
            let own = initialModel.map { "the initial model \($0.model) (hash \($0.hash))" } ?? "no initial model"
            found.append("\(own), not \(other.model) (\(other.hash))")
        }
        return found
    }
}
