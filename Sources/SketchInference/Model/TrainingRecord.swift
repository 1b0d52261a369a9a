import Foundation
import SketchSupport

/// A model's training as its file states it under the metadata key `training`: the facts that every source of weights
/// has in common. The JSON object may contain further keys.
public struct TrainingRecord: Codable, Equatable, Sendable {
    /// Training steps.
    public var step: Int?
    public var trainingDrawings: Int?
    /// Ls + Lp (Ha & Eck, equations 9 and 10), padding counted, over validation drawings.
    public var reconstructionLoss: Double?
    /// Nats per latent dimension, without the floor.
    public var klLoss: Double?
    /// The 99th percentile of the training drawings' reconstruction losses, each over its own rows and from its latent's
    /// mean (`SketchDecoder.reconstructionLosses`); stored as `familiarLoss`.
    public var typicalLossP99: Double?
    /// The hyperparameters that are of use after training.
    public var parameters: Parameters?

    public struct Parameters: Codable, Equatable, Sendable {
        /// The final KL weight.
        public var klWeight: Double?

        private enum CodingKeys: String, CodingKey {
            case klWeight = "kl_weight"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case step, trainingDrawings, reconstructionLoss, klLoss, parameters
        case typicalLossP99 = "familiarLoss"
    }

    public init(
        step: Int? = nil, trainingDrawings: Int? = nil, reconstructionLoss: Double? = nil, klLoss: Double? = nil,
        typicalLossP99: Double? = nil
    ) {
        self.step = step
        self.trainingDrawings = trainingDrawings
        self.reconstructionLoss = reconstructionLoss
        self.klLoss = klLoss
        self.typicalLossP99 = typicalLossP99
    }

    /// JSON with sorted keys.
    var text: String { (try? JSONText.sorted(self)) ?? "{}" }
}

extension SketchModel {
    /// The record in the model's metadata; empty where there is none or it cannot be read.
    public var trainingRecord: TrainingRecord {
        guard let text = metadata["training"], JSONNesting.depth(of: Data(text.utf8), stoppingAt: 64) < 64 else {
            return TrainingRecord()
        }
        return (try? JSONDecoder().decode(TrainingRecord.self, from: Data(text.utf8))) ?? TrainingRecord()
    }
}
