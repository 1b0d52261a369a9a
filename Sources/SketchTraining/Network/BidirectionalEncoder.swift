import SketchInference

/// The two directions that read a drawing, of the encoder and of the classifier; the backward one reads each drawing
/// reversed within its own length (Ha & Eck 2017, section 3.2).
///
/// Letters: T steps, the longest drawing of the batch; B drawings; E units per direction.
final class BidirectionalEncoder<Scalar: TrainingScalar> {
    /// Forward, backward.
    private let directions: [RecurrentLayer<Scalar>]
    /// [T, B, 5], each drawing's rows in reverse.
    private let reversedRows = StepMatrices<Scalar>()
    /// [B, E], the part of the final states' gradient of one direction.
    private let directionGradient = MatrixBuffer<Scalar>()
    /// [B, 2E], the final h of both directions side by side.
    private let finalHiddenBuffer = MatrixBuffer<Scalar>()

    /// - Throws: `TrainingError.unknownTensor`.
    init(_ cell: CellKind, size: Int, configuration: ModelConfiguration, layout: ParameterLayout) throws {
        directions = try ["ENC_RNN/fw", "ENC_RNN/bw"].map { scope in
            try RecurrentLayer(
                cell, size: size, scope: scope, latentSize: 0, configuration: configuration, layout: layout)
        }
    }

    /// [B, 2E], after `forward`.
    var finalHidden: MatrixView<Scalar> { finalHiddenBuffer.view }
    /// The dropout masks of both directions, which the trainer fills.
    var dropoutMasks: [StepMatrices<Scalar>] { directions.map(\.dropoutMask) }

    /// Sizes everything for a batch and reverses its rows.
    /// - Parameter rows: the batch's rows after the start token, at least T steps of [B, 5].
    func load(_ rows: StrokeRows<Scalar>, dropout: Bool) {
        let (steps, batch) = (rows.longest, rows.lengths.count)
        reversedRows.resize(steps: steps, rows: batch, columns: 5)
        for (drawing, length) in rows.lengths.enumerated() {
            for step in 0..<length {
                reversedRows[step].row(drawing).update(from: rows.step(length - step).row(drawing))
            }
        }
        for direction in directions { direction.prepare(lengths: rows.lengths, steps: steps, dropout: dropout) }
        finalHiddenBuffer.resize(rows: batch, columns: 2 * directions[0].size)
        directionGradient.resize(rows: batch, columns: directions[0].size)
    }

    /// Runs both directions and leaves their final h in `finalHidden`.
    func forward(_ rows: StrokeRows<Scalar>, _ parameters: VectorView<Scalar>) {
        for (index, direction) in directions.enumerated() {
            direction.forward(parameters, inputs: inputs(index, rows))
            finalHidden.columns(columns(index)).update(from: direction.finalHidden)
        }
    }

    /// Back-propagation through time from the gradient of `finalHidden`, [B, 2E]; adds to `gradient`.
    func backward(
        _ rows: StrokeRows<Scalar>, _ parameters: VectorView<Scalar>, finalHiddenGradient: MatrixView<Scalar>,
        gradient: VectorView<Scalar>
    ) {
        for (index, direction) in directions.enumerated() {
            directionGradient.view.update(from: finalHiddenGradient.columns(columns(index)))
            direction.backward(
                parameters, gradient: gradient, inputs: inputs(index, rows), finalHiddenGradient: directionGradient.view)
        }
    }

    private func columns(_ direction: Int) -> Range<Int> {
        let size = directions[direction].size
        return direction * size..<(direction + 1) * size
    }

    private func inputs(_ direction: Int, _ rows: StrokeRows<Scalar>) -> MatrixView<Scalar> {
        direction == 0 ? rows.drawn : reversedRows[0..<rows.longest]
    }
}
