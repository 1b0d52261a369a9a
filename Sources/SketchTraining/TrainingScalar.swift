import COpenBLAS
import Foundation
import SketchInference

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

    /// Numbers that a packed [k, n] matrix takes.
    static func packedCount(k: Int, n: Int) -> Int
    /// Lays W [k, n] and a bias [n] out for `multiply(_:lda:rows:packed:...)`.
    static func pack(
        _ w: UnsafePointer<Self>, bias: UnsafePointer<Self>?, k: Int, n: Int, into packed: UnsafeMutablePointer<Self>)
    /// Lays the transpose of W [n, k] out.
    static func pack(transposeOf w: UnsafePointer<Self>, k: Int, n: Int, into packed: UnsafeMutablePointer<Self>)
    /// `y = x W + bias` or `y += x W` with a packed W.
    static func multiply(
        _ x: UnsafePointer<Self>, lda: Int, rows: Int, packed: UnsafePointer<Self>, k: Int, n: Int,
        into y: UnsafeMutablePointer<Self>, ldc: Int, adding: Bool)

    /// `y = tanh(x)` for `count` numbers; `x` and `y` may be the same.
    static func tanh(_ x: UnsafePointer<Self>, into y: UnsafeMutablePointer<Self>, count: Int)

    // What a cell does with one row of n units, as sketch_training_kernels.h says; `CellArithmetic.swift` holds the
    // plain form.
    static func activateGates(
        _ a: UnsafeMutablePointer<Self>, count n: Int, cell: UnsafePointer<Self>, keep: UnsafePointer<Self>?,
        next: UnsafeMutablePointer<Self>)
    static func squashOutput(
        _ x: UnsafePointer<Self>, gate: UnsafePointer<Self>, count n: Int, squashed: UnsafeMutablePointer<Self>,
        hidden: UnsafeMutablePointer<Self>)
    static func differentiateOutput(
        _ hiddenGradient: UnsafePointer<Self>, count n: Int, gate: UnsafeMutablePointer<Self>,
        squashed: UnsafeMutablePointer<Self>)
    static func differentiateGates(
        _ a: UnsafeMutablePointer<Self>, count n: Int, cell: UnsafePointer<Self>, fromHidden: UnsafePointer<Self>,
        keep: UnsafePointer<Self>?, cellGradient: UnsafeMutablePointer<Self>)
    static func normalize(
        _ x: UnsafeMutablePointer<Self>, count n: Int, gain: UnsafePointer<Self>, shift: UnsafePointer<Self>,
        normal: UnsafeMutablePointer<Self>) -> Self
    static func differentiateNormal(
        _ dy: UnsafeMutablePointer<Self>, count n: Int, normal: UnsafePointer<Self>, inverse: Self,
        gain: UnsafePointer<Self>, gainGradient: UnsafeMutablePointer<Self>,
        shiftGradient: UnsafeMutablePointer<Self>)
    static func scaleProducts(
        _ x: UnsafePointer<Self>, _ h: UnsafePointer<Self>, scales: UnsafePointer<Self>, bias: UnsafePointer<Self>,
        count: Int, into a: UnsafeMutablePointer<Self>)
    static func differentiateScaling(
        _ da: UnsafePointer<Self>, scales: UnsafePointer<Self>, count: Int, x: UnsafeMutablePointer<Self>,
        h: UnsafeMutablePointer<Self>, slopes: UnsafeMutablePointer<Self>)

    /// From one step's gradients da [rows, width] and its inputs x [rows, 5]: dw [5, width] += x^T da, and each row of
    /// da is added to `total`, whose rows are `stride` numbers apart (0 sums them all into one).
    static func addInputGradients(
        _ x: UnsafePointer<Self>, _ da: UnsafePointer<Self>, rows: Int, width: Int, to dw: UnsafeMutablePointer<Self>,
        total: UnsafeMutablePointer<Self>?, stride: Int)

    /// `y += x` for `count` numbers.
    static func add(_ x: UnsafePointer<Self>, to y: UnsafeMutablePointer<Self>, count: Int)
    /// Dropout's multipliers from a stream: `multiplier` where 16 random bits are below `threshold`, else 0.
    static func fillMask(
        _ mask: UnsafeMutablePointer<Self>, count: Int, random: Philox, threshold: UInt32, multiplier: Self)
    /// Adam's update of `count` parameters, as `Adam.update` says.
    static func updateAdam(
        _ theta: UnsafeMutablePointer<Self>, m: UnsafeMutablePointer<Self>, v: UnsafeMutablePointer<Self>,
        gradient: UnsafePointer<Self>, other: UnsafePointer<Self>?, count: Int, rate: Self, limit: Self)
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

    package static func tanh(
        _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
    ) {
        for i in 0..<count { y[i] = Foundation.tanh(x[i]) }
    }

    // Plain copies, bias first: what proves the gradients needs no speed.
    package static func packedCount(k: Int, n: Int) -> Int { (k + 1) * n }

    package static func pack(
        _ w: UnsafePointer<Double>, bias: UnsafePointer<Double>?, k: Int, n: Int,
        into packed: UnsafeMutablePointer<Double>
    ) {
        if let bias { packed.update(from: bias, count: n) } else { packed.update(repeating: 0, count: n) }
        (packed + n).update(from: w, count: k * n)
    }

    package static func pack(
        transposeOf w: UnsafePointer<Double>, k: Int, n: Int, into packed: UnsafeMutablePointer<Double>
    ) {
        packed.update(repeating: 0, count: n)
        for row in 0..<k {
            for column in 0..<n { packed[(row + 1) * n + column] = w[column * k + row] }
        }
    }

    package static func multiply(
        _ x: UnsafePointer<Double>, lda: Int, rows: Int, packed: UnsafePointer<Double>, k: Int, n: Int,
        into y: UnsafeMutablePointer<Double>, ldc: Int, adding: Bool
    ) {
        if !adding {
            for row in 0..<rows { (y + row * ldc).update(from: packed, count: n) }
        }
        multiply(
            x, transposed: false, lda: lda, packed + n, transposed: false, ldb: n, into: y, ldc: ldc, beta: 1,
            m: rows, n: n, k: k)
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
}

extension TrainingError {
    /// Loads the library that the large products come from; to be called before the first of them.
    /// - Throws: `TrainingError.noOpenBLAS`.
    static func requireOpenBLAS() throws {
        if let reason = openblas_load() { throw TrainingError.noOpenBLAS(reason: String(cString: reason)) }
    }
}
