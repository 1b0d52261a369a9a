/// The Fréchet distance between two sets of features, each described by a normal distribution (Heusel et al. 2017, "GANs
/// Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", equation 6):
/// |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)).
///
/// With the features of a `PictureClassifier` it is not comparable with distances by other networks, such as the published
/// FID. It depends on the number of drawings: compare sets of the same size, with a row of real against real drawings.
public enum FrechetDistance {
    /// The distance; nil unless both sets have at least two drawings and the same number of features.
    public static func between(_ first: FeatureSet, _ second: FeatureSet) -> Double? {
        guard first.size == second.size, first.count >= 2, second.count >= 2 else { return nil }
        let n = first.size
        let (a, b) = (Moments(first), Moments(second))
        var distance = 0.0
        for k in 0..<n {
            let offset = a.mean[k] - b.mean[k]
            distance += offset * offset + a.covariance[k * n + k] + b.covariance[k * n + k]
        }
        return max(distance - 2 * traceOfRoot(a.covariance, b.covariance, n), 0)
    }

    /// tr((A B)^(1/2)) for symmetric, positive semi-definite A and B. With A = V L V^T it is the sum of the square roots of the
    /// eigenvalues of L^(1/2) V^T B V L^(1/2), which is similar to A B and symmetric.
    private static func traceOfRoot(_ a: [Double], _ b: [Double], _ n: Int) -> Double {
        let eigen = SymmetricEigen(a, size: n)
        let roots = eigen.values.map { max($0, 0).squareRoot() }
        var factor = eigen.vectors
        for row in 0..<n {
            for column in 0..<n { factor[row * n + column] *= roots[column] }
        }
        var transposed = factor
        for row in 0..<n {
            for column in 0..<n { transposed[column * n + row] = factor[row * n + column] }
        }
        let product = multiply(transposed, multiply(b, factor, n), n)
        var symmetric = product
        for row in 0..<n {
            for column in 0..<n {
                symmetric[row * n + column] = (product[row * n + column] + product[column * n + row]) / 2
            }
        }
        return SymmetricEigen(symmetric, size: n).values.reduce(0) { $0 + max($1, 0).squareRoot() }
    }

    private static func multiply(_ a: [Double], _ b: [Double], _ n: Int) -> [Double] {
        var c = [Double](repeating: 0, count: n * n)
        for row in 0..<n {
            for k in 0..<n {
                let factor = a[row * n + k]
                for column in 0..<n { c[row * n + column] += factor * b[k * n + column] }
            }
        }
        return c
    }

    /// The mean [D] and the unbiased covariance [D * D] of a set.
    private struct Moments {
        private(set) var mean: [Double]
        private(set) var covariance: [Double]

        init(_ set: FeatureSet) {
            let n = set.size
            mean = [Double](repeating: 0, count: n)
            covariance = [Double](repeating: 0, count: n * n)
            for row in 0..<set.count {
                for k in 0..<n { mean[k] += set[row, k] }
            }
            for k in 0..<n { mean[k] /= Double(set.count) }
            var offset = mean
            for row in 0..<set.count {
                for k in 0..<n { offset[k] = set[row, k] - mean[k] }
                for i in 0..<n {
                    let factor = offset[i]
                    for j in 0...i { covariance[i * n + j] += factor * offset[j] }
                }
            }
            for i in 0..<n {
                for j in 0...i {
                    let value = covariance[i * n + j] / Double(set.count - 1)
                    covariance[i * n + j] = value
                    covariance[j * n + i] = value
                }
            }
        }
    }
}
