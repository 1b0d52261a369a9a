/// A normal distribution with the mean and covariance of a model's training latents, to draw from: closer than the
/// prior N(0, 1) to where the drawings lie.
///
/// The Cholesky factor is computed in double precision, one operation after another in a fixed order, none of them
/// fused, so that the draws are the same bytes on every processor.
public struct AggregatePosterior: Sendable {
    private let mean: [Double]
    /// L [Z, Z], row-major, lower triangular, with L L^T the covariance.
    private let factor: [Double]

    /// Throws `InferenceError.invalidArgument` if the covariance is not positive definite.
    public init(_ statistics: LatentStatistics) throws {
        let z = statistics.size
        var l = [Double](repeating: 0, count: z * z)
        for row in 0..<z {
            for column in 0...row {
                var sum = Double(statistics.covariance[row * z + column])
                for k in 0..<column { sum = sum - l[row * z + k] * l[column * z + k] }
                guard row == column else {
                    l[row * z + column] = sum / l[column * z + column]
                    continue
                }
                guard sum > 0 else {
                    throw InferenceError.invalidArgument(
                        detail: "The model's latent/covariance is not positive definite (dimension \(row)), so nothing "
                            + "can be drawn from it; draw from the standard prior")
                }
                l[row * z + row] = sum.squareRoot()
            }
        }
        mean = statistics.mean.map(Double.init)
        factor = l
    }

    /// z = mean + L n with n ~ N(0, 1), from the same draws as `LatentDraw.prior`; Z values.
    public func draw(seed: UInt64, cell: UInt64) -> [Float] {
        let z = mean.count
        let noise = LatentDraw.prior(size: z, seed: seed, cell: cell)
        return (0..<z).map { row in
            var sum = mean[row]
            for k in 0...row { sum = sum + factor[row * z + k] * Double(noise[k]) }
            return Float(sum)
        }
    }
}
