import Foundation
import SketchCore
import SketchEvaluation
import SketchInference
import SketchSupport

/// The state of the training of a classifier after a step.
public struct ClassifierProgress: Sendable {
    /// The number of steps done.
    public var step: Int
    public var totalSteps: Int
    /// Mean cross-entropy in nats and share of correct answers, of the step's batch with dropout and augmentation.
    public var loss: Double
    public var accuracy: Double
    /// The share of the validation set classified correctly, at the steps that end with a validation.
    public var validationAccuracy: Double?
}

/// Trains a classifier of drawings. It takes minutes, so there are no checkpoints.
public final class ClassifierTraining {
    private let parameters: ClassifierParameters
    private let dataset: ClassifierDataset
    private let metadata: [String: String]
    private static let stepsBetweenValidations = 250

    /// - Parameter metadata: further metadata of the classifier (`license`, `data`).
    /// - Throws: `TrainingError.outOfRange`.
    public init(
        parameters: ClassifierParameters, dataset: ClassifierDataset, metadata: [String: String] = [:]
    ) throws {
        try parameters.validate()
        self.parameters = parameters
        self.dataset = dataset
        self.metadata = metadata
    }

    /// Trains from the first step to the last.
    /// - Parameter progress: called after every step.
    /// - Returns: the classifier, its weights rounded to half precision as in its file.
    /// - Throws: `TrainingError.classifierDiverged` or `.noOpenBLAS`; as `SketchClassifier.init`.
    public func run(progress: (ClassifierProgress) -> Void = { _ in }) throws -> SketchClassifier {
        let trainer = try ClassifierTrainer<Float>(
            size: parameters.size, classCount: dataset.classes.count, seed: parameters.seed)
        let sampler = LabelledBatchSampler(
            dataset, batchSize: parameters.batchSize,
            augmentation: Augmentation(
                scale: Float(parameters.randomScale), dropping: Float(parameters.pointDropping)),
            seed: parameters.seed)
        var validation: Double?
        for step in 0..<parameters.steps {
            let (drawings, labels) = sampler.batch(at: step)
            let outcome = trainer.train(drawings, labels: labels, step: step, parameters: parameters)
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
        metadata["training"] = try JSONText.sorted(
            Record(
                parameters: parameters, trainingDrawings: dataset.train.count,
                validationDrawings: dataset.validation.count, validationAccuracy: validation))
        let full = try SketchClassifier(
            classes: dataset.classes, weights: trainer.layout.scatter(trainer.parameters),
            scaleFactor: dataset.scaleFactor, metadata: metadata)
        return try SketchClassifier(SafetensorsFile(data: full.safetensorsData(), name: "the classifier"))
    }

    /// The classifier file's record of its training.
    private struct Record: Encodable {
        var parameters: ClassifierParameters
        var trainingDrawings: Int
        var validationDrawings: Int
        var validationAccuracy: Double?
    }

    /// The share of the validation set classified correctly; nil if the set is empty.
    private func validate(_ trainer: ClassifierTrainer<Float>) -> Double? {
        let examples = dataset.validation
        guard !examples.isEmpty else { return nil }
        var correct = 0.0
        for start in stride(from: 0, to: examples.count, by: 200) {
            let part = examples[start..<min(start + 200, examples.count)]
            let outcome = trainer.evaluate(
                part.map(\.drawing), labels: part.map(\.label), differentiates: false)
            correct += outcome.accuracy * Double(part.count)
        }
        return correct / Double(examples.count)
    }
}
