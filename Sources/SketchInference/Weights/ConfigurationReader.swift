import Foundation

/// Reads a model's configuration from a weight file: the JSON under `config` and the tensors' own shapes.
///
/// Sizes are taken from the shapes. The config may leave them out; where it names them it must agree,
/// which `SketchModel` checks tensor by tensor.
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
    }

    let json: String
    let shapes: [String: [Int]]
    let file: String

    /// Throws `InferenceError.notASketchModel` or `.unsupportedConfiguration`.
    func configuration() throws -> ModelConfiguration {
        let given = try hyperparameters()
        var configuration = ModelConfiguration()
        configuration.isConditional =
            given.conditional ?? (shapes["vector_rnn/ENC_RNN_mu/super_linear_w"] != nil)
        configuration.encoderCell = try cell(given.enc_model, key: "enc_model")
        configuration.decoderCell = try cell(given.dec_model, key: "dec_model")
        configuration.decoderSize =
            given.dec_rnn_size ?? size("vector_rnn/RNN/output_w", axis: 0) ?? configuration.decoderSize
        configuration.mixtureCount =
            given.num_mixture ?? size("vector_rnn/RNN/output_w", axis: 1).map { ($0 - 3) / 6 }
            ?? configuration.mixtureCount
        configuration.encoderSize =
            given.enc_rnn_size ?? size("vector_rnn/ENC_RNN_mu/super_linear_w", axis: 0).map { $0 / 2 }
            ?? configuration.encoderSize
        configuration.latentSize =
            given.z_size ?? size("vector_rnn/ENC_RNN_mu/super_linear_w", axis: 1)
            ?? configuration.latentSize
        configuration.maxLength = given.max_seq_len ?? configuration.maxLength
        // Constants of the original program, which its own files do not name.
        configuration.hyperUnits =
            given.hyper_units ?? size(ending: "HyperLSTMCell/LayerNormLSTMCell/W_hh")
            ?? configuration.hyperUnits
        configuration.hyperEmbedding =
            given.hyper_embedding ?? size(ending: "HyperLSTMCell/hyper_ix/zw/super_linear_b")
            ?? configuration.hyperEmbedding
        do {
            try configuration.validate()
        } catch InferenceError.unsupportedConfiguration(let detail) {
            throw InferenceError.unsupportedConfiguration(detail: "in the config of \(file), \(detail)")
        }
        return configuration
    }

    private func hyperparameters() throws -> Hyperparameters {
        let data = Data(json.utf8)
        guard JSONNesting.depth(of: data, stoppingAt: 64) < 64 else {
            throw InferenceError.notASketchModel(file: file, detail: "its config is nested too deeply")
        }
        do {
            return try JSONDecoder().decode(Hyperparameters.self, from: data)
        } catch DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty {
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw InferenceError.notASketchModel(
                file: file, detail: "'\(key)' in its config has a value of the wrong type")
        } catch {
            throw InferenceError.notASketchModel(
                file: file, detail: "its config is not a JSON object of hyperparameters")
        }
    }

    private func cell(_ name: String?, key: String) throws -> CellKind {
        guard let name else { return .lstm }
        guard let cell = CellKind(rawValue: name) else {
            let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw InferenceError.notASketchModel(
                file: file, detail: "its config gives \(key) as '\(name)', which is none of \(known)")
        }
        return cell
    }

    /// The first axis of the tensor whose name ends so; encoder and decoder agree on it.
    private func size(ending: String) -> Int? {
        shapes.filter { $0.key.hasSuffix(ending) }.min { $0.key < $1.key }?.value.first
    }

    private func size(_ name: String, axis: Int) -> Int? {
        guard let shape = shapes[name], axis < shape.count else { return nil }
        return shape[axis]
    }
}
