import CSketchKernels

/// The LSTM of the original, with the state packed as [c || h], S = 2n:
///
///     a = (x || z || h) @ [W_xh; W_hh] + bias;  i, j, f, o = split(a)
///     c' = c sig(f + 1) + sig(i) tanh(j);  h' = tanh(c') sig(o)
///
/// A pre-activation is summed in the order bias, z, x, h: the part that is constant for a drawing comes first and is
/// computed once.
package struct LSTMCell: RecurrentCell {
    package let size: Int
    private let inputProjection: InputProjection
    private let recurrentLayer: PackedLayer

    /// - Parameters:
    ///   - inputWeights: W_xh [5 + Z, 4n].
    ///   - recurrentWeights: W_hh [n, 4n].
    ///   - bias: [4n].
    ///   - constantSize: Z, the number of rows of `inputWeights` after the first 5 whose input is constant.
    package init(inputWeights: Tensor, recurrentWeights: Tensor, bias: Tensor, constantSize: Int) {
        size = recurrentWeights.shape[0]
        inputProjection = InputProjection(weights: inputWeights, constantSize: constantSize, bias: bias)
        recurrentLayer = PackedLayer(weights: recurrentWeights, bias: nil)
    }

    package var stateSize: Int { 2 * size }
    package var outputOffset: Int { size }
    package var projectedSize: Int { 4 * size }
    package var scratchSize: Int { 0 }
    package var constantSize: Int { inputProjection.preparedSize }

    package func prepare(constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>) {
        inputProjection.prepare(constants, batch: batch, to: output, stride: constantSize)
    }

    package func project(
        _ input: UnsafePointer<Float>, rows: Int, prepared: UnsafePointer<Float>,
        to output: UnsafeMutablePointer<Float>
    ) {
        inputProjection.apply(
            input, rows: rows, prepared: prepared, preparedStride: constantSize, to: output, stride: projectedSize)
    }

    package func step(
        projected: UnsafeMutablePointer<Float>, batch: Int, state: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, descending: Bool
    ) {
        let gates = 4 * size
        recurrentLayer.apply(
            state + size, inputStride: stateSize, batch: batch, initial: projected, initialStride: gates,
            to: projected, outputStride: gates, descending: descending)
        for row in 0..<batch {
            let cell = state + row * stateSize
            sk_lstm_gates(projected + row * gates, Int32(size), cell, cell + size)
        }
    }
}
