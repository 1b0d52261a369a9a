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
    /// U, the width of a HyperLSTM's small cell, and V, of its embeddings; constants of the original program.
    public var hyperUnits = 256
    public var hyperEmbedding = 32
    /// z goes through tanh on its way to the decoder's initial state, as in early models of the browser ports.
    public var squashesLatent = false

    public init() {}

    /// The rows after which a drawing that has not ended is cut: the original's 250, or N where that is more. A model that
    /// was trained on shorter drawings draws some longer ones, and ends them too.
    public var maximumDecodeLength: Int { max(maxLength, 250) }

    /// Whether any cell that the model has is a HyperLSTM.
    public var hasHyperCell: Bool { decoderCell == .hyper || isConditional && encoderCell == .hyper }

    private enum CodingKeys: String, CodingKey {
        case isConditional = "conditional"
        case encoderCell = "enc_model"
        case decoderCell = "dec_model"
        case encoderSize = "enc_rnn_size"
        case decoderSize = "dec_rnn_size"
        case latentSize = "z_size"
        case mixtureCount = "num_mixture"
        case maxLength = "max_seq_len"
        case hyperUnits = "hyper_units"
        case hyperEmbedding = "hyper_embedding"
        case squashesLatent = "tanh_z"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        isConditional = try values.decode(Bool.self, forKey: .isConditional)
        encoderCell = try values.decode(CellKind.self, forKey: .encoderCell)
        decoderCell = try values.decode(CellKind.self, forKey: .decoderCell)
        encoderSize = try values.decode(Int.self, forKey: .encoderSize)
        decoderSize = try values.decode(Int.self, forKey: .decoderSize)
        latentSize = try values.decode(Int.self, forKey: .latentSize)
        mixtureCount = try values.decode(Int.self, forKey: .mixtureCount)
        maxLength = try values.decode(Int.self, forKey: .maxLength)
        hyperUnits = try values.decodeIfPresent(Int.self, forKey: .hyperUnits) ?? hyperUnits
        hyperEmbedding = try values.decodeIfPresent(Int.self, forKey: .hyperEmbedding) ?? hyperEmbedding
        squashesLatent = try values.decodeIfPresent(Bool.self, forKey: .squashesLatent) ?? false
    }

    /// What the original's files know nothing of is written only where it matters.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(isConditional, forKey: .isConditional)
        try values.encode(encoderCell, forKey: .encoderCell)
        try values.encode(decoderCell, forKey: .decoderCell)
        try values.encode(encoderSize, forKey: .encoderSize)
        try values.encode(decoderSize, forKey: .decoderSize)
        try values.encode(latentSize, forKey: .latentSize)
        try values.encode(mixtureCount, forKey: .mixtureCount)
        try values.encode(maxLength, forKey: .maxLength)
        if squashesLatent { try values.encode(true, forKey: .squashesLatent) }
        guard hasHyperCell else { return }
        try values.encode(hyperUnits, forKey: .hyperUnits)
        try values.encode(hyperEmbedding, forKey: .hyperEmbedding)
    }
}
