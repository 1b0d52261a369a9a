import SketchData

/// One of the encoder's two directions over a batch; the backward one reads each drawing reversed within
/// its own length (Ha & Eck 2017, section 3.2).
final class EncoderDirection<Scalar: TrainingScalar> {
    let layer: LSTMLayer<Scalar>
    private let isReversed: Bool
    /// [T, B, 5], zero after a drawing's end.
    private let inputs = Buffer<Scalar>()
    private var steps = 0
    private var batch = 0

    init(size: Int, isReversed: Bool) {
        layer = LSTMLayer(size: size)
        self.isReversed = isReversed
    }

    private var prefix: String { isReversed ? "ENC_RNN/bw/LSTMCell/" : "ENC_RNN/fw/LSTMCell/" }

    func load(_ batch: SketchBatch, members: [Int], lengths: [Int], dropout: Bool) {
        self.batch = members.count
        steps = lengths.first ?? 0
        inputs.zeros(steps * members.count * 5)
        for (row, member) in members.enumerated() {
            let length = lengths[row]
            for step in 0..<length {
                let source = isReversed ? length - step : step + 1
                let from = (member * (batch.maxLength + 1) + source) * 5
                for k in 0..<5 {
                    inputs.pointer[(step * members.count + row) * 5 + k] = Scalar(batch.rows[from + k])
                }
            }
        }
        layer.prepare(lengths: lengths, steps: steps, dropout: dropout)
    }

    /// Runs the direction and writes its final h beside the other's, into [B, width].
    func forward(
        _ parameters: UnsafePointer<Scalar>, _ layout: ParameterLayout,
        into hcat: UnsafeMutablePointer<Scalar>, width: Int
    ) {
        let n = layer.size
        let bias = parameters + layout.offset(of: prefix + "bias")
        for row in 0..<steps * batch {
            (layer.gates.pointer + row * 4 * n).update(from: bias, count: 4 * n)
        }
        Scalar.multiply(
            inputs.pointer, transposed: false, lda: 5,
            parameters + layout.offset(of: prefix + "W_xh"), transposed: false, ldb: 4 * n,
            into: layer.gates.pointer, ldc: 4 * n, beta: 1, m: steps * batch, n: 4 * n, k: 5)
        layer.forward(recurrent: parameters + layout.offset(of: prefix + "W_hh"))
        let final = layer.hidden.pointer + steps * batch * n
        for row in 0..<batch {
            (hcat + row * width + (isReversed ? n : 0)).update(from: final + row * n, count: n)
        }
    }

    /// Back through time from the gradient of [B, width] that `forward` wrote its part of.
    func backward(
        _ parameters: UnsafePointer<Scalar>, _ layout: ParameterLayout,
        hcatGradient: UnsafePointer<Scalar>, width: Int, final: Buffer<Scalar>,
        gradient: UnsafeMutablePointer<Scalar>
    ) {
        let n = layer.size
        let last = final.resize(to: batch * n)
        for row in 0..<batch {
            (last + row * n).update(
                from: hcatGradient + row * width + (isReversed ? n : 0), count: n)
        }
        layer.backward(
            recurrent: parameters + layout.offset(of: prefix + "W_hh"),
            recurrentGradient: gradient + layout.offset(of: prefix + "W_hh"),
            outputGradient: nil, finalHidden: last)
        Scalar.multiply(
            inputs.pointer, transposed: true, lda: 5, layer.gates.pointer, transposed: false,
            ldb: 4 * n, into: gradient + layout.offset(of: prefix + "W_xh"), ldc: 4 * n, beta: 1,
            m: 5, n: 4 * n, k: steps * batch)
        addRows(
            layer.gates.pointer, rows: steps * batch, width: 4 * n,
            to: gradient + layout.offset(of: prefix + "bias"))
    }
}
