/// A recurrent cell as encoder and decoder see it: rows of packed state, advanced in lockstep.
///
/// Letters: B rows in the batch, n units, S the packed state's width. Each row is computed as if it were
/// alone: its bytes do not depend on B or on the other rows. Conforming types hold packed weights only and
/// may be used from several threads, each with buffers of its own.
package protocol RecurrentCell: Sendable {
    /// n, the width of the output h.
    var size: Int { get }
    /// S, the width of the packed state, in the checkpoint's own packing (it decides what
    /// `tanh(z W + b)` starts as).
    var stateSize: Int { get }
    /// Where h begins in the packed state.
    var outputOffset: Int { get }
    /// Floats that `project` leaves for a row.
    var projectedSize: Int { get }
    /// Further floats of working memory that `step` needs for a row.
    var scratchSize: Int { get }
    /// Width of what `prepare` leaves for a row; 0 if the cell has no constant input.
    var constantSize: Int { get }

    /// Computes, once a drawing, what the constant part z of the input adds at every step.
    /// - Parameters:
    ///   - constants: z [B, Z], rows packed.
    ///   - output: [B, constantSize], rows packed.
    func prepare(
        constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>)

    /// What the input adds to the pre-activations. It does not depend on the state, so rows of one step or of many
    /// may be projected at a time.
    /// - Parameters:
    ///   - input: stroke-5 rows [R, 5], packed.
    ///   - prepared: what `prepare` left for these rows, [R, constantSize]; not read if that is 0.
    ///   - output: [R, projectedSize], rows packed.
    func project(
        _ input: UnsafePointer<Float>, rows: Int, prepared: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<Float>)

    /// One step for every row.
    /// - Parameters:
    ///   - projected: what `project` left for the rows' inputs, [B, projectedSize]; used up.
    ///   - state: [B, S], rows packed; updated in place.
    ///   - scratch: [B, scratchSize].
    ///   - descending: the way through the recurrent weights; see `PackedLayer.apply`.
    func step(
        projected: UnsafeMutablePointer<Float>, batch: Int, state: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, descending: Bool)
}

extension CellKind {
    /// The cell whose tensors lie under `prefix`. Its input is a stroke-5 row followed by `constantSize`
    /// values that stay the same for a whole drawing (the latent vector; 0 for none).
    ///
    /// Throws `InferenceError.missingTensor`.
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

extension SketchModel {
    /// A tensor by checkpoint name. Throws `InferenceError.missingTensor`.
    package func tensor(_ name: String) throws -> Tensor {
        guard let tensor = weights[name] else {
            throw InferenceError.missingTensor(file: "the model", name: name)
        }
        return tensor
    }
}
