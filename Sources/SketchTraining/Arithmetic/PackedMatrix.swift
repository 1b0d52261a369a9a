import SketchInference

/// A weight matrix packed once per batch for the many products with few rows that a pass through time makes, where
/// OpenBLAS would pack it again for each product.
final class PackedMatrix<Scalar: TrainingScalar> {
    private let packed = Buffer<Scalar>()

    /// Packs W [k, n] and a bias [n] that products start from; without one they start from zero.
    func load(_ w: MatrixView<Scalar>, bias: VectorView<Scalar>? = nil) {
        packed.resize(to: Scalar.packedCount(k: w.rows, n: w.columns))
        Scalar.pack(w, bias: bias, into: packed.vector)
    }

    /// Packs the transpose of W [n, k].
    func load(transposeOf w: MatrixView<Scalar>) {
        packed.resize(to: Scalar.packedCount(k: w.columns, n: w.rows))
        Scalar.pack(transposeOf: w, into: packed.vector)
    }

    /// `y = x W + bias`, or `y += x W` when `adding`, for x [rows, k] and y [rows, n].
    func multiply(_ x: MatrixView<Scalar>, into y: MatrixView<Scalar>, adding: Bool) {
        guard x.rows > 0 else { return }
        Scalar.packedGEMM(x, packed: packed.vector, into: y, adding: adding)
    }
}
