import COpenBLAS
import SketchInference

/// Double precision, which verifies gradients and need not be fast. Everything but the matrix products is the plain form
/// of `TrainingScalar+Reference.swift`.
extension Double: TrainingScalar {
    package static func gemm(
        _ a: MatrixView<Double>, transposed transposeA: Bool, _ b: MatrixView<Double>, transposed transposeB: Bool,
        into c: MatrixView<Double>, adding: Bool
    ) {
        let k = innerSize(a, transposed: transposeA, b, transposed: transposeB, c)
        guard c.rows > 0, c.columns > 0, k > 0 else { return }
        let status = openblas_dgemm(
            transposeA ? 1 : 0, transposeB ? 1 : 0, Int32(c.rows), Int32(c.columns), Int32(k), a.base, Int32(a.stride),
            b.base, Int32(b.stride), adding ? 1 : 0, c.base, Int32(c.stride))
        assert(status == 0, "OpenBLAS.load() comes before the first product")
    }

    package static func roundedGEMM(
        _ a: MatrixView<Double>, transposed transposeA: Bool, _ b: MatrixView<Double>, transposed transposeB: Bool,
        into c: MatrixView<Double>, adding: Bool, rows: Buffer<Double>, packed: Buffer<Double>
    ) {
        gemm(a, transposed: transposeA, b, transposed: transposeB, into: c, adding: adding)
    }

    /// A bias row, then W's rows.
    package static func packedCount(k: Int, n: Int, _ precision: ProductPrecision) -> Int { (k + 1) * n }

    package static func pack(
        _ w: MatrixView<Double>, bias: VectorView<Double>?, _ precision: ProductPrecision, into packed: VectorView<Double>
    ) {
        let target = packed.matrix(rows: w.rows + 1, columns: w.columns)
        if let bias { target.row(0).update(from: bias) } else { target.row(0).fill(0) }
        target.rows(1..<target.rows).update(from: w)
    }

    package static func pack(
        transposeOf w: MatrixView<Double>, _ precision: ProductPrecision, into packed: VectorView<Double>
    ) {
        let target = packed.matrix(rows: w.columns + 1, columns: w.rows)
        target.row(0).fill(0)
        for row in 0..<w.columns {
            for column in 0..<w.rows { target[row + 1, column] = w[column, row] }
        }
    }

    package static func packedGEMM(
        _ blocks: [ProductRows<Double>], packed: VectorView<Double>, _ precision: ProductPrecision, adding: Bool,
        rows: Buffer<Double>
    ) {
        for block in blocks {
            let weights = packed.matrix(rows: block.x.columns + 1, columns: block.y.columns)
            if !adding { block.y.updateRows(from: weights.row(0)) }
            gemm(
                block.x, transposed: false, weights.rows(1..<weights.rows), transposed: false, into: block.y, adding: true)
        }
    }
}
