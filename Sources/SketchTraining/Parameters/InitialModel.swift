import SketchCore
import SketchInference

/// A trained model that a run starts from instead of fresh weights.
///
/// The new data has another scale factor, which changes the model units and with them the network's inputs and outputs.
/// The weights that multiply or produce offsets are therefore rescaled, so that the network computes the same function of
/// pixels as before: with r = new factor / old factor, an offset x in the new units is r x in the old ones.
public struct InitialModel: Sendable {
    /// The name for messages and records: a built-in model's name or a path.
    public let name: String
    public let model: SketchModel

    public init(name: String, model: SketchModel) {
        self.name = name
        self.model = model
    }

    /// The entry in a run's settings about the model that it started from.
    public struct Record: Codable, Hashable, Sendable {
        /// `InitialModel.name`.
        public var model: String
        /// `SketchModel.fingerprint`.
        public var hash: String
    }

    package var record: Record { Record(model: name, hash: model.fingerprint) }

    /// The model's weights for a run whose model units are `scaleFactor` pixels. A model without a scale factor is used as
    /// it is. A decoder-only run from a conditional model gets the decoder without the rows of its input kernels that
    /// multiply the latent; a conditional run fits the latents to its drawings.
    ///
    /// - Parameter drawings: the training set in the run's model units; none leaves the latents as they are.
    /// - Throws: `TrainingError.initialModelMismatch` if cells or sizes differ (the longest drawing may); `InferenceError`.
    package func weights(
        for configuration: ModelConfiguration, scaleFactor: Double, drawings: [Stroke3] = []
    ) throws -> [String: Tensor] {
        let differences = differences(from: configuration)
        guard differences.isEmpty else { throw TrainingError.initialModelMismatch(model: name, differences: differences) }
        let latentRows =
            model.configuration.isConditional && !configuration.isConditional ? model.configuration.latentSize : 0
        let ratio = model.scaleFactor.map { scaleFactor / $0 } ?? 1
        var weights: [String: Tensor] = [:]
        for (name, _) in configuration.tensorShapes {
            guard var tensor = model.weights[name] else {
                throw InferenceError.missingTensor(file: self.name, name: name)
            }
            if name.hasSuffix("/W_xh") {
                tensor = Self.inputKernel(tensor, without: latentRows, scaledBy: Float(ratio))
            }
            weights[name] = tensor
        }
        rescaleOutputs(&weights, mixtures: configuration.mixtureCount, ratio: ratio)
        if configuration.isConditional, !drawings.isEmpty {
            try Self.fitLatents(of: &weights, configuration, to: drawings)
        }
        return weights
    }

    /// The reasons why a run cannot start from the model, each a phrase with both values.
    private func differences(from asked: ModelConfiguration) -> [String] {
        let own = model.configuration
        var found: [String] = []
        func compare<Value: Equatable>(_ key: String, _ path: KeyPath<ModelConfiguration, Value>) {
            guard own[keyPath: path] != asked[keyPath: path] else { return }
            found.append("its \(key) is \(own[keyPath: path]), not \(asked[keyPath: path])")
        }
        if asked.isConditional {
            compare("conditional", \.isConditional)
            compare("enc_model", \.encoderCell.rawValue)
            compare("enc_rnn_size", \.encoderSize)
            compare("z_size", \.latentSize)
        }
        compare("dec_model", \.decoderCell.rawValue)
        compare("dec_rnn_size", \.decoderSize)
        compare("num_mixture", \.mixtureCount)
        if own.hasHyperCell, asked.hasHyperCell {
            compare("hyper_units", \.hyperUnits)
            compare("hyper_embedding", \.hyperEmbedding)
        }
        if asked.isConditional, own.squashesLatent {
            found.append("it applies tanh to its latents, as early models of the browser ports do, and training does not")
        }
        return found
    }

    /// W_xh [5 + Z (+ more), 4n] with the rows of dx and dy multiplied by `ratio`, and without the `latentRows` rows
    /// after the first five.
    private static func inputKernel(_ kernel: Tensor, without latentRows: Int, scaledBy ratio: Float) -> Tensor {
        let width = kernel.shape[1]
        var values = kernel.values
        for k in 0..<2 * width { values[k] *= ratio }
        values.removeSubrange(5 * width..<(5 + latentRows) * width)
        return Tensor(shape: [kernel.shape[0] - latentRows, width], values: values)
    }

    /// Divides means by `ratio` and shifts log deviations by its logarithm. The output's blocks are three pen logits,
    /// then pi, mu_x, mu_y, s_x, s_y, rho of M columns each.
    private func rescaleOutputs(_ weights: inout [String: Tensor], mixtures m: Int, ratio: Double) {
        let means = 3 + m..<3 + 3 * m
        let deviations = 3 + 3 * m..<3 + 5 * m
        let width = 6 * m + 3
        for name in ["vector_rnn/RNN/output_w", "vector_rnn/RNN/output_b"] {
            guard var tensor = weights[name] else { continue }
            for row in 0..<tensor.values.count / width {
                for column in means { tensor.values[row * width + column] /= Float(ratio) }
            }
            if tensor.shape.count == 1 {
                for column in deviations { tensor.values[column] -= Float(Double.log(ratio)) }
            }
            weights[name] = tensor
        }
    }
}
