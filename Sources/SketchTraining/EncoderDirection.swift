import SketchCore
import SketchInference

/// One of the encoder's two directions over a batch; the backward one reads each drawing reversed within
/// its own length (Ha & Eck 2017, section 3.2).
final class EncoderDirection<Scalar: TrainingScalar> {
    let layer: RecurrentLayer<Scalar>
    private let isReversed: Bool
    /// [T, B, 5], zero after a drawing's end.
    private let inputs = Buffer<Scalar>()
    private var steps = 0
    private var batch = 0

    init(_ configuration: ModelConfiguration, isReversed: Bool, layout: ParameterLayout) {
        layer = RecurrentLayer(
            configuration.encoderCell, size: configuration.encoderSize,
            scope: isReversed ? "ENC_RNN/bw" : "ENC_RNN/fw", constantSize: 0, configuration: configuration,
            layout: layout)
        self.isReversed = isReversed
    }

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
        _ parameters: UnsafePointer<Scalar>, into hcat: UnsafeMutablePointer<Scalar>, width: Int
    ) {
        let n = layer.size
        layer.forward(parameters, inputs: inputs.pointer, constants: nil)
        for row in 0..<batch {
            (hcat + row * width + (isReversed ? n : 0)).update(
                from: layer.finalOutput + row * n, count: n)
        }
    }

    /// Back through time from the gradient of [B, width] that `forward` wrote its part of.
    func backward(
        _ parameters: UnsafePointer<Scalar>, hcatGradient: UnsafePointer<Scalar>, width: Int,
        final: Buffer<Scalar>, gradient: UnsafeMutablePointer<Scalar>
    ) {
        let n = layer.size
        let last = final.resize(to: batch * n)
        for row in 0..<batch {
            (last + row * n).update(
                from: hcatGradient + row * width + (isReversed ? n : 0), count: n)
        }
        layer.backward(
            parameters, gradient: gradient, inputs: inputs.pointer, constants: nil, outputGradient: nil,
            finalOutput: last, constantGradient: nil)
    }
}
