/// How a run ended.
public struct TrainingSummary: Sendable {
    /// The number of steps done.
    public var step: Int
    /// The step of the best model; 0 before the first validation.
    public var bestStep: Int
    /// The validation cost of the best model: reconstruction loss + final KL weight * KL loss.
    public var bestCost: Double
    /// `shouldStop` ended the run before the last step.
    public var wasStopped: Bool
    /// The run ended before the last step because its validations no longer improved.
    public var endedEarly: Bool
    /// The best model; that of the last step if the run was stopped before its first validation.
    public var modelPath: String
}
