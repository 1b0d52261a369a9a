/// A drawing in a model's latent space: the encoder's normal distribution q(z|x) (Ha & Eck, section 3.2, equations 1-3), or
/// a point without a variance.
public struct Latent: Hashable, Sendable {
    /// mu, Z values.
    public var mean: [Float]
    /// log sigma^2, Z values (the original's `presig`); nil for a point.
    public var logVariance: [Float]?

    public init(mean: [Float], logVariance: [Float]? = nil) {
        self.mean = mean
        self.logVariance = logVariance
    }

    /// Z, the number of values.
    public var size: Int { mean.count }
}

/// Draws in latent space. They use blocks of the random stream that the decoder never reaches, so that a
/// drawing from the prior has its z and its rows from one seed and draw index.
public enum LatentDraw {
    private static let firstBlock: UInt64 = 1 << 63

    /// z ~ N(0, 1), `size` values: the prior.
    public static func prior(size: Int, seed: UInt64, drawIndex: UInt64) -> [Float] {
        let source = Philox(seed: seed, stream: drawIndex)
        var values: [Float] = []
        values.reserveCapacity(size + 1)
        var block = firstBlock
        while values.count < size {
            let pair = source.normals(block)
            values.append(Float(pair.0))
            values.append(Float(pair.1))
            block += 1
        }
        return Array(values.prefix(size))
    }

    /// z = mu + sigma * eps, where sigma = exp(log variance / 2) and
    /// eps ~ N(0, 1) (equation 3). The mean itself where `latent` has no spread.
    public static func posterior(_ latent: Latent, seed: UInt64, drawIndex: UInt64) -> [Float] {
        guard let logVariance = latent.logVariance else { return latent.mean }
        let noise = prior(size: latent.size, seed: seed, drawIndex: drawIndex)
        let sigma = Elementwise.exp(logVariance.map { $0 / 2 })
        return latent.mean.indices.map { latent.mean[$0] + sigma[$0] * noise[$0] }
    }
}
