/// The recurrent cells of the paper, under the names of the original's hyperparameters.
public enum CellKind: String, Codable, Hashable, Sendable, CaseIterable {
    case lstm
    case layerNorm = "layer_norm"
    case hyper
}

/// A model's hyperparameters that change what it computes; JSON keys are those of the original program.
/// Defaults are the paper's (section 4).
public struct ModelConfiguration: Codable, Hashable, Sendable {
    /// E is the width of each of the encoder's two directions, D the decoder's, Z the latent vector's,
    /// M the number of mixture components, N the longest drawing in rows.
    public var isConditional = true
    public var encoderCell = CellKind.lstm
    public var decoderCell = CellKind.lstm
    public var encoderSize = 256
    public var decoderSize = 512
    public var latentSize = 128
    public var mixtureCount = 20
    public var maxLength = 250

    public init() {}

    private enum CodingKeys: String, CodingKey {
        case isConditional = "conditional"
        case encoderCell = "enc_model"
        case decoderCell = "dec_model"
        case encoderSize = "enc_rnn_size"
        case decoderSize = "dec_rnn_size"
        case latentSize = "z_size"
        case mixtureCount = "num_mixture"
        case maxLength = "max_seq_len"
    }
}
