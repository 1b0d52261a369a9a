/// The tensors of a model by configuration, under the original checkpoint's names.
extension ModelConfiguration {
    /// Every tensor of the model with its shape, decoder first. Matrices are [in, out], row-major;
    /// gate blocks stand in the order i, j, f, o.
    ///
    /// Empty for cells that this version cannot run; `validate()` refuses those with a sentence.
    public var tensorShapes: [(name: String, shape: [Int])] {
        let outputs = 6 * mixtureCount + 3
        let inputs = isConditional ? 5 + latentSize : 5
        var shapes = decoderCell.tensorShapes(
            prefix: "vector_rnn/RNN", inputSize: inputs, size: decoderSize)
        shapes.append(("vector_rnn/RNN/output_w", [decoderSize, outputs]))
        shapes.append(("vector_rnn/RNN/output_b", [outputs]))
        guard isConditional else { return shapes }
        for direction in ["fw", "bw"] {
            shapes += encoderCell.tensorShapes(
                prefix: "vector_rnn/ENC_RNN/\(direction)", inputSize: 5, size: encoderSize)
        }
        for head in ["ENC_RNN_mu", "ENC_RNN_sigma"] {
            shapes.append(("vector_rnn/\(head)/super_linear_w", [2 * encoderSize, latentSize]))
            shapes.append(("vector_rnn/\(head)/super_linear_b", [latentSize]))
        }
        let state = decoderCell.stateSize(decoderSize)
        shapes.append(("vector_rnn/linear/super_linear_w", [latentSize, state]))
        shapes.append(("vector_rnn/linear/super_linear_b", [state]))
        return shapes
    }

    /// The number of trainable values.
    public var parameterCount: Int {
        tensorShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// Throws `InferenceError.unsupportedConfiguration` if a size is out of range or a cell cannot be run.
    public func validate() throws {
        for (key, value) in [
            ("enc_rnn_size", encoderSize), ("dec_rnn_size", decoderSize), ("z_size", latentSize),
            ("num_mixture", mixtureCount), ("max_seq_len", maxLength),
        ] where value < 1 || value > 1 << 16 {
            throw InferenceError.unsupportedConfiguration(
                detail: "\(key) is \(value), outside 1 to \(1 << 16)")
        }
        for (key, cell) in [("enc_model", encoderCell), ("dec_model", decoderCell)]
        where cell != .lstm && (isConditional || key == "dec_model") {
            throw InferenceError.unsupportedConfiguration(
                detail: "\(key) is '\(cell.rawValue)'; this version runs 'lstm' only")
        }
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

    /// Width of the packed recurrent state for a cell of `size` units.
    func stateSize(_ size: Int) -> Int { 2 * size }

    func tensorShapes(prefix: String, inputSize: Int, size: Int) -> [(name: String, shape: [Int])] {
        switch self {
        case .lstm:
            let folder = "\(prefix)/\(checkpointName)"
            return [
                ("\(folder)/W_xh", [inputSize, 4 * size]), ("\(folder)/W_hh", [size, 4 * size]),
                ("\(folder)/bias", [4 * size]),
            ]
        case .layerNorm, .hyper:
            return []
        }
    }
}
