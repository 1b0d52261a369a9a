/// The tensors that a configuration requires, by the original checkpoint's names.
extension ModelConfiguration {
    /// Every tensor of the model with its shape, decoder first. Matrices are [in, out], row-major; the order of the gate
    /// blocks is i, j, f, o.
    public var tensorShapes: [(name: String, shape: [Int])] {
        let outputs = 6 * mixtureCount + 3
        let inputs = isConditional ? 5 + latentSize : 5
        var shapes = decoderCell.tensorShapes(
            prefix: "vector_rnn/RNN", inputSize: inputs, size: decoderSize, in: self)
        shapes.append(("vector_rnn/RNN/output_w", [decoderSize, outputs]))
        shapes.append(("vector_rnn/RNN/output_b", [outputs]))
        guard isConditional else { return shapes }
        for direction in ["fw", "bw"] {
            shapes += encoderCell.tensorShapes(
                prefix: "vector_rnn/ENC_RNN/\(direction)", inputSize: 5, size: encoderSize, in: self)
        }
        for head in ["ENC_RNN_mu", "ENC_RNN_sigma"] {
            shapes.append(("vector_rnn/\(head)/super_linear_w", [2 * encoderSize, latentSize]))
            shapes.append(("vector_rnn/\(head)/super_linear_b", [latentSize]))
        }
        let state = decoderCell.stateSize(decoderSize, in: self)
        shapes.append(("vector_rnn/linear/super_linear_w", [latentSize, state]))
        shapes.append(("vector_rnn/linear/super_linear_b", [state]))
        return shapes
    }

    /// The number of trainable values.
    public var parameterCount: Int {
        tensorShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }
}

extension CellKind {
    /// The cell's folder name in a checkpoint.
    public var checkpointName: String {
        switch self {
        case .lstm: "LSTMCell"
        case .layerNorm: "LayerNormLSTMCell"
        case .hyper: "HyperLSTMCell"
        }
    }

    /// S, the width of the packed recurrent state of a cell of `size` units.
    package func stateSize(_ size: Int, in configuration: ModelConfiguration) -> Int {
        self == .hyper ? 2 * (size + configuration.hyperUnits) : 2 * size
    }

    /// The cell's tensors under `prefix`.
    package func tensorShapes(
        prefix: String, inputSize: Int, size: Int, in configuration: ModelConfiguration
    ) -> [(name: String, shape: [Int])] {
        let folder = "\(prefix)/\(checkpointName)"
        var shapes: [(name: String, shape: [Int])] = [
            ("\(folder)/W_xh", [inputSize, 4 * size]), ("\(folder)/W_hh", [size, 4 * size]),
        ]
        if self != .layerNorm { shapes.append(("\(folder)/bias", [4 * size])) }
        if self != .lstm { shapes += Self.normShapes(folder, size: size) }
        guard self == .hyper else { return shapes }
        let (units, embedding) = (configuration.hyperUnits, configuration.hyperEmbedding)
        shapes += CellKind.layerNorm.tensorShapes(
            prefix: folder, inputSize: inputSize + size, size: units, in: configuration)
        for gate in ["i", "j", "f", "o"] {
            for side in ["x", "h"] {
                let hyper = "\(folder)/hyper_\(gate)\(side)"
                shapes += [
                    ("\(hyper)/zw/super_linear_w", [units, embedding]),
                    ("\(hyper)/zw/super_linear_b", [embedding]),
                    ("\(hyper)/alpha/super_linear_w", [embedding, size]),
                ]
                guard side == "h" else { continue }
                shapes += [
                    ("\(hyper)/zb/super_linear_w", [units, embedding]),
                    ("\(hyper)/beta/super_linear_w", [embedding, size]),
                ]
            }
        }
        return shapes
    }

    private static func normShapes(_ folder: String, size: Int) -> [(name: String, shape: [Int])] {
        [
            ("\(folder)/ln_all/ln_gamma", [4 * size]), ("\(folder)/ln_all/ln_beta", [4 * size]),
            ("\(folder)/ln_c/ln_gamma", [size]), ("\(folder)/ln_c/ln_beta", [size]),
        ]
    }
}
