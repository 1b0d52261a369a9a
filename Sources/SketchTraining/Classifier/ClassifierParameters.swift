import Foundation

/// Everything that decides what the training of a classifier computes, apart from its data. JSON keys are the
/// original's hyperparameter names where it has one.
public struct ClassifierParameters: Codable, Hashable, Sendable {
    /// E, the units of each direction.
    public var size = 128
    public var steps = 3_000
    /// Drawings in a batch.
    public var batchSize = 100
    /// The first step's; it falls evenly to zero at the last.
    public var learningRate = 0.003
    /// Every gradient element is clipped to this, by value.
    public var gradientClip = 1.0
    /// The probability that recurrent dropout keeps a candidate; 1 switches dropout off.
    public var recurrentKeep = 0.8
    /// As in `TrainingParameters`.
    public var randomScale = 0.15
    public var pointDropping = 0.1
    /// The longest drawing trained on, in rows.
    public var maxLength = 200
    public var seed: UInt64 = 1

    public init() {}

    private enum CodingKeys: String, CodingKey {
        case size = "enc_rnn_size"
        case steps = "num_steps"
        case batchSize = "batch_size"
        case learningRate = "learning_rate"
        case gradientClip = "grad_clip"
        case recurrentKeep = "recurrent_dropout_prob"
        case randomScale = "random_scale_factor"
        case pointDropping = "augment_stroke_prob"
        case maxLength = "max_seq_len"
        case seed
    }

    /// The learning rate of a step, counted from 0.
    public func learningRate(at step: Int) -> Double { learningRate * (1 - Double(step) / Double(steps)) }

    /// - Throws: `TrainingError.badParameter` for the first setting outside its range.
    public func validate() throws {
        func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws {
            guard range.contains(value) else {
                throw TrainingError.badParameter(
                    name: name, value: value, lower: range.lowerBound, upper: range.upperBound)
            }
        }
        try check("the units of a direction", Double(size), 1...4_096)
        try check("the number of steps", Double(steps), 1...1e9)
        try check("the batch size", Double(batchSize), 1...10_000)
        try check("the learning rate", learningRate, 1e-9...1)
        try check("the gradient's clip", gradientClip, 1e-9...1e9)
        try check("the recurrent dropout's keep probability", recurrentKeep, 0.01...1)
        try check("the random scale", randomScale, 0...0.99)
        try check("the probability of dropping a point", pointDropping, 0...0.99)
        try check("the longest drawing", Double(maxLength), 2...100_000)
    }
}
