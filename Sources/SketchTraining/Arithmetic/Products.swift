import CSketchKernels
import SketchInference

/// The precision of a training's large matrix products. Weights, gradients, sums and everything else are float32.
public enum ProductPrecision: String, Codable, Hashable, Sendable, CaseIterable {
    case f32
    /// Factors rounded to bfloat16, sums in float32; the same bits on every processor.
    case bf16

    /// bfloat16 on processors that have an instruction for it, otherwise float32.
    public static var automatic: ProductPrecision { sk_has_bf16() != 0 ? .bf16 : .f32 }
}

/// The matrix products of one thread: their precision, and the memory in which factors are rounded and packed.
package final class Products<Scalar: TrainingScalar> {
    package let precision: ProductPrecision
    package let rows = Buffer<Scalar>()
    package let packed = Buffer<Scalar>()

    package init(_ precision: ProductPrecision = .f32) { self.precision = precision }

    /// `c = a b`, or `c += a b` when `adding`, after the requested transpositions.
    package func multiply(
        _ a: MatrixView<Scalar>, transposed transposeA: Bool, _ b: MatrixView<Scalar>, transposed transposeB: Bool,
        into c: MatrixView<Scalar>, adding: Bool
    ) {
        switch precision {
        case .f32: Scalar.gemm(a, transposed: transposeA, b, transposed: transposeB, into: c, adding: adding)
        case .bf16:
            Scalar.roundedGEMM(
                a, transposed: transposeA, b, transposed: transposeB, into: c, adding: adding, rows: rows, packed: packed)
        }
    }
}

/// Rows of a product with a packed matrix, y = x W: x is [rows, k] and y [rows, n].
package struct ProductRows<Scalar: TrainingScalar> {
    package var x: MatrixView<Scalar>
    package var y: MatrixView<Scalar>

    package init(_ x: MatrixView<Scalar>, into y: MatrixView<Scalar>) { (self.x, self.y) = (x, y) }
}
