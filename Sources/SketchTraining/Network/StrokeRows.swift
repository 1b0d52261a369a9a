import SketchCore
import SketchInference

/// The rows of a batch's drawings in stroke-5, time-major: step 0 is the start token (0, 0, 1, 0, 0), steps 1 to l are the
/// drawing, the rest are (0, 0, 0, 0, 1). The only layout of a training batch: the decoder reads steps 0 to T - 1 and has
/// to predict steps 1 to T; the encoder reads the steps from 1 on.
package final class StrokeRows<Scalar: TrainingScalar> {
    private let rows = StepMatrices<Scalar>()
    /// The drawings' lengths in rows, longest first.
    private(set) var lengths: [Int] = []
    /// T.
    private(set) var steps = 0

    package init() {}

    /// The length of the longest drawing.
    var longest: Int { lengths.first ?? 0 }

    /// Lays drawings out.
    /// - Parameters:
    ///   - drawings: in model units, longest first.
    ///   - maxLength: N; rows after it are left out.
    ///   - steps: T, at least the largest length and at most N.
    package func load(_ drawings: [Stroke3], maxLength: Int, steps: Int) {
        self.steps = steps
        lengths = drawings.map { min($0.count, maxLength) }
        rows.resize(steps: steps + 1, rows: drawings.count, columns: 5)
        rows.elements.fill(0)
        for (index, drawing) in drawings.enumerated() {
            rows[0][index, 2] = 1
            for step in 1..<steps + 1 {
                let target = rows[step].row(index)
                guard step <= lengths[index] else {
                    target[4] = 1
                    continue
                }
                let row = drawing.rows[step - 1]
                target[0] = Scalar(row.dx)
                target[1] = Scalar(row.dy)
                target[row.isLifted ? 3 : 2] = 1
            }
        }
    }

    /// [T * B, 5], the decoder's inputs.
    var inputs: MatrixView<Scalar> { rows[0..<steps] }
    /// [T * B, 5], the rows that the decoder has to predict.
    var targets: MatrixView<Scalar> { rows[1..<steps + 1] }
    /// The drawings without start token and without the steps at which all have ended.
    var drawn: MatrixView<Scalar> { rows[1..<longest + 1] }

    /// [B, 5], the rows of a step, 0 to T.
    package func step(_ index: Int) -> MatrixView<Scalar> { rows[index] }
}
