import SketchInference

/// The memory of one matrix, reused from batch to batch.
package final class MatrixBuffer<Scalar: TrainingScalar> {
    private let buffer = Buffer<Scalar>()
    private var rows = 0
    private var columns = 0

    package init() {}

    /// The matrix, valid until the next `resize`.
    package var view: MatrixView<Scalar> { MatrixView(base: buffer.base, rows: rows, columns: columns) }

    /// Makes room for [rows, columns], whose values are then unspecified.
    @discardableResult
    package func resize(rows: Int, columns: Int) -> MatrixView<Scalar> {
        buffer.resize(to: rows * columns)
        (self.rows, self.columns) = (rows, columns)
        return view
    }
}
