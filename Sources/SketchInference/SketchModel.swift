/// A sketch-rnn model: configuration, weights under the original checkpoint's names
/// (`vector_rnn/RNN/LSTMCell/W_xh`, ...), and what its training data looked like.
public struct SketchModel: Sendable {
    public var configuration: ModelConfiguration
    /// Every tensor of the model, by checkpoint name.
    public var weights: [String: Tensor]
    /// The factor that training offsets in pixels were divided by; nil where the weights' file does not tell,
    /// as TensorFlow checkpoints do not.
    public var scaleFactor: Double?
    /// The classes the model was trained on, for example `["cat", "pig"]`.
    public var classes: [String]
    /// The file's other metadata, as text or JSON text by key (`training`, `preprocessing`, `license`, ...).
    public var metadata: [String: String]
    /// Where the training drawings lie in the latent space; nil where the file does not tell.
    public var latentStatistics: LatentStatistics?

    public init(
        configuration: ModelConfiguration, weights: [String: Tensor], scaleFactor: Double?,
        classes: [String] = [], metadata: [String: String] = [:], latentStatistics: LatentStatistics? = nil
    ) {
        self.configuration = configuration
        self.weights = weights
        self.scaleFactor = scaleFactor
        self.classes = classes
        self.metadata = metadata
        self.latentStatistics = latentStatistics
    }

    /// Pixels a model unit: the scale factor, or 1 where it is not known.
    public var pixelsPerUnit: Double { scaleFactor ?? 1 }
}
