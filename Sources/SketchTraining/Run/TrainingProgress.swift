/// The state of a run after a step.
public struct TrainingProgress: Sendable {
    /// The number of steps done.
    public var step: Int
    /// The number of the run's last step.
    public var totalSteps: Int
    /// The losses of the step's batch.
    public var losses: Losses
    /// The losses of the validation set, at the steps that end with a validation.
    public var validation: Losses?
    /// The weight of the KL loss at this step (Ha & Eck 2017, equation 12).
    public var klWeight: Double
    /// The learning rate of this step.
    public var learningRate: Double
    /// The speed over the last fifty or so steps.
    public var sketchesPerSecond: Double
    /// An estimate of the time to the last step.
    public var secondsLeft: Double
}
