import FoundationEssentials
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

    /// What is wrong with the first number that is out of its range, as a clause; nil if all can be used.
    var fault: String? {
        let numbers: [(MetadataNumber, Double?)] = [
            (.step, step.map(Double.init)), (.trainingDrawings, trainingDrawings.map(Double.init)),
            (.reconstructionLoss, reconstructionLoss), (.klLoss, klLoss), (.typicalLossP99, typicalLossP99),
            (.klWeight, parameters?.klWeight),
        ]
        for case (let number, let value?) in numbers where !number.accepts(value) {
            return number.fault(JSONValue.double(value).text)
        }
        return nil
    }

    /// JSON with sorted keys.
    var text: String { (try? JSONText.sorted(self)) ?? "{}" }
}

extension SketchModel {
    /// The record in the model's metadata; empty where there is none or it cannot be read.
    public var trainingRecord: TrainingRecord { (try? Self.trainingRecord(metadata["training"])) ?? TrainingRecord() }

    /// Reads the record that metadata contains as JSON; empty for text that is not a JSON object.
    ///
    /// - Throws: `DecodingError` for a JSON object whose members have other types than the record's.
    static func trainingRecord(_ text: String?) throws -> TrainingRecord {
        let data = Data((text ?? "").utf8)
        guard JSONNesting.depth(of: data, stoppingAt: 64) < 64,
            (try? JSONNode(json: data).members) != nil
        else { return TrainingRecord() }
        return try JSONDecoder().decode(TrainingRecord.self, from: data)
    }

    /// - Throws: `InferenceError.notASketchModel` for a record with a number of the wrong type or out of its range.
    static func checkTrainingRecord(in file: WeightFile) throws {
        let fault: String?
        do {
            fault = try trainingRecord(file.metadata["training"]).fault
        } catch {
            fault = "its training record contains a value that is not a number in its range"
        }
        if let fault { throw InferenceError.notASketchModel(file: file.name, detail: fault) }
    }
}
