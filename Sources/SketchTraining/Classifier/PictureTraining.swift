import SketchCore
import SketchEvaluation
import SketchInference
import SketchSupport

/// Trains a picture classifier.
public final class PictureTraining {
    private let parameters: PictureParameters
    private let dataset: ClassifierDataset
    private let metadata: [String: String]

    /// - Parameter metadata: further metadata of the classifier (`license`, `data`).
    /// - Throws: `TrainingError.outOfRange`.
    public init(
        parameters: PictureParameters, dataset: ClassifierDataset, metadata: [String: String] = [:]
    ) throws {
        try parameters.validate()
        self.parameters = parameters
        self.dataset = dataset
        self.metadata = metadata
    }

    /// Trains from the first step to the last.
    /// - Parameter progress: called after every step.
    /// - Returns: the classifier, its weights rounded to half precision as in its file.
    /// - Throws: `TrainingError.classifierDiverged` or `.noOpenBLAS`; as `PictureClassifier.init`.
    public func run(progress: (ClassifierProgress) -> Void = { _ in }) throws -> PictureClassifier {
        let shape = PictureShape(
            filters: parameters.filters, features: parameters.features, classCount: dataset.classes.count)
        let trainer = try PictureTrainer<Float>(shape, seed: parameters.seed)
        var augmentation = Augmentation(
            scale: Float(parameters.randomScale), dropping: Float(parameters.pointDropping))
        (augmentation.mirrors, augmentation.rotation) = (parameters.mirrors, Float(parameters.rotation))
        let steps = ClassifierSteps(
            count: parameters.steps, betweenValidations: 1_000,
            sampler: LabelledBatchSampler(
                dataset, batchSize: parameters.batchSize, augmentation: augmentation, seed: parameters.seed))
        let accuracy = try steps.run(
            train: { trainer.train($0, labels: $1, step: $2, settings: parameters) },
            validate: { try validate(classifier(trainer)) }, progress: progress)
        let all = try validate(classifier(trainer).judging(dataset.classes))
        let record = Record(
            parameters: parameters, trainingDrawings: dataset.train.count, validationDrawings: dataset.validation.count,
            validationAccuracy: accuracy, validationAccuracyAllClasses: all)
        let full = try classifier(trainer, metadata: ["training": JSONText.sorted(record)])
        return try PictureClassifier(SafetensorsFile(data: full.safetensorsData(), name: "the classifier"))
    }

    /// The classifier file's record of its training.
    private struct Record: Encodable {
        var parameters: PictureParameters
        var trainingDrawings: Int
        var validationDrawings: Int
        /// Of the judged classes' drawings, with the softmax over the judged classes.
        var validationAccuracy: Double?
        /// Of all drawings, with the softmax over all classes.
        var validationAccuracyAllClasses: Double?
    }

    /// The classes with enough drawings to judge with; nil for all.
    private var judgedClasses: [String]? {
        let chosen = zip(dataset.classes, dataset.drawingCounts).filter { $1 >= parameters.judgedDrawings }.map(\.0)
        return chosen.count >= 2 && chosen.count < dataset.classes.count ? chosen : nil
    }

    private func classifier(
        _ trainer: PictureTrainer<Float>, metadata added: [String: String] = [:]
    ) throws -> PictureClassifier {
        try PictureClassifier(
            classes: dataset.classes, judgedClasses: judgedClasses, weights: trainer.layout.scatter(trainer.parameters),
            metadata: metadata.merging(added) { $1 })
    }

    /// The share of the validation drawings of the classifier's classes that are classified correctly; nil if there are
    /// none.
    private func validate(_ classifier: PictureClassifier) throws -> Double? {
        let judged = Set(classifier.classes)
        let examples = dataset.validation.filter { judged.contains(dataset.classes[$0.label]) }
        let labels = try classifier.classify(examples.map(\.drawing)).map(\.label)
        let correct = zip(examples, labels).filter { dataset.classes[$0.label] == $1 }.count
        return examples.isEmpty ? nil : Double(correct) / Double(examples.count)
    }
}
