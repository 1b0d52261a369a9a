extension ModelConfiguration {
    /// Every trainable tensor of a model with this configuration, by the original checkpoint's name, in the
    /// order in which files and optimisers keep them. E, D, Z, M as in `ModelConfiguration`.
    public var tensorShapes: [(name: String, shape: [Int])] {
        var shapes: [(name: String, shape: [Int])] = []
        if isConditional {
            for direction in ["fw", "bw"] {
                shapes += Self.cellShapes(
                    prefix: "vector_rnn/ENC_RNN/\(direction)/", inputSize: 5, size: encoderSize)
            }
            shapes += Self.linearShapes("vector_rnn/ENC_RNN_mu/", 2 * encoderSize, latentSize)
            shapes += Self.linearShapes("vector_rnn/ENC_RNN_sigma/", 2 * encoderSize, latentSize)
            shapes += Self.linearShapes("vector_rnn/linear/", latentSize, 2 * decoderSize)
        }
        shapes.append(("vector_rnn/RNN/output_w", [decoderSize, outputSize]))
        shapes.append(("vector_rnn/RNN/output_b", [outputSize]))
        shapes += Self.cellShapes(
            prefix: "vector_rnn/RNN/", inputSize: isConditional ? 5 + latentSize : 5,
            size: decoderSize)
        return shapes
    }

    /// 6M + 3: three pen logits, then pi, mu_x, mu_y, s_x, s_y and rho of every component.
    public var outputSize: Int { 6 * mixtureCount + 3 }

    /// The plain LSTM's tensors; gate blocks i, j, f, o.
    private static func cellShapes(
        prefix: String, inputSize: Int, size: Int
    ) -> [(name: String, shape: [Int])] {
        [
            (prefix + "LSTMCell/W_xh", [inputSize, 4 * size]),
            (prefix + "LSTMCell/W_hh", [size, 4 * size]),
            (prefix + "LSTMCell/bias", [4 * size]),
        ]
    }

    private static func linearShapes(
        _ prefix: String, _ inputSize: Int, _ size: Int
    ) -> [(name: String, shape: [Int])] {
        [
            (prefix + "super_linear_w", [inputSize, size]),
            (prefix + "super_linear_b", [size]),
        ]
    }
}
