import LatentOps
import SketchCore

/// A sketch-rnn model (Ha & Eck 2017, arXiv 1704.03477): configuration, weights under the original checkpoint's names
/// (`vector_rnn/RNN/LSTMCell/W_xh`, ...), and the facts about its training data that drawings are converted with.
public struct SketchModel: Sendable {
    /// The name in labels and messages; empty where the model was made in memory.
    public var name: String
    public var configuration: ModelConfiguration
    /// Every tensor of the model, by checkpoint name.
    public var weights: [String: Tensor]
    /// The factor that training offsets in pixels were divided by; nil where the file does not state it, as in
    /// TensorFlow checkpoints.
    public var scaleFactor: Double?
    /// How raw drawings are simplified before the model encodes them.
    public var preprocessing: Preprocessing
    /// The classes the model was trained on, for example `["cat", "pig"]`.
    public var classes: [String]
    /// The file's metadata, as text or JSON text by key (`training`, `license`, ...). Keys that have a property of their
    /// own are written from that property.
    public var metadata: [String: String]
    /// The distribution of the training drawings' latents; nil where the file does not state it.
    public var latentStatistics: LatentStatistics?
    /// Latents of training drawings, with labels that are indices of `classes`; nil where the file has none.
    public var latentBank: LatentBank?

    /// - Parameters:
    ///   - weights: the tensors of `configuration.tensorShapes`; `validate` checks them.
    ///   - scaleFactor: from 1e-6 to 1e6; `validate` checks it.
    public init(
        name: String = "", configuration: ModelConfiguration, weights: [String: Tensor], scaleFactor: Double?,
        preprocessing: Preprocessing = Preprocessing(), classes: [String] = [], metadata: [String: String] = [:],
        latentStatistics: LatentStatistics? = nil, latentBank: LatentBank? = nil
    ) {
        self.name = name
        self.configuration = configuration
        self.weights = weights
        self.scaleFactor = scaleFactor
        self.preprocessing = preprocessing
        self.classes = classes
        self.metadata = metadata
        self.latentStatistics = latentStatistics
        self.latentBank = latentBank
    }

    /// Pixels in one model unit: the scale factor, or 1 where it is not known.
    public var pixelsPerUnit: Double { scaleFactor ?? 1 }

    /// The conversion between drawings in pixels and rows in model units.
    public var units: ModelUnits { ModelUnits(preprocessing: preprocessing, pixelsPerUnit: pixelsPerUnit) }
}
