import FoundationEssentials
import Glibc
import SketchCore
import SketchInference
import SketchSupport

/// Validation, and the best model's file.
extension TrainingRun {
    /// Whether the run has a best model whose file is gone, so that `start` writes one of the last saved step.
    public var isModelMissing: Bool { state.bestStep > 0 && !FileManager.default.fileExists(atPath: modelPath) }

    /// The error of a run whose numbers are no longer usable; the checkpoint contains its last valid state.
    var divergence: TrainingError {
        let isSaved = FileManager.default.fileExists(atPath: checkpointPath)
        return .notANumber(step: state.step, checkpoint: isSaved ? checkpointPath : nil)
    }

    func save() throws { try state.write(trainer, average: average, to: checkpointPath) }

    /// Writes a model of a run that was stopped before its first validation. It does not count as the best one, so that a
    /// resumed run ends with the same bytes as an uninterrupted one.
    func writeEarlyModel() throws {
        try withAverage { try writeModel(try validationLosses()) }
    }

    /// Makes the present weights the best model, because the file of the best one is gone. If they are the best one's, the
    /// file has the same bytes again.
    func replaceMissingModel() throws {
        state.bestCost = .infinity
        _ = try validateAndSave()
    }

    /// Evaluates the model on the validation set, writes it if it is the best, and saves the run. If the run keeps an
    /// average of the weights, the model is the average.
    func validateAndSave() throws -> Losses {
        let losses = try withAverage { try validate() }
        try save()
        return losses
    }

    /// Runs `body` with the average in place of the weights.
    private func withAverage<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let average else { return try body() }
        trainer.parameters.exchange(with: average.values)
        defer { trainer.parameters.exchange(with: average.values) }
        return try body()
    }

    private func validationLosses() throws -> Losses {
        let losses = Evaluation(trainer: trainer).losses(
            of: dataset.validation, latentSeed: parameters.seed)
        guard losses.isUsable else { throw divergence }
        return losses
    }

    private func validate() throws -> Losses {
        let losses = try validationLosses()
        let cost = losses.reconstruction + parameters.klWeight * losses.kl
        guard MetadataNumber.bestCost.accepts(cost) else { throw divergence }
        if cost < state.bestCost {
            (state.bestCost, state.bestStep) = (cost, state.step)
            try writeModel(losses)
        }
        return losses
    }

    private func writeModel(_ losses: Losses) throws {
        var model = SketchModel(
            configuration: parameters.model, weights: trainer.layout.scatter(trainer.parameters),
            scaleFactor: dataset.scaleFactor, classes: dataset.classes, metadata: metadata)
        let common = TrainingRecord(
            step: state.step, trainingDrawings: dataset.train.count, reconstructionLoss: losses.reconstruction,
            klLoss: losses.kl, typicalLossP99: Evaluation(trainer: trainer).lossQuantile(0.99, of: dataset.train))
        let record = RunRecord(
            common: common, parameters: parameters, maskedReconstructionLoss: losses.maskedReconstruction)
        model.latentStatistics = try latentStatistics(of: model)
        if model.configuration.isConditional { try model.addLatentBank(from: dataset.bankDrawings) }
        model.metadata["training"] = try JSONText.sorted(record)
        model.metadata["preprocessing"] = try JSONText.sorted(Preprocessing())
        try model.write(to: modelPath)
    }

    /// The distribution of the training drawings' latents, estimated from 4,096 or so, evenly chosen.
    private func latentStatistics(of model: SketchModel) throws -> LatentStatistics? {
        guard model.configuration.isConditional else { return nil }
        let chosen = dataset.train.evenlyChosen(about: 4096).map(\.stroke5)
        return LatentStatistics(of: try SketchEncoder(model).encode(rows: chosen))
    }

    /// FNV-1a over every row of the training and validation drawings.
    static func fingerprint(of dataset: SketchDataset) -> String {
        var hash = FNV1a()
        for drawing in dataset.train + dataset.validation {
            hash.combine(UInt64(drawing.count))
            for row in drawing.rows {
                hash.combine(UInt64(row.dx.bitPattern))
                hash.combine(UInt64(row.dy.bitPattern))
                hash.combine(row.isLifted ? 1 : 0)
            }
        }
        return String(hash.value, radix: 16)
    }

    /// The model file's record of its training: a `TrainingRecord` with every parameter and one more loss.
    private struct RunRecord: Encodable {
        var common: TrainingRecord
        var parameters: TrainingParameters
        var maskedReconstructionLoss: Double

        private enum CodingKeys: CodingKey {
            case parameters, maskedReconstructionLoss
        }

        func encode(to encoder: any Encoder) throws {
            try common.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(parameters, forKey: .parameters)
            try values.encode(maskedReconstructionLoss, forKey: .maskedReconstructionLoss)
        }
    }
}
