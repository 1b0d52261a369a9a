import SketchCore

/// One drawing to decode.
public struct DecodeRequest: Hashable, Sendable {
    /// z, Z values; nil for a decoder-only model.
    public var latent: [Float]?
    public var sampling: Sampling
    /// Fixes, together with the draw index, all noise of the drawing.
    public var seed: UInt64
    /// The counter that, with the seed, keys the drawing's random stream.
    public var drawIndex: UInt64
    /// The part of the drawing's random stream that is used: 0 for the drawing itself, 1, 2, ... for other drawings of the
    /// same latent, which `SketchDecoder.decode(_:choosing:)` compares.
    public var candidate: Int
    /// The allowed values of `candidate`.
    public static let candidates = 0...65_535
    /// The given part of a completion: rows in model units that the decoder reads as its first ones. Rows from the first
    /// end row on are not read.
    public var prefix: [Stroke5.Row]

    public init(
        latent: [Float]? = nil, sampling: Sampling = Sampling(), seed: UInt64, drawIndex: UInt64 = 0,
        candidate: Int = 0, prefix: [Stroke5.Row] = []
    ) {
        self.latent = latent
        self.sampling = sampling
        self.seed = seed
        self.drawIndex = drawIndex
        self.candidate = candidate
        self.prefix = prefix
    }
}
