import SketchCore
import SketchInference

/// A trained model that a run starts from instead of fresh weights.
///
/// The new data has a scale factor of its own, by which model units and with them the network's inputs and outputs
/// change. The weights that touch offsets are therefore rescaled, so that the network computes the same function
/// of pixels as before: with r = new factor / old factor, an offset x in the new units is r x in the old ones.
public struct InitialModel: Sendable {
    /// As the person gave it: a built-in model's name or a path.
    public let name: String
    public let model: SketchModel

    public init(name: String, model: SketchModel) {
        self.name = name
        self.model = model
    }

    /// What a run's settings say of the model that it started from.
    public struct Record: Codable, Hashable, Sendable {
        public var model: String
        /// `SketchModel.fingerprint`.
        public var hash: String
    }

    package var record: Record { Record(model: name, hash: model.fingerprint) }

    /// The model's weights for a run whose model units are `scaleFactor` pixels; a model that does not tell its own
    /// factor is taken as it is. A decoder-only run from a conditional model takes the decoder alone and leaves
    /// out the rows of its input kernels that the latent meets; a conditional run fits the latents to its drawings.
    ///
    /// - Parameter drawings: the training set in the run's model units; none leaves the latents as they are.
    /// - Throws: `TrainingError.otherShape` where cells or sizes differ; the longest drawing may. `InferenceError`.
    package func weights(
        for configuration: ModelConfiguration, scaleFactor: Double, drawings: [Stroke3] = []
    ) throws -> [String: Tensor] {
        let differences = differences(from: configuration)
        guard differences.isEmpty else { throw TrainingError.otherShape(model: name, differences) }
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

    /// What keeps the model from being the start, a phrase each with both values.
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
            found.append("its latents go through tanh, as in early models of the browser ports, and no run trains that")
        }
        return found
    }

    /// W_xh [5 + Z (+ more), 4n] with the rows of dx and dy multiplied by `ratio`, and without the `latentRows` rows
    /// behind the first five.
    private static func inputKernel(_ kernel: Tensor, without latentRows: Int, scaledBy ratio: Float) -> Tensor {
        let width = kernel.shape[1]
        var values = kernel.values
        for k in 0..<2 * width { values[k] *= ratio }
        values.removeSubrange(5 * width..<(5 + latentRows) * width)
        return Tensor(shape: [kernel.shape[0] - latentRows, width], values: values)
    }

    /// Means divided by `ratio`, log deviations moved by its logarithm. The output's blocks are three pen logits,
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
