import CSketchKernels

/// The plain LSTM of the original, state packed [c || h], S = 2n:
///
///     a = (x || z || h) @ [W_xh; W_hh] + bias;  i, j, f, o = split(a)
///     c' = c sig(f + 1) + sig(i) tanh(j);  h' = tanh(c') sig(o)
///
/// The order of summation of one pre-activation is bias, z, x, h: the part that stays the same for a whole
/// drawing comes first and is computed once.
struct LSTMCell: RecurrentCell {
    let size: Int
    let constantSize: Int
    private let constantLayer: PackedLayer?
    private let inputLayer: PackedLayer
    private let recurrentLayer: PackedLayer

    /// - Parameters:
    ///   - inputWeights: W_xh [5 + Z, 4n].
    ///   - recurrentWeights: W_hh [n, 4n].
    ///   - bias: [4n].
    ///   - constantSize: Z, the number of last input rows whose input never changes.
    init(inputWeights: Tensor, recurrentWeights: Tensor, bias: Tensor, constantSize z: Int) {
        size = recurrentWeights.shape[0]
        constantSize = z > 0 ? 4 * size : 0
        constantLayer = z > 0 ? PackedLayer(weights: inputWeights, rows: 5..<5 + z, bias: bias) : nil
        inputLayer = PackedLayer(weights: inputWeights, rows: 0..<5, bias: z > 0 ? nil : bias)
        recurrentLayer = PackedLayer(weights: recurrentWeights, bias: nil)
    }

    var stateSize: Int { 2 * size }
    var outputOffset: Int { size }
    var scratchSize: Int { 4 * size }

    func prepare(constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>) {
        guard let constantLayer else { return }
        constantLayer.apply(
            constants, inputStride: constantLayer.inputSize, batch: batch, to: output,
            outputStride: constantSize)
    }

    func step(
        input: UnsafePointer<Float>, inputStride: Int, batch: Int, prepared: UnsafePointer<Float>,
        state: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let gates = 4 * size
        inputLayer.apply(
            input, inputStride: inputStride, batch: batch,
            initial: constantLayer == nil ? nil : prepared, initialStride: constantSize,
            to: scratch, outputStride: gates)
        recurrentLayer.apply(
            state + size, inputStride: stateSize, batch: batch, initial: scratch, initialStride: gates,
            to: scratch, outputStride: gates)
        for row in 0..<batch {
            let cell = state + row * stateSize
            sk_lstm_gates(scratch + row * gates, Int32(size), cell, cell + size)
        }
    }
}
