/// A row-major matrix in memory that a `Buffer` owns; rows may be further apart than their length. It can be written
/// through. It does not keep the buffer alive, and it is valid as long as the buffer keeps its size. Bounds are checked in
/// debug builds.
@usableFromInline
package struct MatrixView<Scalar: BinaryFloatingPoint & BitwiseCopyable> {
    @usableFromInline package let base: UnsafeMutablePointer<Scalar>
    @usableFromInline package let rows: Int
    @usableFromInline package let columns: Int
    /// The distance from a row's first number to the next row's.
    @usableFromInline package let stride: Int

    @inlinable
    package init(base: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int, stride: Int) {
        assert(rows >= 0 && columns >= 0, "a matrix of \(rows) x \(columns)")
        assert(stride >= columns || rows <= 1, "rows of \(columns) numbers that are \(stride) apart")
        self.base = base
        self.rows = rows
        self.columns = columns
        self.stride = stride
    }

    /// Rows that follow each other.
    @inlinable
    package init(base: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int) {
        self.init(base: base, rows: rows, columns: columns, stride: columns)
    }

    @inlinable
    package subscript(row: Int, column: Int) -> Scalar {
        get { self.row(row)[column] }
        nonmutating set { self.row(row)[column] = newValue }
    }

    @inlinable
    package func row(_ index: Int) -> VectorView<Scalar> {
        assert(index >= 0 && index < rows, "row \(index) of \(rows)")
        return VectorView(base: base + index * stride, count: columns)
    }

    @inlinable
    package func rows(_ range: Range<Int>) -> MatrixView {
        assert(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return MatrixView(base: base + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
    }

    /// The first `count` rows.
    @inlinable
    package func prefix(_ count: Int) -> MatrixView { rows(0..<count) }

    @inlinable
    package func columns(_ range: Range<Int>) -> MatrixView {
        assert(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
        return MatrixView(base: base + range.lowerBound, rows: rows, columns: range.count, stride: stride)
    }

    /// All elements as one vector. The rows must follow each other.
    @inlinable
    package var elements: VectorView<Scalar> {
        assert(stride == columns || rows <= 1, "rows of \(columns) numbers that are \(stride) apart")
        return VectorView(base: base, count: rows * columns)
    }

    /// Copies the values of a matrix of the same shape.
    @inlinable
    package func update(from other: MatrixView) {
        assert(rows == other.rows && columns == other.columns, "\(other.rows) x \(other.columns) to \(rows) x \(columns)")
        if stride == columns, other.stride == columns {
            base.update(from: other.base, count: rows * columns)
        } else {
            for index in 0..<rows { row(index).update(from: other.row(index)) }
        }
    }

    /// Writes the same values to every row.
    @inlinable
    package func updateRows(from values: VectorView<Scalar>) {
        for index in 0..<rows { row(index).update(from: values) }
    }

    @inlinable
    package func fill(_ value: Scalar) {
        for index in 0..<rows { row(index).fill(value) }
    }
}
