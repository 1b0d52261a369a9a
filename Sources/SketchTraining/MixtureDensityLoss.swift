/// The reconstruction loss of one row and its gradient (Ha & Eck 2017, equations 9 and 10).
///
/// The reference takes `-log(sum pi_m pdf_m + 1e-6)` in linear space. This is the same function, computed
/// from logarithms of the densities so that no standard deviation or correlation a network can produce
/// makes it infinite or NaN; where the density underflows, loss 13.8155 and gradient zero are the same too.
package struct MixtureDensityLoss<Scalar: TrainingScalar> {
    /// M, the number of mixture components.
    package let mixtureCount: Int
    /// Numbers of scratch space that `evaluate` wants.
    package var scratchCount: Int { 2 * mixtureCount }

    private static var floor: Scalar { 1e-6 }
    private static var logTwoPi: Scalar { 1.837877066409345 }
    /// Log standard deviations are held within this; beyond it the reference is not finite.
    private static var largestLogDeviation: Scalar { 40 }

    package init(mixtureCount: Int) { self.mixtureCount = mixtureCount }

    /// - Parameters:
    ///   - y: 6M + 3 outputs: pen logits, then pi, mu_x, mu_y, s_x, s_y, rho before their activations;
    ///     replaced by the gradient of `offsetWeight * Ls + penWeight * Lp`.
    ///   - target: the row (dx, dy, p1, p2, p3) to be explained, in model units.
    ///   - offsetWeight: 0 where the drawing has ended.
    /// - Returns: Ls (as if the drawing had not ended) and Lp, unweighted.
    @inline(__always)
    package func evaluate(
        _ y: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>,
        offsetWeight: Scalar, penWeight: Scalar, scratch: UnsafeMutablePointer<Scalar>
    ) -> (offset: Scalar, pen: Scalar) {
        let pen = penLoss(y, target: target + 2, weight: penWeight)
        if offsetWeight == 0 {
            (y + 3).update(repeating: 0, count: 6 * mixtureCount)
            return (0, pen)
        }
        let offset = offsetLoss(y + 3, x: target[0], y: target[1], offsetWeight, scratch)
        return (offset, pen)
    }

    /// Cross-entropy of the pen state, softmax minus target as its gradient.
    @inline(__always)
    private func penLoss(
        _ logits: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>, weight: Scalar
    ) -> Scalar {
        let top = max(logits[0], logits[1], logits[2])
        var sum: Scalar = 0
        for k in 0..<3 { sum += Scalar.exp(logits[k] - top) }
        let logSum = top + Scalar.log(sum)
        var loss: Scalar = 0
        for k in 0..<3 {
            loss -= target[k] * (logits[k] - logSum)
            logits[k] = weight * (Scalar.exp(logits[k] - logSum) - target[k])
        }
        return loss
    }

    private func offsetLoss(
        _ raw: UnsafeMutablePointer<Scalar>, x: Scalar, y: Scalar, _ weight: Scalar,
        _ scratch: UnsafeMutablePointer<Scalar>
    ) -> Scalar {
        let m = mixtureCount
        let (pi, muX, muY) = (raw, raw + m, raw + 2 * m)
        let (sX, sY, rho) = (raw + 3 * m, raw + 4 * m, raw + 5 * m)
        let (density, share) = (scratch, scratch + m)

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
            let c = Component(
                dx: x - muX[k], dy: y - muY[k], logSX: sX[k], logSY: sY[k], rho: rho[k],
                limit: Self.largestLogDeviation)
            density[k] = share[k] * Scalar.exp(c.logDensity(Self.logTwoPi))
            likelihood += density[k]
        }
        if likelihood == .infinity { return overflow(raw) }
        let evidence = likelihood + Self.floor
        let explained = likelihood / evidence
        for k in 0..<m {
            let gamma = density[k] / evidence
            pi[k] = weight * (share[k] * explained - gamma)
            guard gamma > 0 else {
                (muX[k], muY[k], sX[k], sY[k], rho[k]) = (0, 0, 0, 0, 0)
                continue
            }
            let c = Component(
                dx: x - muX[k], dy: y - muY[k], logSX: sX[k], logSY: sY[k], rho: rho[k],
                limit: Self.largestLogDeviation)
            let g = -weight * gamma
            let (u, v) = ((c.a - c.rho * c.b) / c.q, (c.b - c.rho * c.a) / c.q)
            muX[k] = g * u * c.inverseX
            muY[k] = g * v * c.inverseY
            sX[k] = g * (c.a * u - 1)
            sY[k] = g * (c.b * v - 1)
            rho[k] = g * (c.a * c.b + c.rho * (1 - c.squaredDistance / c.q))
        }
        return -Scalar.log(evidence)
    }

    /// A density too large for the type: the best loss there is, and nothing to learn from it.
    private func overflow(_ raw: UnsafeMutablePointer<Scalar>) -> Scalar {
        raw.update(repeating: 0, count: 6 * mixtureCount)
        return -Scalar.log(Scalar.greatestFiniteMagnitude)
    }

    /// One bivariate normal at one point (equation 4).
    private struct Component {
        let a, b, rho, q, inverseX, inverseY, logScale: Scalar

        @inline(__always)
        init(dx: Scalar, dy: Scalar, logSX: Scalar, logSY: Scalar, rho raw: Scalar, limit: Scalar) {
            let (lx, ly) = (min(max(logSX, -limit), limit), min(max(logSY, -limit), limit))
            inverseX = Scalar.exp(-lx)
            inverseY = Scalar.exp(-ly)
            a = dx * inverseX
            b = dy * inverseY
            rho = Scalar.tanh(raw)
            // 1 - tanh^2 without cancellation: 4 e / (1 + e)^2 with e = exp(-2 |raw|).
            let e = Scalar.exp(-2 * min(abs(raw), limit))
            q = 4 * e / ((1 + e) * (1 + e))
            logScale = -(lx + ly) - Scalar.log(q) / 2
        }

        /// a^2 + b^2 - 2 rho a b, as a sum of squares.
        @inline(__always)
        var squaredDistance: Scalar { (a - rho * b) * (a - rho * b) + q * b * b }

        @inline(__always)
        func logDensity(_ logTwoPi: Scalar) -> Scalar {
            logScale - logTwoPi - squaredDistance / (2 * q)
        }
    }
}
