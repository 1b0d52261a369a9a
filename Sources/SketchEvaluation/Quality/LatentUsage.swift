import SketchInference

/// The use of the latent dimensions over many drawings: the part of `LatentStatistics` in a report.
public struct LatentUsage: Codable, Hashable, Sendable {
    /// Z.
    public var dimensions: Int
    /// The number of active dimensions; see `LatentStatistics.activeCount`.
    public var activeDimensions: Int
    /// The mean KL divergence of each dimension from N(0, 1), in nats.
    public var klByDimension: [Double]

    /// - Parameter latents: of one size, each with its log-variance.
    public init(_ latents: [Latent]) {
        let statistics = LatentStatistics(of: latents)
        dimensions = statistics?.size ?? 0
        activeDimensions = statistics?.activeCount ?? 0
        klByDimension = statistics?.kl.map(Double.init) ?? []
    }
}
