/// A recurrent cell of the encoder or decoder: rows of packed state that advance in lockstep.
///
/// Letters: B rows in the batch, n units, S the width of the packed state. Rows are computed independently: the bytes of
/// one do not depend on B or on the other rows. Conforming types contain only packed weights and may be used from several
/// threads, each with its own buffers.
package protocol RecurrentCell: Sendable {
    /// n, the width of the output h.
    var size: Int { get }
    /// S, the width of the packed state. The order of its parts is the checkpoint's, which `tanh(z W + b)` depends on.
    var stateSize: Int { get }
    /// The position of h in the packed state.
    var outputOffset: Int { get }
    /// Floats per row that `project` writes.
    var projectedSize: Int { get }
    /// Floats of scratch memory per row that `step` needs.
    var scratchSize: Int { get }
    /// Floats per row that `prepare` writes; 0 if the cell has no constant input.
    var constantSize: Int { get }

    /// Computes the contribution of the constant input z to every step, once per drawing.
    ///
    /// - Parameters:
    ///   - constants: z [B, Z], rows packed.
    ///   - output: [B, constantSize], rows packed.
    func prepare(
        constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>)

    /// Computes the contribution of the input to the pre-activations. It does not depend on the state, so the rows of
    /// several steps can be projected at once.
    ///
    /// - Parameters:
    ///   - input: stroke-5 rows [R, 5], packed.
    ///   - prepared: the output of `prepare` for these rows, [R, constantSize]; not read if the size is 0.
    ///   - output: [R, projectedSize], rows packed.
    func project(
        _ input: UnsafePointer<Float>, rows: Int, prepared: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<Float>)

    /// Advances every row by one step.
    ///
    /// - Parameters:
    ///   - projected: the output of `project` for the rows' inputs, [B, projectedSize]; overwritten.
    ///   - state: [B, S], rows packed; updated in place.
    ///   - scratch: [B, scratchSize].
    ///   - descending: the order in which the recurrent weights are read; see `PackedLayer.apply`.
    func step(
        projected: UnsafeMutablePointer<Float>, batch: Int, state: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, descending: Bool)
}

extension CellKind {
    /// The cell with the tensors under `prefix`. Its input is a stroke-5 row followed by `constantSize` values that are
    /// constant for a drawing (the latent; 0 for none).
    ///
    /// - Throws: `InferenceError.missingTensor`.
    package func makeCell(
        model: SketchModel, prefix: String, constantSize: Int
    ) throws -> any RecurrentCell {
        switch self {
        case .lstm:
            return LSTMCell(
                inputWeights: try model.tensor("\(prefix)/\(checkpointName)/W_xh"),
                recurrentWeights: try model.tensor("\(prefix)/\(checkpointName)/W_hh"),
                bias: try model.tensor("\(prefix)/\(checkpointName)/bias"), constantSize: constantSize)
        case .layerNorm:
            return try LayerNormLSTMCell(
                model: model, folder: "\(prefix)/\(checkpointName)", constantSize: constantSize)
        case .hyper:
            return try HyperLSTMCell(
                model: model, folder: "\(prefix)/\(checkpointName)", constantSize: constantSize)
        }
    }
}
