/// What the names and shapes of a file's tensors tell about its model, whatever its config says.
struct ModelShapes {
    private let shapes: [String: [Int]]

    init(_ shapes: [String: [Int]]) { self.shapes = shapes }

    /// No tensor bears a name that this model knows.
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

    /// U, on which encoder and decoder agree.
    var hyperUnits: Int? { firstAxis(ending: "HyperLSTMCell/LayerNormLSTMCell/W_hh") }
    /// V, likewise.
    var hyperEmbedding: Int? { firstAxis(ending: "HyperLSTMCell/hyper_ix/zw/super_linear_b") }

    private func cell(under folder: String) -> CellKind? {
        // A hyper cell holds a layer-normalised one, so the part right under the folder decides.
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
