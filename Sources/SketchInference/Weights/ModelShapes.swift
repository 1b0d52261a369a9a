/// The facts about a model that follow from the names and shapes of a file's tensors, independent of its config.
struct ModelShapes {
    private let shapes: [String: [Int]]

    init(_ shapes: [String: [Int]]) { self.shapes = shapes }

    /// Whether no tensor has a name of the original's checkpoints.
    var isEmpty: Bool { !shapes.keys.contains { $0.hasPrefix("vector_rnn/") } }

    var isConditional: Bool {
        shapes.keys.contains { $0.hasPrefix("vector_rnn/ENC_RNN") || $0.hasPrefix("vector_rnn/linear/") }
    }

    var decoderCell: CellKind? { cell(under: "vector_rnn/RNN/") }
    var encoderCell: CellKind? { cell(under: "vector_rnn/ENC_RNN/fw/") }

    var decoderSize: Int? { size("vector_rnn/RNN/output_w", axis: 0) }

    /// Outputs are 6M + 3.
    var mixtureCount: Int? { size("vector_rnn/RNN/output_w", axis: 1).map { ($0 - 3) / 6 } }

    var encoderSize: Int? { size("vector_rnn/ENC_RNN_mu/super_linear_w", axis: 0).map { $0 / 2 } }
    var latentSize: Int? { size("vector_rnn/ENC_RNN_mu/super_linear_w", axis: 1) }

    /// U, the same in encoder and decoder.
    var hyperUnits: Int? { firstAxis(ending: "HyperLSTMCell/LayerNormLSTMCell/W_hh") }
    /// V, the same in encoder and decoder.
    var hyperEmbedding: Int? { firstAxis(ending: "HyperLSTMCell/hyper_ix/zw/super_linear_b") }

    private func cell(under folder: String) -> CellKind? {
        // A hyper cell contains a layer-normalised one, so only the part directly under the folder counts.
        CellKind.allCases.first { cell in
            shapes.keys.contains { $0.hasPrefix(folder + cell.checkpointName + "/") }
        }
    }

    private func firstAxis(ending: String) -> Int? {
        shapes.filter { $0.key.hasSuffix(ending) }.min { $0.key < $1.key }?.value.first
    }

    private func size(_ name: String, axis: Int) -> Int? {
        guard let shape = shapes[name], axis < shape.count else { return nil }
        return shape[axis]
    }
}
