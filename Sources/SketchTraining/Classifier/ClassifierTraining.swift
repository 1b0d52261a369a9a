import Foundation
import SketchCore
import SketchEvaluation
import SketchInference

/// What the training of a classifier reports after each step.
public struct ClassifierProgress: Sendable {
    /// Steps done.
    public var step: Int
    public var totalSteps: Int
    /// Mean cross-entropy in nats and share judged right, of the step's batch with dropout and augmentation.
    public var loss: Double
    public var accuracy: Double
    /// The share of the validation set judged right, at the steps that take it.
    public var validationAccuracy: Double?
}

/// Trains a classifier of drawings from start to end; minutes, so there are no checkpoints.
public final class ClassifierTraining {
    private let parameters: ClassifierParameters
    private let dataset: ClassifierDataset
    private let metadata: [String: String]
    private static let stepsBetweenValidations = 250

    /// - Parameter metadata: the classifier's further metadata (`license`, `data`).
    /// - Throws: `TrainingError.badParameter`.
    public init(
        parameters: ClassifierParameters, dataset: ClassifierDataset, metadata: [String: String] = [:]
    ) throws {
        try parameters.validate()
        self.parameters = parameters
        self.dataset = dataset
        self.metadata = metadata
    }

    /// The trained classifier, its weights as F16 will hold them.
    /// - Throws: `TrainingError.classifierDiverged`, or as `SketchClassifier.init`.
    public func run(progress: (ClassifierProgress) -> Void) throws -> SketchClassifier {
        let trainer = try ClassifierTrainer<Float>(
            size: parameters.size, classCount: dataset.classes.count, seed: parameters.seed)
        let sampler = LabelledBatchSampler(dataset, parameters: parameters)
        var validation: Double?
        for step in 0..<parameters.steps {
            let (batch, labels) = sampler.batch(at: step)
            let outcome = trainer.train(batch, labels: labels, step: step, parameters: parameters)
            guard outcome.loss.isFinite else { throw TrainingError.classifierDiverged(step: step) }
            var report = ClassifierProgress(
                step: step + 1, totalSteps: parameters.steps, loss: outcome.loss, accuracy: outcome.accuracy)
            if (step + 1) % Self.stepsBetweenValidations == 0 || step + 1 == parameters.steps {
                validation = validate(trainer)
                report.validationAccuracy = validation
            }
            progress(report)
        }
        var metadata = metadata
        metadata["training"] = try TrainingCheckpoint.text(
            Record(
                parameters: parameters, trainingDrawings: dataset.train.count,
                validationDrawings: dataset.validation.count, validationAccuracy: validation))
        let full = try SketchClassifier(
            classes: dataset.classes, weights: trainer.layout.scatter(trainer.parameters),
            scaleFactor: dataset.scaleFactor, metadata: metadata)
        return try SketchClassifier(SafetensorsFile(data: full.safetensorsData(), name: "the classifier"))
    }

    /// What a classifier's file tells about its making.
    private struct Record: Encodable {
        var parameters: ClassifierParameters
        var trainingDrawings: Int
        var validationDrawings: Int
        var validationAccuracy: Double?
    }

    /// The share of the validation set judged right; nil where there is none.
    private func validate(_ trainer: ClassifierTrainer<Float>) -> Double? {
        let examples = dataset.validation
        guard !examples.isEmpty else { return nil }
        var right = 0.0
        for start in stride(from: 0, to: examples.count, by: 200) {
            let part = examples[start..<min(start + 200, examples.count)]
            let batch = SketchBatch(part.map(\.drawing), maxLength: part.map(\.drawing.count).max() ?? 0)
            let outcome = trainer.evaluate(batch, labels: part.map(\.label), differentiates: false)
            right += outcome.accuracy * Double(part.count)
        }
        return right / Double(examples.count)
    }
}
