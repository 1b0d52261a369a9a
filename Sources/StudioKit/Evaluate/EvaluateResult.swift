import Foundation
import SketchCore
import SketchSupport
import SketchTraining

/// Mean losses of a model over drawings.
package struct EvaluateResult: JobResult {
    package let model: String
    /// The model's `max_seq_len`, N.
    package let maxLength: Int
    package let padding: EvaluateJob.Padding
    package let latent: EvaluateJob.LatentChoice
    package let scaleFactor: Double?
    package let preprocessing: Preprocessing
    /// Drawings that were evaluated.
    package private(set) var sketches = 0
    /// Drawings longer than N, or without a line.
    package internal(set) var skipped = 0
    package private(set) var losses = Losses.zero

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

    /// The pen loss, counted or masked as was asked for.
    package var penLoss: Double { padding == .counted ? losses.pen : losses.maskedPen }

    private var members: [(String, JSONValue)] {
        [
            ("model", .string(model)), ("sketches", .integer(sketches)), ("skipped", .integer(skipped)),
            ("max_seq_len", .integer(maxLength)), ("reconstruction_loss", .double(losses.offset + penLoss)),
            ("offset_loss", .double(losses.offset)), ("pen_loss", .double(penLoss)), ("kl_loss", .double(losses.kl)),
            ("padding", .string(padding.rawValue)), ("latent", .string(latent.rawValue)),
            ("scale_factor", scaleFactor.map(JSONValue.double) ?? .null), ("preprocessing", preprocessing.json),
        ]
    }

    package var jsonText: String { JSONValue.object(members).text }

    package var lines: [String] {
        members.map { $0.0.padding(toLength: 21, withPad: " ", startingAt: 0) + $0.1.plain }
    }
}
