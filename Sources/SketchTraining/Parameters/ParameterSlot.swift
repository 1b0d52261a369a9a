import SketchInference

/// The position of one tensor in the flat array of a model's parameters. A vector [n] is a matrix [1, n].
package struct ParameterSlot: Hashable, Sendable {
    package let offset: Int
    package let rows: Int
    package let columns: Int

    package var count: Int { rows * columns }
    package var range: Range<Int> { offset..<offset + count }

    /// Rows `range` of the tensor.
    func rows(_ range: Range<Int>) -> ParameterSlot {
        assert(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return ParameterSlot(offset: offset + range.lowerBound * columns, rows: range.count, columns: columns)
    }
}

/// The flat array of a model's parameters, or of their gradients, by slot.
extension VectorView {
    /// The tensor at `slot` as a matrix.
    package subscript(slot: ParameterSlot) -> MatrixView<Scalar> {
        self[slot.range].matrix(rows: slot.rows, columns: slot.columns)
    }

    /// The tensor at `slot` as one vector.
    package func vector(_ slot: ParameterSlot) -> VectorView<Scalar> { self[slot.range] }
}
