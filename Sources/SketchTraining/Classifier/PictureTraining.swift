import SketchCore
import SketchEvaluation
import SketchInference
import SketchSupport

/// Trains a picture classifier. It takes minutes, so there are no checkpoints.
public final class PictureTraining {
    private let parameters: PictureParameters
    private let dataset: ClassifierDataset
    private let metadata: [String: String]
    private static let stepsBetweenValidations = 1_000

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
        let sampler = LabelledBatchSampler(
            dataset, batchSize: parameters.batchSize, augmentation: augmentation, seed: parameters.seed)
        for step in 0..<parameters.steps {
            let (drawings, labels) = sampler.batch(at: step)
            let outcome = trainer.train(drawings, labels: labels, step: step, parameters: parameters)
            guard outcome.loss.isFinite else { throw TrainingError.classifierDiverged(step: step) }
            var report = ClassifierProgress(
                step: step + 1, totalSteps: parameters.steps, loss: outcome.loss, accuracy: outcome.accuracy)
            if (step + 1) % Self.stepsBetweenValidations == 0, step + 1 < parameters.steps {
                report.validationAccuracy = try validate(classifier(trainer)).judged
            } else if step + 1 == parameters.steps {
                return try finish(trainer, &report, progress)
            }
            progress(report)
        }
        return try classifier(trainer)
    }

    private func finish(
        _ trainer: PictureTrainer<Float>, _ report: inout ClassifierProgress, _ progress: (ClassifierProgress) -> Void
    ) throws -> PictureClassifier {
        let accuracy = try validate(classifier(trainer))
        let record = Record(
            parameters: parameters, trainingDrawings: dataset.train.count, validationDrawings: dataset.validation.count,
            validationAccuracy: accuracy.judged, validationAccuracyAllClasses: accuracy.all)
        let full = try classifier(trainer, metadata: ["training": JSONText.sorted(record)])
        report.validationAccuracy = accuracy.judged
        progress(report)
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

    /// The shares of the validation set classified correctly: of the judged classes' drawings among the judged classes, and
    /// of all drawings among all classes. Nil if there are no such drawings.
    private func validate(_ classifier: PictureClassifier) throws -> (judged: Double?, all: Double?) {
        func accuracy(_ classifier: PictureClassifier) throws -> Double? {
            let judged = Set(classifier.classes)
            let examples = dataset.validation.filter { judged.contains(dataset.classes[$0.label]) }
            let labels = try classifier.classify(examples.map(\.drawing)).map(\.label)
            let correct = zip(examples, labels).filter { dataset.classes[$0.label] == $1 }.count
            return examples.isEmpty ? nil : Double(correct) / Double(examples.count)
        }
        return (try accuracy(classifier), try accuracy(classifier.judging(dataset.classes)))
    }
}
