import Glibc

/// Moments of the latents of a conditional model's training drawings. The model's file stores them next to the weights, in
/// F32: `latent/mean`, `latent/activity` and `latent/kl` [Z], `latent/covariance` [Z, Z].
public struct LatentStatistics: Hashable, Sendable {
    /// The mean of the aggregate posterior, the mixture of q(z|x) over all drawings x; Z values.
    public var mean: [Float]
    /// The covariance of the aggregate posterior, [Z, Z], row-major and symmetric.
    public var covariance: [Float]
    /// The variance of each dimension's mean mu over the drawings; Z values.
    public var activity: [Float]
    /// Each dimension's KL loss in nats, averaged over drawings; Z values. Their mean is the model's KL loss
    /// (Ha & Eck, equation 11).
    public var kl: [Float]

    /// Z, the number of dimensions.
    public var size: Int { mean.count }

    /// Dimensions whose mean varies by more than 0.01 (Burda, Grosse & Salakhutdinov 2016, arXiv 1509.00519,
    /// section 5.2).
    public var activeCount: Int { activity.filter { $0 > 0.01 }.count }

    /// Nil if no latent has a variance, or if their sizes differ.
    ///
    /// - Parameter latents: of one model; those without a variance are ignored.
    public init?(of latents: [Latent]) {
        let latents = latents.filter { $0.logVariance != nil }
        guard let z = latents.first?.size, latents.allSatisfy({ $0.size == z }) else { return nil }
        let count = Double(latents.count)
        var mean = [Double](repeating: 0, count: z)
        var (variance, kl) = (mean, mean)
        for latent in latents {
            for (k, value) in latent.mean.enumerated() { mean[k] += Double(value) / count }
            for (k, value) in (latent.logVariance ?? []).enumerated() {
                let (mu, logVariance) = (Double(latent.mean[k]), Double(value))
                variance[k] += exp(logVariance) / count
                kl[k] += (mu * mu + exp(logVariance) - 1 - logVariance) / 2 / count
            }
        }
        var covariance = [Double](repeating: 0, count: z * z)
        for latent in latents {
            let deviation = (0..<z).map { Double(latent.mean[$0]) - mean[$0] }
            for row in 0..<z {
                let factor = deviation[row] / count
                for column in 0...row { covariance[row * z + column] += factor * deviation[column] }
            }
        }
        activity = (0..<z).map { Float(covariance[$0 * z + $0]) }
        for row in 0..<z {
            covariance[row * z + row] += variance[row]
            for column in 0..<row { covariance[column * z + row] = covariance[row * z + column] }
        }
        self.mean = mean.map { Float($0) }
        self.covariance = covariance.map { Float($0) }
        self.kl = kl.map { Float($0) }
    }

    private static let folder = "latent/"

    /// The statistics as tensors by name.
    var tensors: [(name: String, tensor: Tensor)] {
        [
            ("mean", Tensor(shape: [size], values: mean)), ("activity", Tensor(shape: [size], values: activity)),
            ("kl", Tensor(shape: [size], values: kl)),
            ("covariance", Tensor(shape: [size, size], values: covariance)),
        ].map { (Self.folder + $0.0, $0.1) }
    }

    /// Reads the statistics of a file; nil if it contains none.
    ///
    /// - Throws: `InferenceError` if only some of the tensors are there, or if one is damaged or of another shape.
    init?(_ file: WeightFile, latentSize z: Int) throws {
        let names = Set(["mean", "activity", "kl", "covariance"].map { Self.folder + $0 })
        guard file.entries.contains(where: { names.contains($0.name) }) else { return nil }
        func values(_ name: String, _ shape: [Int]) throws -> [Float] {
            let tensor = try file.tensor(Self.folder + name)
            guard tensor.shape == shape else {
                throw InferenceError.notASketchModel(
                    file: file.name,
                    detail: "its \(Self.folder)\(name) is \(tensor.shape), and a latent of \(z) needs \(shape)")
            }
            return tensor.values
        }
        mean = try values("mean", [z])
        activity = try values("activity", [z])
        kl = try values("kl", [z])
        covariance = try values("covariance", [z, z])
    }
}
