import Foundation
import SketchInference
import SketchSupport

/// A run's whole state after some step: weights, their average, optimiser and progress. Together with the data it is enough
/// to continue bit for bit, since every random draw is a function of (seed, step).
struct TrainingCheckpoint {
    var step = 0
    var bestStep = 0
    var bestCost = Double.infinity
    var parameters: TrainingParameters
    /// A hash of the training and validation drawings.
    var fingerprint: String

    private static let format = "sketch-rnn-training"

    /// - Throws: `FileError`.
    func write(_ trainer: Trainer<Float>, average: WeightAverage?, to path: String) throws {
        var writer = SafetensorsWriter(metadata: [
            "format": Self.format, "step": String(step), "best_step": String(bestStep),
            "best_cost": String(bestCost), "parameters": try JSONText.sorted(parameters),
            "data": fingerprint,
        ])
        for (part, flat) in Self.parts(trainer, average) {
            for (name, tensor) in trainer.layout.scatter(flat) { writer.add("\(part)/\(name)", tensor) }
        }
        try writer.write(to: path)
    }

    /// The parts of a checkpoint by the first component of their tensors' names.
    private static func parts(_ trainer: Trainer<Float>, _ average: WeightAverage?) -> [(String, Buffer<Float>)] {
        [("weights", trainer.parameters), ("adam_m", trainer.adam.m), ("adam_v", trainer.adam.v)]
            + (average.map { [("average", $0.values)] } ?? [])
    }

    /// Reads a checkpoint and copies its values into `trainer` and `average`.
    /// - Throws: `TrainingError.badCheckpoint`, or `.otherRun` if the data differ, or settings other than those that decide
    ///   when the run ends.
    static func restore(
        _ trainer: Trainer<Float>, average: WeightAverage?, from path: String, parameters: TrainingParameters,
        fingerprint: String
    ) throws -> TrainingCheckpoint {
        let file: SafetensorsFile
        do { file = try SafetensorsFile(contentsOf: path) } catch {
            throw TrainingError.badCheckpoint(path: path, reason: "\(error)")
        }
        let metadata = file.metadata
        guard metadata["format"] == format, let step = metadata["step"].flatMap(Int.init),
            let bestStep = metadata["best_step"].flatMap(Int.init),
            let bestCost = metadata["best_cost"].flatMap(Double.init)
        else { throw TrainingError.badCheckpoint(path: path, reason: "it is not a training checkpoint") }
        var same = parameters
        let stored = try? JSONDecoder().decode(
            TrainingParameters.self, from: Data((metadata["parameters"] ?? "").utf8))
        // The cosine schedule makes every step depend on the number of steps.
        if parameters.schedule != .cosine { same.steps = stored?.steps ?? same.steps }
        same.patience = stored?.patience ?? same.patience
        if same.initialModel == nil { same.initialModel = stored?.initialModel }
        if let own = stored?.initialModel, let given = same.initialModel, own != given {
            throw TrainingError.otherRun(
                path: path,
                difference: "another initial model (\(own.model), hash \(own.hash); now \(given.model), \(given.hash))")
        }
        guard stored == same else { throw TrainingError.otherRun(path: path, difference: "other settings") }
        guard metadata["data"] == fingerprint else {
            throw TrainingError.otherRun(path: path, difference: "other data")
        }
        for (part, flat) in parts(trainer, average) {
            for entry in trainer.layout.entries {
                do {
                    try trainer.layout.copy(try file.tensor("\(part)/\(entry.name)"), to: flat.vector, entry)
                } catch {
                    throw TrainingError.badCheckpoint(
                        path: path, reason: "\(part)/\(entry.name) is missing or damaged")
                }
            }
        }
        (same.steps, same.patience) = (parameters.steps, parameters.patience)
        return TrainingCheckpoint(
            step: step, bestStep: bestStep, bestCost: bestCost, parameters: same, fingerprint: fingerprint)
    }
}
