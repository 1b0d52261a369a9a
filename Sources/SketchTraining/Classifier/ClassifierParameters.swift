/// Everything that decides what the training of a classifier of strokes computes, apart from its data.
/// `ClassifierHyperparameter.all` describes each setting.
public struct ClassifierParameters: ClassifierSettings {
    public static var descriptors: [ClassifierHyperparameter] { ClassifierHyperparameter.all }

    /// E, the units of each direction.
    public var size = 128
    /// The number of steps.
    public var steps = 3_000
    /// Drawings per batch.
    public var batchSize = 100
    /// The learning rate of the first step; it falls linearly to zero at the last.
    public var learningRate = 0.003
    /// The limit of every gradient element's absolute value.
    public var gradientClip = 1.0
    /// The probability that recurrent dropout keeps a candidate; 1 switches dropout off.
    public var recurrentKeep = 0.8
    /// The largest fraction by which a drawing is stretched, in x and y separately.
    public var randomScale = 0.15
    /// The probability that a point within a stroke is dropped.
    public var pointDropping = 0.1
    /// The longest drawing to train on, in rows.
    public var maxLength = 200
    /// The seed of weights, batches and dropout.
    public var seed: UInt64 = 1

    /// Every default.
    public init() {}

    /// The learning rate of a step, counted from 0.
    public func learningRate(at step: Int) -> Double { learningRate * (1 - Double(step) / Double(steps)) }
}
