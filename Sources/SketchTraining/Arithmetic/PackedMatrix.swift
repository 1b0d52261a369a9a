import SketchInference

/// A weight matrix packed once per batch for the many products with few rows that a pass through time makes, where
/// OpenBLAS would pack it again for each product. The layers of all slices share it.
final class PackedMatrix<Scalar: TrainingScalar>: @unchecked Sendable {
    let precision: ProductPrecision
    private let packed = Buffer<Scalar>()
    /// The bias of a bfloat16 matrix; that of a float32 matrix is packed with it.
    private let bias = Buffer<Scalar>()

    init(_ precision: ProductPrecision = .f32) { self.precision = precision }

    /// Packs W [k, n] and a bias [n] that products start from; without one they start from zero.
    func load(_ w: MatrixView<Scalar>, bias: VectorView<Scalar>? = nil) {
        packed.resize(to: Scalar.packedCount(k: w.rows, n: w.columns, precision))
        self.bias.resize(to: precision == .bf16 ? bias?.count ?? 0 : 0)
        if precision == .bf16, let bias { self.bias.vector.update(from: bias) }
        Scalar.pack(w, bias: bias, precision, into: packed.vector)
    }

    /// Packs the transpose of W [n, k].
    func load(transposeOf w: MatrixView<Scalar>) {
        packed.resize(to: Scalar.packedCount(k: w.columns, n: w.rows, precision))
        bias.resize(to: 0)
        Scalar.pack(transposeOf: w, precision, into: packed.vector)
    }

    /// `y = x W + bias`, or `y += x W` when `adding`, for all rows. Each row's result depends on that row alone.
    func multiply(_ blocks: [ProductRows<Scalar>], adding: Bool, using products: Products<Scalar>) {
        guard blocks.contains(where: { $0.x.rows > 0 }) else { return }
        let startsFromBias = !adding && bias.count > 0
        if startsFromBias { for block in blocks { block.y.updateRows(from: bias.vector) } }
        Scalar.packedGEMM(
            blocks, packed: packed.vector, precision, adding: adding || startsFromBias, rows: products.rows)
    }
}
