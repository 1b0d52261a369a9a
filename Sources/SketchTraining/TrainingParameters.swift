import Foundation
import SketchInference

/// Everything that decides what a training run computes, apart from its data. JSON keys are the original's
/// hyperparameter names where it has one; defaults are the original's, except for the number of steps and
/// the speed of annealing, which suit a machine without an accelerator.
public struct TrainingParameters: Codable, Hashable, Sendable {
    public var model = ModelConfiguration()
    /// The last step of the run.
    public var steps = 6_000
    /// Drawings in a batch.
    public var batchSize = 100
    public var learningRate = 1e-3
    public var minimumLearningRate = 1e-5
    /// The learning rate's way from first to last is multiplied by this at every step.
    public var learningRateDecay = 0.9999
    public var schedule = LearningRateSchedule.exponential
    /// Over this many first steps the learning rate rises from zero to what the schedule says.
    public var warmupSteps = 0
    /// Weight of the KL loss (Ha & Eck 2017, equation 12) and where its annealing starts.
    public var klWeight = 0.5
    public var klWeightStart = 0.01
    public var klDecay = 0.999
    /// The KL loss is not pressed below this (KL_min).
    public var klTolerance = 0.2
    /// Every gradient element is clipped to this, by value.
    public var gradientClip = 1.0
    /// The probability that recurrent dropout keeps a candidate; 1 switches dropout off.
    public var recurrentKeep = 0.9
    /// Every drawing is stretched by up to this share in x and y, each by itself.
    public var randomScale = 0.15
    /// The probability that a point within a stroke is dropped.
    public var pointDropping = 0.1
    /// Every other drawing is mirrored left to right.
    public var mirrors = false
    /// Every drawing is turned by up to this many degrees, either way.
    public var rotation = 0.0
    /// In every drawing x is moved by up to this share of y, either way.
    public var shear = 0.0
    /// Decay of the moving average of the weights that is validated and stored as the model; 0 for the weights
    /// themselves.
    public var averageDecay = 0.0
    /// Validations without an improvement after which the run ends; 0 to go on to the last step.
    public var patience = 0
    /// Steps between validations and checkpoints.
    public var saveEvery = 250
    public var seed: UInt64 = 1
    /// The model that the run started from; nil for fresh weights. `TrainingRun` sets it.
    public internal(set) var initialModel: InitialModel.Record?

    public init() {}

    enum CodingKeys: String, CodingKey {
        case model
        case steps = "num_steps"
        case batchSize = "batch_size"
        case learningRate = "learning_rate"
        case minimumLearningRate = "min_learning_rate"
        case learningRateDecay = "decay_rate"
        case klWeight = "kl_weight"
        case klWeightStart = "kl_weight_start"
        case klDecay = "kl_decay_rate"
        case klTolerance = "kl_tolerance"
        case gradientClip = "grad_clip"
        case recurrentKeep = "recurrent_dropout_prob"
        case randomScale = "random_scale_factor"
        case pointDropping = "augment_stroke_prob"
        case mirrors = "mirror"
        case rotation = "rotate"
        case shear
        case schedule = "learning_rate_schedule"
        case warmupSteps = "warmup_steps"
        case averageDecay = "ema_decay"
        case patience
        case saveEvery = "save_every"
        case seed
        case initialModel = "init"
    }

    /// The learning rate of a step, counted from 0.
    public func learningRate(at step: Int) -> Double {
        let left =
            switch schedule {
            case .exponential: pow(learningRateDecay, Double(step))
            case .cosine: (1 + cos(.pi * min(Double(step) / Double(steps), 1))) / 2
            }
        let rate = (learningRate - minimumLearningRate) * left + minimumLearningRate
        return step < warmupSteps ? rate * Double(step + 1) / Double(warmupSteps) : rate
    }

    /// The KL weight of a step, counted from 0 (the paper's eta, section 3.3).
    public func klWeight(at step: Int) -> Double {
        klWeight - (klWeight - klWeightStart) * pow(klDecay, Double(step))
    }

    /// - Throws: `TrainingError.badParameter` for the first setting outside its range.
    public func validate() throws {
        func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws {
            guard range.contains(value) else {
                throw TrainingError.badParameter(
                    name: name, value: value, lower: range.lowerBound, upper: range.upperBound)
            }
        }
        try check("the number of steps", Double(steps), 1...1e9)
        try check("the batch size", Double(batchSize), 1...10_000)
        try check("the learning rate", learningRate, 1e-9...1)
        try check("the smallest learning rate", minimumLearningRate, 0...learningRate)
        try check("the learning rate's decay", learningRateDecay, 0...1)
        try check("the warm-up", Double(warmupSteps), 0...1e9)
        try check("the average's decay", averageDecay, 0...0.999_999)
        try check("the patience", Double(patience), 0...1e9)
        try check("the KL weight", klWeight, 0...1e3)
        try check("the KL weight's start", klWeightStart, 0...1e3)
        try check("the KL weight's decay", klDecay, 0...1)
        try check("the KL tolerance", klTolerance, 0...1e3)
        try check("the gradient's clip", gradientClip, 1e-9...1e9)
        try check("the recurrent dropout's keep probability", recurrentKeep, 0.01...1)
        try check("the random scale", randomScale, 0...0.99)
        try check("the probability of dropping a point", pointDropping, 0...0.99)
        try check("the rotation in degrees", rotation, 0...180)
        try check("the shear", shear, 0...10)
        try check("the steps between checkpoints", Double(saveEvery), 1...1e9)
        try check("the decoder's size", Double(model.decoderSize), 1...16_384)
        try check("the encoder's size", Double(model.encoderSize), 1...16_384)
        try check("the latent's size", Double(model.latentSize), 1...16_384)
        try check("the number of mixtures", Double(model.mixtureCount), 1...1_000)
        try check("the longest drawing", Double(model.maxLength), 2...100_000)
    }
}
