/// A normal distribution with the mean and covariance of a model's training latents: closer than the prior N(0, 1) to
/// the latents of real drawings where the KL weight is small.
///
/// The Cholesky factor is computed in double precision, in a fixed order of unfused operations, so that equal statistics
/// and noise give equal points on every processor.
public struct AggregatePosterior: Sendable {
    private let mean: [Double]
    /// L [Z, Z], row-major, lower triangular, with L L^T the covariance.
    private let factor: [Double]

    /// - Parameters:
    ///   - mean: Z values.
    ///   - covariance: [Z, Z], row-major and symmetric.
    /// - Throws: `LatentOpsError.sizesDiffer` unless the covariance has Z x Z values, `.notPositiveDefinite`.
    public init(mean: [Float], covariance: [Float]) throws {
        let z = mean.count
        guard covariance.count == z * z else { throw LatentOpsError.sizesDiffer(z * z, covariance.count) }
        var l = [Double](repeating: 0, count: z * z)
        for row in 0..<z {
            for column in 0...row {
                var sum = Double(covariance[row * z + column])
                for k in 0..<column { sum = sum - l[row * z + k] * l[column * z + k] }
                guard row == column else {
                    l[row * z + column] = sum / l[column * z + column]
                    continue
                }
                guard sum > 0 else { throw LatentOpsError.notPositiveDefinite(dimension: row) }
                l[row * z + row] = sum.squareRoot()
            }
        }
        self.mean = mean.map(Double.init)
        factor = l
    }

    /// The point mean + L n, Z values.
    ///
    /// - Parameter noise: n, Z independent draws from N(0, 1).
    /// - Throws: `LatentOpsError.sizesDiffer`.
    public func point(noise: [Float]) throws -> [Float] {
        let z = mean.count
        guard noise.count == z else { throw LatentOpsError.sizesDiffer(z, noise.count) }
        return (0..<z).map { row in
            var sum = mean[row]
            for k in 0...row { sum = sum + factor[row * z + k] * Double(noise[k]) }
            return Float(sum)
        }
    }
}
