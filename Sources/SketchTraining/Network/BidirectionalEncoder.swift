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

    /// - Parameter shared: the encoder of another slice, whose packed weights are used.
    /// - Throws: `TrainingError.unknownTensor`.
    init(
        _ cell: CellKind, size: Int, configuration: ModelConfiguration, layout: ParameterLayout,
        products: Products<Scalar> = Products(), sharing shared: BidirectionalEncoder? = nil
    ) throws {
        directions = try ["ENC_RNN/fw", "ENC_RNN/bw"].enumerated().map { index, scope in
            try RecurrentLayer(
                cell, size: size, scope: scope, latentSize: 0, configuration: configuration, layout: layout,
                products: products, sharing: shared?.directions[index])
        }
    }

    /// The packing of the weights that the encoders of all slices share.
    var packingTasks: PackingTasks<Scalar> { directions.reduce(PackingTasks()) { $0 + $1.packingTasks } }

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

    /// One slice's part of a pass that several slices make together.
    struct Pass {
        let encoder: BidirectionalEncoder
        let rows: StrokeRows<Scalar>
        /// The gradients of all parameters, added to.
        var gradient: VectorView<Scalar>
        /// [B, 2E], d cost / d `finalHidden`.
        var finalHiddenGradient: MatrixView<Scalar>
    }

    /// Runs both directions of several slices and leaves their final h in `finalHidden`.
    static func forward(_ passes: [Pass], _ parameters: VectorView<Scalar>) {
        for index in 0..<2 {
            RecurrentLayer.forward(
                passes.map { pass in
                    .init(
                        layer: pass.encoder.directions[index], inputs: pass.encoder.inputs(index, pass.rows),
                        gradient: pass.gradient)
                }, parameters)
            for pass in passes {
                let encoder = pass.encoder
                encoder.finalHidden.columns(encoder.columns(index)).update(from: encoder.directions[index].finalHidden)
            }
        }
    }

    /// Back-propagation through time of several slices.
    static func backward(_ passes: [Pass], _ parameters: VectorView<Scalar>) {
        for index in 0..<2 {
            RecurrentLayer.backward(
                passes.map { pass in
                    let encoder = pass.encoder
                    encoder.directionGradient.view.update(
                        from: pass.finalHiddenGradient.columns(encoder.columns(index)))
                    return .init(
                        layer: encoder.directions[index], inputs: encoder.inputs(index, pass.rows),
                        gradient: pass.gradient, finalHiddenGradient: encoder.directionGradient.view)
                }, parameters)
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
