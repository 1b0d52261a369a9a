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
