import Foundation
import SketchCore
import SketchSupport
import SketchTraining

/// Mean losses of a model over drawings, as the paper reports them.
public struct LossReport: Sendable {
    public let model: String
    /// The model's `max_seq_len`, N.
    public let maxLength: Int
    public let padding: EvaluateJob.Padding
    public let latent: EvaluateJob.LatentChoice
    /// Pixels per model unit; nil if the model does not state it.
    public let scaleFactor: Double?
    public let preprocessing: Preprocessing
    /// Drawings that were evaluated.
    public private(set) var sketches = 0
    /// Drawings that are longer than N or have no line.
    public internal(set) var skipped = 0
    public private(set) var losses = Losses.zero

    init(
        model: String, maxLength: Int, padding: EvaluateJob.Padding, latent: EvaluateJob.LatentChoice,
        scaleFactor: Double?, preprocessing: Preprocessing
    ) {
        self.model = model
        self.maxLength = maxLength
        self.padding = padding
        self.latent = latent
        self.scaleFactor = scaleFactor
        self.preprocessing = preprocessing
    }

    /// Adds the mean losses of `count` further drawings.
    mutating func add(_ part: Losses, count: Int) {
        sketches += count
        losses = losses.mean(with: part, share: Double(count) / Double(sketches))
    }

    /// The pen loss with the padding counted or masked, as `padding` states.
    public var penLoss: Double { padding == .counted ? losses.pen : losses.maskedPen }

    /// The sum of offset loss and pen loss.
    public var reconstructionLoss: Double { losses.offset + penLoss }

    private var members: [(String, JSONValue)] {
        [
            ("model", .string(model)), ("sketches", .integer(sketches)), ("skipped", .integer(skipped)),
            ("max_seq_len", .integer(maxLength)), ("reconstruction_loss", .double(reconstructionLoss)),
            ("offset_loss", .double(losses.offset)), ("pen_loss", .double(penLoss)), ("kl_loss", .double(losses.kl)),
            ("padding", .string(padding.rawValue)), ("latent", .string(latent.rawValue)),
            ("scale_factor", scaleFactor.map(JSONValue.double) ?? .null), ("preprocessing", preprocessing.json),
        ]
    }

    var jsonText: String { JSONValue.object(members).text }

    var lines: [String] { members.map { $0.0.padding(toLength: 21, withPad: " ", startingAt: 0) + $0.1.plain } }
}
