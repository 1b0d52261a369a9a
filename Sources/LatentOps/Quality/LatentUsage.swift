import Foundation
import SketchInference

/// How much of its latent space an encoder uses, over many drawings.
public struct LatentUsage: Codable, Hashable, Sendable {
    /// Z.
    public var dimensions: Int
    /// Dimensions whose posterior mean varies over the drawings by more than 0.01 (Burda, Grosse & Salakhutdinov
    /// 2016, arXiv 1509.00519, section 5.2): the encoder says something by them.
    public var activeDimensions: Int
    /// Mean KL divergence from N(0, 1) of each dimension, in nats.
    public var klByDimension: [Double]

    static let activeVariance = 0.01

    /// - Parameter latents: of one size, each with its log variance, at least one.
    public init(_ latents: [Latent]) {
        let size = latents.first?.size ?? 0
        let count = Double(max(latents.count, 1))
        dimensions = size
        var active = 0
        klByDimension = (0..<size).map { k in
            var (sum, squares, kl) = (0.0, 0.0, 0.0)
            for latent in latents {
                let mean = Double(latent.mean[k])
                let logVariance = Double(latent.logVariance?[k] ?? 0)
                sum += mean
                squares += mean * mean
                kl -= (1 + logVariance - mean * mean - exp(logVariance)) / 2
            }
            if squares / count - (sum / count) * (sum / count) > Self.activeVariance { active += 1 }
            return kl / count
        }
        activeDimensions = active
    }
}
