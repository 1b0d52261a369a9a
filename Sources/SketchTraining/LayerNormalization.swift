/// Layer normalisation of one row, forwards and backwards: population variance, epsilon inside the root, as
/// the original's cells have it. (Ba et al. 2016, arXiv 1607.06450.)
enum LayerNormalization {
    static let epsilon = 1e-3

    /// Replaces `x` by gain * (x - mean) / deviation + shift.
    /// - Parameter normal: receives (x - mean) / deviation.
    /// - Returns: 1 / deviation.
    @inline(__always)
    static func apply<Scalar: TrainingScalar>(
        _ x: UnsafeMutablePointer<Scalar>, normal: UnsafeMutablePointer<Scalar>,
        gain: UnsafePointer<Scalar>, shift: UnsafePointer<Scalar>, count n: Int
    ) -> Scalar {
        let mean = sum(n) { $0.load(x) } last: { x[$0] } / Scalar(n)
        for k in 0..<n { normal[k] = x[k] - mean }
        let square = sum(n) { $0.load(normal) * $0.load(normal) } last: { normal[$0] * normal[$0] }
        let inverse = 1 / (square / Scalar(n) + Scalar(epsilon)).squareRoot()
        for k in 0..<n {
            normal[k] *= inverse
            x[k] = gain[k] * normal[k] + shift[k]
        }
        return inverse
    }

    /// Replaces `dy`, the gradient of what `apply` returned, by that of its input, and adds the gradients of
    /// gain and shift.
    @inline(__always)
    static func differentiate<Scalar: TrainingScalar>(
        _ dy: UnsafeMutablePointer<Scalar>, normal: UnsafePointer<Scalar>, inverse: Scalar,
        gain: UnsafePointer<Scalar>, gainGradient: UnsafeMutablePointer<Scalar>,
        shiftGradient: UnsafeMutablePointer<Scalar>, count n: Int
    ) {
        for k in 0..<n {
            gainGradient[k] += dy[k] * normal[k]
            shiftGradient[k] += dy[k]
            dy[k] *= gain[k]
        }
        let mean = sum(n) { $0.load(dy) } last: { dy[$0] } / Scalar(n)
        let along = sum(n) { $0.load(dy) * $0.load(normal) } last: { dy[$0] * normal[$0] } / Scalar(n)
        for k in 0..<n { dy[k] = inverse * (dy[k] - mean - normal[k] * along) }
    }

    /// Where a group of eight numbers starts.
    struct Place {
        let index: Int

        @inline(__always)
        func load<Scalar: TrainingScalar>(_ x: UnsafePointer<Scalar>) -> SIMD8<Scalar> {
            UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<Scalar>.self)
        }
    }

    /// The sum of `n` terms in eight partial sums, in a fixed order; the last n % 8 one by one.
    @inline(__always)
    private static func sum<Scalar: TrainingScalar>(
        _ n: Int, eight: (Place) -> SIMD8<Scalar>, last: (Int) -> Scalar
    ) -> Scalar {
        var parts = SIMD8<Scalar>()
        var k = 0
        while k + 8 <= n {
            parts += eight(Place(index: k))
            k += 8
        }
        var total = parts.sum()
        while k < n {
            total += last(k)
            k += 1
        }
        return total
    }
}
