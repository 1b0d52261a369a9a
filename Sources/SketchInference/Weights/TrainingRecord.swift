import Foundation

/// What a model file tells about its making, under the metadata key `training`: the facts that every source
/// of weights has in common. Further keys may stand beside them.
public struct TrainingRecord: Codable, Equatable, Sendable {
    /// Steps trained.
    public var step: Int?
    public var trainingDrawings: Int?
    /// Per row of N, padding counted, on drawings that the training did not see.
    public var reconstructionLoss: Double?
    /// Nats a latent dimension, without the floor.
    public var klLoss: Double?
    /// What 99 % of the training drawings stay below, each judged by its own rows and from its latent's mean.
    public var familiarLoss: Double?
    /// The training's settings, as far as they are of use later.
    public var parameters: Parameters?

    public struct Parameters: Codable, Equatable, Sendable {
        /// The KL loss's final weight.
        public var kl_weight: Double?
    }

    public init(
        step: Int? = nil, trainingDrawings: Int? = nil, reconstructionLoss: Double? = nil, klLoss: Double? = nil,
        familiarLoss: Double? = nil
    ) {
        self.step = step
        self.trainingDrawings = trainingDrawings
        self.reconstructionLoss = reconstructionLoss
        self.klLoss = klLoss
        self.familiarLoss = familiarLoss
    }

    /// JSON with sorted keys.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension SketchModel {
    /// What the file says of the model's training; empty where it says nothing.
    public var trainingRecord: TrainingRecord {
        guard let text = metadata["training"], JSONNesting.depth(of: Data(text.utf8), stoppingAt: 64) < 64 else {
            return TrainingRecord()
        }
        return (try? JSONDecoder().decode(TrainingRecord.self, from: Data(text.utf8))) ?? TrainingRecord()
    }
}
