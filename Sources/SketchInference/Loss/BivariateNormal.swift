/// The density of one mixture component at one offset (Ha & Eck 2017, equation 4), from the network's outputs before
/// their activations.
@usableFromInline
struct BivariateNormal<Scalar: ElementaryFunctions> {
    /// The offset's distance from the mean in standard deviations, in x and in y.
    @usableFromInline let a, b: Scalar
    /// The correlation, and 1 - rho^2.
    @usableFromInline let rho, q: Scalar
    /// 1 / standard deviation, in x and in y.
    @usableFromInline let inverseX, inverseY: Scalar
    /// a^2 + b^2 - 2 rho a b.
    @usableFromInline let squaredDistance: Scalar
    @usableFromInline let logDensity: Scalar

    /// Log standard deviations are clamped to this; beyond it the original's densities are not finite.
    @inlinable static var largestLogDeviation: Scalar { 40 }
    @inlinable static var logTwoPi: Scalar { 1.837877066409345 }

    /// - Parameters:
    ///   - dx, dy: the offset minus the mean, in model units.
    ///   - logSX, logSY: the logarithms of the standard deviations.
    ///   - raw: the correlation before tanh.
    @inlinable @inline(__always)
    init(dx: Scalar, dy: Scalar, logSX: Scalar, logSY: Scalar, rho raw: Scalar) {
        let limit = Self.largestLogDeviation
        let (lx, ly) = (min(max(logSX, -limit), limit), min(max(logSY, -limit), limit))
        inverseX = Scalar.exp(-lx)
        inverseY = Scalar.exp(-ly)
        a = dx * inverseX
        b = dy * inverseY
        rho = Scalar.tanh(raw)
        // 1 - tanh^2 without cancellation: 4 e / (1 + e)^2 with e = exp(-2 |raw|).
        let e = Scalar.exp(-2 * min(abs(raw), limit))
        q = 4 * e / ((1 + e) * (1 + e))
        // As a sum of squares, so that it is never negative.
        squaredDistance = (a - rho * b) * (a - rho * b) + q * b * b
        let logScale = -(lx + ly) - Scalar.log(q) / 2
        logDensity = logScale - Self.logTwoPi - squaredDistance / (2 * q)
    }
}
