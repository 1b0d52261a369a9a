import Glibc

/// Everything that decides what the training of a picture classifier computes, apart from its data.
/// `PictureHyperparameter.all` describes each setting.
public struct PictureParameters: ClassifierSettings {
    public static var descriptors: [PictureHyperparameter] { PictureHyperparameter.all }

    /// F, the channels of the first convolution; the second and third have 2F and 4F.
    public var filters = 32
    /// D, the size of the dense layer.
    public var features = 192
    /// The number of steps.
    public var steps = 16_000
    /// Drawings per batch.
    public var batchSize = 128
    /// The highest learning rate; it falls to zero along half a cosine wave.
    public var learningRate = 0.0015
    /// The limit of every gradient element's absolute value.
    public var gradientClip = 1.0
    /// The probability that dropout keeps a feature; 1 switches dropout off.
    public var featureKeep = 0.6
    /// The share of the target spread evenly over the classes.
    public var labelSmoothing = 0.1
    /// The largest fraction by which a drawing is stretched, in x and y separately.
    public var randomScale = 0.15
    /// The probability that a point within a stroke is dropped.
    public var pointDropping = 0.1
    /// The maximum rotation in degrees, in either direction.
    public var rotation = 10.0
    /// Whether drawings are mirrored left to right with probability 1/2.
    public var mirrors = true
    /// A class is judged if the data contain at least this many drawings of it; all are trained.
    public var judgedDrawings = 400
    /// The longest drawing to train on, in rows.
    public var maxLength = 500
    /// The seed of weights, batches and dropout.
    public var seed: UInt64 = 1

    /// Every default.
    public init() {}

    /// The steps over which the learning rate rises to its highest value.
    private var warmup: Double { Double(min(200, max(steps / 10, 1))) }

    /// The learning rate of a step, counted from 0.
    public func learningRate(at step: Int) -> Double {
        let rise = min(1, Double(step + 1) / warmup)
        return rise * learningRate * (1 + cos(.pi * Double(step) / Double(steps))) / 2
    }
}
