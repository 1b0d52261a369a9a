import SketchInference

/// A matrix for each time step of a batch: either every step's, [T, B, columns], or only the current step's, [B, columns].
package final class StepMatrices<Scalar: TrainingScalar> {
    package enum Extent {
        case everyStep
        /// All steps share one matrix.
        case currentStep
    }

    private let extent: Extent
    private let buffer = Buffer<Scalar>()
    private var steps = 0
    private var rows = 0
    private var columns = 0

    package init(_ extent: Extent = .everyStep) { self.extent = extent }

    /// Makes room; the values are then unspecified.
    package func resize(steps: Int, rows: Int, columns: Int) {
        self.steps = extent == .everyStep ? steps : 1
        (self.rows, self.columns) = (rows, columns)
        buffer.resize(to: self.steps * rows * columns)
    }

    package var isEmpty: Bool { buffer.count == 0 }

    /// The matrix of a step, [B, columns].
    package subscript(step: Int) -> MatrixView<Scalar> {
        let place = extent == .everyStep ? step : 0
        assert(place >= 0 && place < steps, "step \(step) of \(steps)")
        return MatrixView(base: buffer.base + place * rows * columns, rows: rows, columns: columns)
    }

    /// The matrices of several steps below each other, [count * B, columns].
    package subscript(range: Range<Int>) -> MatrixView<Scalar> {
        assert(extent == .everyStep && range.lowerBound >= 0 && range.upperBound <= steps, "steps \(range) of \(steps)")
        return MatrixView(
            base: buffer.base + range.lowerBound * rows * columns, rows: range.count * rows, columns: columns)
    }

    /// All numbers in order.
    package var elements: VectorView<Scalar> { buffer.vector }
}
