/// The recurrent cells of the paper; raw values are those of the original's hyperparameters `enc_model` and `dec_model`.
public enum CellKind: String, Codable, Hashable, Sendable, CaseIterable {
    case lstm
    case layerNorm = "layer_norm"
    case hyper
}

/// The hyperparameters that determine what a model computes. JSON keys are those of the original program; defaults are the
/// paper's (Ha & Eck, section 4).
public struct ModelConfiguration: Codable, Hashable, Sendable {
    /// Whether the model has an encoder and latents; false for a decoder-only model.
    public var isConditional = true
    public var encoderCell = CellKind.lstm
    public var decoderCell = CellKind.lstm
    /// E, the hidden size of each of the encoder's two directions.
    public var encoderSize = 256
    /// D, the decoder's hidden size.
    public var decoderSize = 512
    /// Z, the number of values of a latent.
    public var latentSize = 128
    /// M, the number of mixture components.
    public var mixtureCount = 20
    /// N, the longest training drawing in rows.
    public var maxLength = 250
    /// U, the hidden size of a HyperLSTM's small cell; a constant of the original program.
    public var hyperUnits = 256
    /// V, the size of a HyperLSTM's embeddings; a constant of the original program.
    public var hyperEmbedding = 32
    /// Whether tanh is applied to z before the decoder's initial layer, as in early models of the browser ports.
    public var squashesLatent = false

    public init() {}

    /// The number of rows after which decoding stops without an end: the original's 250, or N if that is larger. A model
    /// trained on short drawings can also complete longer ones.
    public var maximumDecodeLength: Int { max(maxLength, 250) }

    /// Whether one of the cells is a HyperLSTM.
    public var hasHyperCell: Bool { decoderCell == .hyper || isConditional && encoderCell == .hyper }

    /// The keys in JSON, which are also the names in messages.
    package enum CodingKeys: String, CodingKey {
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

    /// Encodes hyperparameters that the original does not have only if they have an effect.
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
