import Glibc
import SketchInference

/// Everything that decides what a training run computes, apart from its data. Defaults are the original's, except for the
/// number of steps and the speed of annealing, which suit a machine without an accelerator.
///
/// `Hyperparameter.all` describes each setting: its names, its range, and one line of documentation.
public struct TrainingParameters: Hashable, Sendable {
    /// Cells and sizes.
    public var model = ModelConfiguration()
    /// The last step of the run.
    public var steps = 6_000
    /// Drawings per batch.
    public var batchSize = 100
    /// The learning rate of the first step.
    public var learningRate = 1e-3
    /// The learning rate that the schedule approaches.
    public var minimumLearningRate = 1e-5
    /// With the exponential schedule, the factor per step of the learning rate's distance to its lower bound.
    public var learningRateDecay = 0.9999
    /// How the learning rate falls.
    public var schedule = LearningRateSchedule.exponential
    /// Steps over which the learning rate rises from zero to the schedule's value.
    public var warmupSteps = 0
    /// The final weight of the KL loss (Ha & Eck 2017, equation 12).
    public var klWeight = 0.5
    /// The weight at which the annealing of the KL loss starts.
    public var klWeightStart = 0.01
    /// The factor per step of the KL weight's distance to its final value.
    public var klDecay = 0.999
    /// The KL floor (free bits, KL_min): the KL loss is not minimised below it.
    public var klTolerance = 0.2
    /// The parts into which a batch is divided. Their gradients are summed in a fixed order, so results do not depend on the
    /// number of threads, of which no more than this number are of use.
    public var gradientSlices = 8
    /// The precision of matrix products.
    public var precision = ProductPrecision.f32
    /// The limit of every gradient element's absolute value.
    public var gradientClip = 1.0
    /// The probability that recurrent dropout keeps a candidate; 1 switches dropout off.
    public var recurrentKeep = 0.9
    /// The largest fraction by which a drawing is stretched, in x and y separately.
    public var randomScale = 0.15
    /// The probability that a point within a stroke is dropped.
    public var pointDropping = 0.1
    /// Whether drawings are mirrored left to right with probability 1/2.
    public var mirrors = false
    /// The largest angle by which a drawing is rotated, either way, in degrees.
    public var rotation = 0.0
    /// The largest fraction of y by which x is moved, either way.
    public var shear = 0.0
    /// The decay of the moving average of the weights that is validated and stored as the model; 0 for the weights
    /// themselves.
    public var averageDecay = 0.0
    /// Validations without improvement after which the run ends; 0 to continue to the last step.
    public var patience = 0
    /// Steps between validations and checkpoints.
    public var saveEvery = 250
    /// The seed of weights, batches, noise and dropout.
    public var seed: UInt64 = 1
    /// The model that the run started from; nil for fresh weights. `TrainingRun` sets it.
    public package(set) var initialModel: InitialModel.Record?

    /// Every default.
    public init() {}

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

    /// - Throws: `TrainingError.outOfRange` for the first setting outside its range; `InferenceError.unsupportedConfiguration`
    ///   for a size of the model that has no hyperparameter.
    public func validate() throws {
        for hyperparameter in Hyperparameter.all { try hyperparameter.validate(self) }
        try model.validate()
        guard minimumLearningRate <= learningRate else {
            throw TrainingError.outOfRange(
                name: "min_learning_rate", value: minimumLearningRate, lower: 0, upper: learningRate)
        }
    }
}

/// JSON by the hyperparameters' names; the model's are under `model`, the initial model under `init`.
extension TrainingParameters: Codable {
    private static let modelKey = SettingKey("model")
    private static let initialModelKey = SettingKey("init")
    private static let ownSettings = Hyperparameter.all.filter { $0.group != .model }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: SettingKey.self)
        try values.encode(model, forKey: Self.modelKey)
        for hyperparameter in Self.ownSettings { try hyperparameter.encode(self, to: &values) }
        try values.encodeIfPresent(initialModel, forKey: Self.initialModelKey)
    }

    /// A setting that a file lacks gets its default, which switches every later addition off: runs of earlier versions can
    /// be resumed. These had two gradient slices.
    public init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: SettingKey.self)
        if let model = try values.decodeIfPresent(ModelConfiguration.self, forKey: Self.modelKey) { self.model = model }
        for hyperparameter in Self.ownSettings { try hyperparameter.decode(&self, from: values) }
        if !values.contains(SettingKey("gradient_slices")) { gradientSlices = 2 }
        initialModel = try values.decodeIfPresent(InitialModel.Record.self, forKey: Self.initialModelKey)
    }
}
