import SketchCore

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

/// The steps of a classifier's training. It takes minutes, so there are no checkpoints.
struct ClassifierSteps {
    let count: Int
    /// The last step ends with a validation too.
    let betweenValidations: Int
    let sampler: LabelledBatchSampler

    /// - Returns: the result of the last validation.
    /// - Throws: `TrainingError.classifierDiverged`, and what `validate` throws.
    func run(
        train: (_ drawings: [Stroke3], _ labels: [Int], _ step: Int) -> ClassifierOutcome, validate: () throws -> Double?,
        progress: (ClassifierProgress) -> Void
    ) throws -> Double? {
        var validation: Double?
        for step in 0..<count {
            let (drawings, labels) = sampler.batch(at: step)
            let outcome = train(drawings, labels, step)
            guard outcome.loss.isFinite else { throw TrainingError.classifierDiverged(step: step) }
            var report = ClassifierProgress(
                step: step + 1, totalSteps: count, loss: outcome.loss, accuracy: outcome.accuracy)
            if (step + 1) % betweenValidations == 0 || step + 1 == count {
                validation = try validate()
                report.validationAccuracy = validation
            }
            progress(report)
        }
        return validation
    }
}
