import FoundationEssentials

/// Reads a model's configuration from a weight file: its JSON config, if any, and the tensors' names and shapes.
///
/// Cells and sizes follow from names and shapes. The config may omit them; where it states them it must agree, which
/// `SketchModel` checks tensor by tensor.
struct ConfigurationReader {
    /// The original's hyperparameters that determine what a model computes; others are ignored.
    private struct Hyperparameters: Decodable {
        var isConditional: Bool?
        var encoderCell: String?
        var decoderCell: String?
        var encoderSize: Int?
        var decoderSize: Int?
        var latentSize: Int?
        var mixtureCount: Int?
        var maxLength: Int?
        var hyperUnits: Int?
        var hyperEmbedding: Int?
        var squashesLatent: Bool?

        typealias CodingKeys = ModelConfiguration.CodingKeys
    }

    let file: WeightFile

    /// - Throws: `InferenceError.notASketchModel` or `.unsupportedConfiguration`.
    func configuration() throws -> ModelConfiguration {
        let given = try hyperparameters()
        let shapes = ModelShapes(Dictionary(file.entries.map { ($0.name, $0.shape) }) { first, _ in first })
        var configuration = ModelConfiguration()
        configuration.isConditional = given.isConditional ?? shapes.isConditional
        configuration.decoderCell = try cell(given.decoderCell, key: .decoderCell) ?? shapes.decoderCell ?? .lstm
        configuration.encoderCell = try cell(given.encoderCell, key: .encoderCell) ?? shapes.encoderCell ?? .lstm
        configuration.decoderSize = given.decoderSize ?? shapes.decoderSize ?? configuration.decoderSize
        configuration.mixtureCount = given.mixtureCount ?? shapes.mixtureCount ?? configuration.mixtureCount
        configuration.encoderSize = given.encoderSize ?? shapes.encoderSize ?? configuration.encoderSize
        configuration.latentSize = given.latentSize ?? shapes.latentSize ?? configuration.latentSize
        configuration.maxLength = given.maxLength ?? configuration.maxLength
        // Constants of the original program, which its files do not state.
        configuration.hyperUnits = given.hyperUnits ?? shapes.hyperUnits ?? configuration.hyperUnits
        configuration.hyperEmbedding =
            given.hyperEmbedding ?? shapes.hyperEmbedding ?? configuration.hyperEmbedding
        configuration.squashesLatent = given.squashesLatent ?? file.squashesLatent
        do {
            try configuration.validate()
        } catch InferenceError.unsupportedConfiguration(let detail) {
            throw InferenceError.unsupportedConfiguration(detail: "in \(file.name), \(detail)")
        }
        return configuration
    }

    private func hyperparameters() throws -> Hyperparameters {
        guard let config = file.config else { return Hyperparameters() }
        let data = Data(config.utf8)
        guard JSONNesting.depth(of: data, stoppingAt: 64) < 64 else {
            throw InferenceError.notASketchModel(file: file.name, detail: "its config is nested more than 64 levels deep")
        }
        do {
            return try JSONDecoder().decode(Hyperparameters.self, from: data)
        } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw InferenceError.notASketchModel(
                file: file.name, detail: "'\(key)' in its config has a value of the wrong type")
        } catch {
            throw InferenceError.notASketchModel(
                file: file.name, detail: "its config is not a JSON object of hyperparameters")
        }
    }

    private func cell(_ name: String?, key: ModelConfiguration.CodingKeys) throws -> CellKind? {
        guard let name else { return nil }
        guard let cell = CellKind(rawValue: name) else {
            let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw InferenceError.notASketchModel(
                file: file.name, detail: "its config states \(key.rawValue) = '\(name)', which is not one of \(known)")
        }
        return cell
    }
}
