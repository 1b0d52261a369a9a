import CSketchKernels

/// The gates of a layer-normalised cell: the gains and shifts, and the computation of c and h from the pre-activations.
struct NormalizedGates: Sendable {
    private let gain: FloatBuffer
    private let shift: FloatBuffer
    private let cellGain: FloatBuffer
    private let cellShift: FloatBuffer

    /// Reads `ln_all` [4n] and `ln_c` [n] from the cell's folder.
    ///
    /// - Throws: `InferenceError.missingTensor`.
    init(model: SketchModel, folder: String) throws {
        func values(_ name: String) throws -> FloatBuffer {
            FloatBuffer(try model.tensor("\(folder)/\(name)").values)
        }
        gain = try values("ln_all/ln_gamma")
        shift = try values("ln_all/ln_beta")
        cellGain = try values("ln_c/ln_gamma")
        cellShift = try values("ln_c/ln_beta")
    }

    /// Computes one row: overwrites `a` [4n], updates `c` [n] and writes `h` [n].
    func apply(
        _ a: UnsafeMutablePointer<Float>, c: UnsafeMutablePointer<Float>, h: UnsafeMutablePointer<Float>
    ) {
        sk_norm_lstm_gates(
            a, Int32(cellGain.count), gain.base, shift.base, cellGain.base, cellShift.base, c, h)
    }
}

/// The layer-normalised LSTM of the original, with the state packed as [h || c], S = 2n:
///
///     a = (x || z || h) @ [W_xh; W_hh], each gate's block normalised separately;  i, j, f, o = split(a)
///     c' = c sig(f + 1) + sig(i) tanh(j);  h' = tanh(LN(c')) sig(o)
struct LayerNormLSTMCell: RecurrentCell {
    let size: Int
    private let inputProjection: InputProjection
    private let recurrentLayer: PackedLayer
    private let gates: NormalizedGates

    /// - Throws: `InferenceError.missingTensor`.
    init(model: SketchModel, folder: String, constantSize: Int) throws {
        let recurrent = try model.tensor("\(folder)/W_hh")
        size = recurrent.shape[0]
        inputProjection = InputProjection(
            weights: try model.tensor("\(folder)/W_xh"), constantSize: constantSize, bias: nil)
        recurrentLayer = PackedLayer(weights: recurrent, bias: nil)
        gates = try NormalizedGates(model: model, folder: folder)
    }

    var stateSize: Int { 2 * size }
    var outputOffset: Int { 0 }
    var projectedSize: Int { 4 * size }
    var scratchSize: Int { 0 }
    var constantSize: Int { inputProjection.preparedSize }

    func prepare(constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>) {
        inputProjection.prepare(constants, batch: batch, to: output, stride: constantSize)
    }

    func project(
        _ input: UnsafePointer<Float>, rows: Int, prepared: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<Float>
    ) {
        inputProjection.apply(
            input, rows: rows, prepared: prepared, preparedStride: constantSize, to: output, stride: projectedSize)
    }

    func step(
        projected: UnsafeMutablePointer<Float>, batch: Int, state: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, descending: Bool
    ) {
        let width = 4 * size
        recurrentLayer.apply(
            state, inputStride: stateSize, batch: batch, initial: projected, initialStride: width,
            to: projected, outputStride: width, descending: descending)
        for row in 0..<batch {
            let h = state + row * stateSize
            gates.apply(projected + row * width, c: h + size, h: h)
        }
    }
}
