/// The reconstruction loss of one row and its gradient (Ha & Eck 2017, equations 9 and 10).
///
/// The original takes `-log(sum pi_m pdf_m + 1e-6)` in linear space. This is the same function, computed from the
/// logarithms of the densities, so that no standard deviation or correlation that a network can produce makes it infinite
/// or NaN. Where the density underflows, the loss is 13.8155 and the gradient zero, as in the original.
@usableFromInline
package struct MixtureDensityLoss<Scalar: ElementaryFunctions> {
    /// M, the number of mixture components.
    @usableFromInline package let mixtureCount: Int

    @inlinable
    package init(mixtureCount: Int) { self.mixtureCount = mixtureCount }

    /// The size of the scratch memory that `evaluate` needs.
    @inlinable package var scratchCount: Int { 2 * mixtureCount }

    @inlinable package var outputSize: Int { 6 * mixtureCount + 3 }

    /// Added to the likelihood before its logarithm.
    @inlinable static var floor: Scalar { 1e-6 }

    /// The losses of a row: Ls, or 0 if `offsetWeight` is 0, and Lp, both unweighted.
    ///
    /// - Parameters:
    ///   - outputs: [6M + 3], the network's outputs before their activations: the pen logits, then pi, mu_x, mu_y, s_x,
    ///     s_y and rho, M each.
    ///   - target: the row (dx, dy, p1, p2, p3) to be explained, in model units.
    ///   - offsetWeight: the weight of Ls in the gradient; 0 after the end of a drawing.
    ///   - penWeight: the weight of Lp in the gradient.
    ///   - gradient: [6M + 3], receives the gradient of `offsetWeight * Ls + penWeight * Lp`; nil computes the losses only.
    ///   - scratch: `scratchCount` numbers.
    @inlinable @inline(__always)
    package func evaluate(
        _ outputs: VectorView<Scalar>, target: VectorView<Scalar>, offsetWeight: Scalar, penWeight: Scalar,
        gradient: VectorView<Scalar>?, scratch: VectorView<Scalar>
    ) -> (offset: Scalar, pen: Scalar) {
        let size = outputSize
        let pen = penLoss(outputs[0..<3], target: target[2..<5], weight: penWeight, gradient: gradient?[0..<3])
        if offsetWeight == 0 {
            gradient?[3..<size].fill(0)
            return (0, pen)
        }
        let offset = offsetLoss(
            outputs[3..<size], x: target[0], y: target[1], weight: offsetWeight, gradient: gradient?[3..<size],
            scratch: scratch)
        return (offset, pen)
    }

    /// Cross-entropy of the pen state (equation 10); its gradient is softmax minus target.
    @inlinable @inline(__always)
    func penLoss(
        _ logits: VectorView<Scalar>, target: VectorView<Scalar>, weight: Scalar, gradient: VectorView<Scalar>?
    ) -> Scalar {
        let top = max(logits[0], logits[1], logits[2])
        var sum: Scalar = 0
        for k in 0..<3 { sum += Scalar.exp(logits[k] - top) }
        let logSum = top + Scalar.log(sum)
        var loss: Scalar = 0
        for k in 0..<3 {
            loss -= target[k] * (logits[k] - logSum)
            if let gradient { gradient[k] = weight * (Scalar.exp(logits[k] - logSum) - target[k]) }
        }
        return loss
    }

    /// The negative log likelihood of the offset (equation 9).
    @inlinable
    func offsetLoss(
        _ outputs: VectorView<Scalar>, x: Scalar, y: Scalar, weight: Scalar, gradient: VectorView<Scalar>?,
        scratch: VectorView<Scalar>
    ) -> Scalar {
        let m = mixtureCount
        let values = outputs.matrix(rows: 6, columns: m)
        let (pi, muX, muY) = (values.row(0), values.row(1), values.row(2))
        let (sX, sY, rho) = (values.row(3), values.row(4), values.row(5))
        let (density, share) = (scratch[0..<m], scratch[m..<2 * m])

        var top = pi[0]
        for k in 1..<m { top = max(top, pi[k]) }
        var total: Scalar = 0
        for k in 0..<m {
            share[k] = Scalar.exp(pi[k] - top)
            total += share[k]
        }
        var likelihood: Scalar = 0
        for k in 0..<m {
            share[k] /= total
            let c = BivariateNormal(dx: x - muX[k], dy: y - muY[k], logSX: sX[k], logSY: sY[k], rho: rho[k])
            density[k] = share[k] * Scalar.exp(c.logDensity)
            likelihood += density[k]
        }
        // A density too large for the type: the smallest loss there is, and no gradient.
        if likelihood == .infinity {
            gradient?.fill(0)
            return -Scalar.log(Scalar.greatestFiniteMagnitude)
        }
        let evidence = likelihood + Self.floor
        guard let gradient else { return -Scalar.log(evidence) }
        let explained = likelihood / evidence
        let slopes = gradient.matrix(rows: 6, columns: m)
        for k in 0..<m {
            let gamma = density[k] / evidence
            slopes[0, k] = weight * (share[k] * explained - gamma)
            guard gamma > 0 else {
                for row in 1..<6 { slopes[row, k] = 0 }
                continue
            }
            let c = BivariateNormal(dx: x - muX[k], dy: y - muY[k], logSX: sX[k], logSY: sY[k], rho: rho[k])
            let g = -weight * gamma
            let (u, v) = ((c.a - c.rho * c.b) / c.q, (c.b - c.rho * c.a) / c.q)
            slopes[1, k] = g * u * c.inverseX
            slopes[2, k] = g * v * c.inverseY
            slopes[3, k] = g * (c.a * u - 1)
            slopes[4, k] = g * (c.b * v - 1)
            slopes[5, k] = g * (c.a * c.b + c.rho * (1 - c.squaredDistance / c.q))
        }
        return -Scalar.log(evidence)
    }
}
