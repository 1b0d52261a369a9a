import COpenBLAS
import Foundation

/// The arithmetic that training needs from a floating-point type.
///
/// Everything in this module is written once over it: `Float` trains, `Double` proves the gradients by
/// finite differences and against float64 reference values.
package protocol TrainingScalar: BinaryFloatingPoint, Codable, SIMDScalar, Sendable {
    static func exp(_ x: Self) -> Self
    static func log(_ x: Self) -> Self
    static func tanh(_ x: Self) -> Self

    /// `c = a b + beta c` for row-major matrices, `a` [m, k] and `b` [k, n] after the transpositions asked
    /// for; `lda`, `ldb`, `ldc` are the stored rows' strides in elements.
    static func multiply(
        _ a: UnsafePointer<Self>, transposed transposeA: Bool, lda: Int,
        _ b: UnsafePointer<Self>, transposed transposeB: Bool, ldb: Int,
        into c: UnsafeMutablePointer<Self>, ldc: Int, beta: Self, m: Int, n: Int, k: Int)

    /// Replaces `count` numbers by their logistic function 1 / (1 + exp(-x)).
    static func sigmoid(_ x: UnsafeMutablePointer<Self>, count: Int)
    /// `y = tanh(x)` for `count` numbers; `x` and `y` may be the same.
    static func tanh(_ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)
}

extension Double: TrainingScalar {
    package static func exp(_ x: Double) -> Double { Foundation.exp(x) }
    package static func log(_ x: Double) -> Double { Foundation.log(x) }
    package static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }

    package static func multiply(
        _ a: UnsafePointer<Double>, transposed transposeA: Bool, lda: Int,
        _ b: UnsafePointer<Double>, transposed transposeB: Bool, ldb: Int,
        into c: UnsafeMutablePointer<Double>, ldc: Int, beta: Double, m: Int, n: Int, k: Int
    ) {
        guard m > 0, n > 0, k > 0 else { return }
        cblas_dgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
            transposeB ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k),
            1, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
    }

    package static func sigmoid(_ x: UnsafeMutablePointer<Double>, count: Int) {
        for i in 0..<count { x[i] = 1 / (1 + Foundation.exp(-x[i])) }
    }

    package static func tanh(
        _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
    ) {
        for i in 0..<count { y[i] = Foundation.tanh(x[i]) }
    }
}

extension Float: TrainingScalar {
    package static func exp(_ x: Float) -> Float { Foundation.exp(x) }
    package static func log(_ x: Float) -> Float { Foundation.log(x) }
    package static func tanh(_ x: Float) -> Float { Foundation.tanh(x) }

    package static func multiply(
        _ a: UnsafePointer<Float>, transposed transposeA: Bool, lda: Int,
        _ b: UnsafePointer<Float>, transposed transposeB: Bool, ldb: Int,
        into c: UnsafeMutablePointer<Float>, ldc: Int, beta: Float, m: Int, n: Int, k: Int
    ) {
        guard m > 0, n > 0, k > 0 else { return }
        cblas_sgemm(
            CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
            transposeB ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k),
            1, a, blasint(lda), b, blasint(ldb), beta, c, blasint(ldc))
    }

    package static func sigmoid(_ x: UnsafeMutablePointer<Float>, count: Int) {
        VectorMath.map(x, into: x, count: count, VectorMath.sigmoid)
    }

    package static func tanh(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int
    ) {
        VectorMath.map(x, into: y, count: count, VectorMath.tanh)
    }
}
