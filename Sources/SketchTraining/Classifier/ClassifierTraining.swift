import SketchCore
import SketchEvaluation
import SketchInference
import SketchSupport

/// Trains a classifier of strokes.
public final class ClassifierTraining {
    private let parameters: ClassifierParameters
    private let dataset: ClassifierDataset
    private let metadata: [String: String]

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
        let augmentation = Augmentation(scale: Float(parameters.randomScale), dropping: Float(parameters.pointDropping))
        let steps = ClassifierSteps(
            count: parameters.steps, betweenValidations: 250,
            sampler: LabelledBatchSampler(
                dataset, batchSize: parameters.batchSize, augmentation: augmentation, seed: parameters.seed))
        let validation = try steps.run(
            train: { trainer.train($0, labels: $1, step: $2, settings: parameters) }, validate: { validate(trainer) },
            progress: progress)
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
