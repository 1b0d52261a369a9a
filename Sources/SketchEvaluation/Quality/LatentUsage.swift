import SketchInference

/// How much of its latent space an encoder uses, over many drawings: what a report keeps of `LatentStatistics`.
public struct LatentUsage: Codable, Hashable, Sendable {
    /// Z.
    public var dimensions: Int
    /// Dimensions by which the encoder says something; see `LatentStatistics.activeCount`.
    public var activeDimensions: Int
    /// Mean KL divergence from N(0, 1) of each dimension, in nats.
    public var klByDimension: [Double]

    /// - Parameter latents: of one size, each with its log variance.
    public init(_ latents: [Latent]) {
        let statistics = LatentStatistics(of: latents)
        dimensions = statistics?.size ?? 0
        activeDimensions = statistics?.activeCount ?? 0
        klByDimension = statistics?.kl.map(Double.init) ?? []
    }
}
