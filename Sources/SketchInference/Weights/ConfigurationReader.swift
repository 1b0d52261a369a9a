import Foundation

/// Reads a model's configuration from a weight file: its JSON config, if any, and the tensors' own names and
/// shapes.
///
/// Cells and sizes are taken from names and shapes. The config may leave them out; where it gives them it
/// must agree, which `SketchModel` checks tensor by tensor.
struct ConfigurationReader {
    /// The original's hyperparameters that change what a model computes. Others may stand beside them.
    private struct Hyperparameters: Decodable {
        var conditional: Bool?
        var enc_model: String?
        var dec_model: String?
        var enc_rnn_size: Int?
        var dec_rnn_size: Int?
        var z_size: Int?
        var num_mixture: Int?
        var max_seq_len: Int?
        var hyper_units: Int?
        var hyper_embedding: Int?
        var tanh_z: Bool?
    }

    let file: WeightFile

    /// Throws `InferenceError.notASketchModel` or `.unsupportedConfiguration`.
    func configuration() throws -> ModelConfiguration {
        let given = try hyperparameters()
        let shapes = ModelShapes(Dictionary(file.entries.map { ($0.name, $0.shape) }) { first, _ in first })
        var configuration = ModelConfiguration()
        configuration.isConditional = given.conditional ?? shapes.isConditional
        configuration.decoderCell = try cell(given.dec_model, key: "dec_model") ?? shapes.decoderCell ?? .lstm
        configuration.encoderCell = try cell(given.enc_model, key: "enc_model") ?? shapes.encoderCell ?? .lstm
        configuration.decoderSize = given.dec_rnn_size ?? shapes.decoderSize ?? configuration.decoderSize
        configuration.mixtureCount = given.num_mixture ?? shapes.mixtureCount ?? configuration.mixtureCount
        configuration.encoderSize = given.enc_rnn_size ?? shapes.encoderSize ?? configuration.encoderSize
        configuration.latentSize = given.z_size ?? shapes.latentSize ?? configuration.latentSize
        configuration.maxLength = given.max_seq_len ?? configuration.maxLength
        // Constants of the original program, which its own files do not name.
        configuration.hyperUnits = given.hyper_units ?? shapes.hyperUnits ?? configuration.hyperUnits
        configuration.hyperEmbedding =
            given.hyper_embedding ?? shapes.hyperEmbedding ?? configuration.hyperEmbedding
        configuration.squashesLatent = given.tanh_z ?? file.squashesLatent
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
            throw InferenceError.notASketchModel(file: file.name, detail: "its config is nested too deeply")
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

    private func cell(_ name: String?, key: String) throws -> CellKind? {
        guard let name else { return nil }
        guard let cell = CellKind(rawValue: name) else {
            let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw InferenceError.notASketchModel(
                file: file.name, detail: "its config gives \(key) as '\(name)', which is none of \(known)")
        }
        return cell
    }
}
