/// A row of numbers in memory that a `Buffer` owns. It can be written through. It does not keep the buffer alive, and it is
/// valid as long as the buffer keeps its size. Bounds are checked in debug builds.
@usableFromInline
package struct VectorView<Scalar: BinaryFloatingPoint & BitwiseCopyable> {
    @usableFromInline package let base: UnsafeMutablePointer<Scalar>
    @usableFromInline package let count: Int

    @inlinable
    package init(base: UnsafeMutablePointer<Scalar>, count: Int) {
        assert(count >= 0, "a vector of \(count) numbers")
        self.base = base
        self.count = count
    }

    @inlinable
    package subscript(index: Int) -> Scalar {
        get {
            assert(index >= 0 && index < count, "element \(index) of \(count)")
            return base[index]
        }
        nonmutating set {
            assert(index >= 0 && index < count, "element \(index) of \(count)")
            base[index] = newValue
        }
    }

    /// The elements of `range` as a view of their own.
    @inlinable
    package subscript(range: Range<Int>) -> VectorView {
        assert(range.lowerBound >= 0 && range.upperBound <= count, "elements \(range) of \(count)")
        return VectorView(base: base + range.lowerBound, count: range.count)
    }

    /// The same memory as a matrix whose rows follow each other.
    @inlinable
    package func matrix(rows: Int, columns: Int) -> MatrixView<Scalar> {
        assert(rows * columns <= count, "\(rows) rows of \(columns) in \(count) numbers")
        return MatrixView(base: base, rows: rows, columns: columns)
    }

    /// Copies the values of a vector of the same size.
    @inlinable
    package func update(from other: VectorView) {
        assert(count == other.count, "\(other.count) numbers copied to \(count)")
        base.update(from: other.base, count: count)
    }

    /// The values as an array.
    @inlinable package var array: [Scalar] { Array(UnsafeBufferPointer(start: base, count: count)) }

    @inlinable
    package func fill(_ value: Scalar) { base.update(repeating: value, count: count) }
}

extension Buffer {
    /// All numbers of the buffer.
    @inlinable package var vector: VectorView<Scalar> { VectorView(base: base, count: count) }
}
