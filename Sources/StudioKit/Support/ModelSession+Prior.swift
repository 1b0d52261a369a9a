import LatentOps
import SketchInference

extension ModelSession {
    /// Latents for new drawings, by draw index: draws from the prior, or nil for a decoder-only model.
    ///
    /// - Throws: `StudioError.noLatentStatistics`, `LatentOpsError`.
    package func latents(from prior: Prior, seed: UInt64) throws -> (_ drawIndex: UInt64) throws -> [Float]? {
        let size = model.configuration.latentSize
        switch prior {
        case .standard:
            let isConditional = isConditional
            return { isConditional ? LatentDraw.prior(size: size, seed: seed, drawIndex: $0) : nil }
        case .aggregate:
            guard let statistics = model.latentStatistics else { throw StudioError.noLatentStatistics(loaded.name) }
            let posterior = try AggregatePosterior(mean: statistics.mean, covariance: statistics.covariance)
            return { try posterior.point(noise: LatentDraw.prior(size: size, seed: seed, drawIndex: $0)) }
        }
    }
}
