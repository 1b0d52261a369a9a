import CSketchKernels
import Dispatch
import SketchData
import SketchInference

/// The products of a decoder step and nothing else, with the sampler's own kernel: what a step is held against.
final class BareProducts {
    private struct Layer {
        let layer: PackedLayer
        let input, output: FloatBuffer
    }

    private let layers: [Layer]
    let batch: Int

    /// Recurrent, input and output layer of an LSTM of n units.
    init(model: SketchModel, batch: Int) throws {
        self.batch = batch
        let folder = "vector_rnn/RNN/LSTMCell"
        let weights = [
            ("\(folder)/W_xh", 0..<5), ("\(folder)/W_hh", nil), ("vector_rnn/RNN/output_w", nil as Range<Int>?),
        ]
        layers = try weights.map { name, rows in
            let layer = PackedLayer(weights: try model.tensor(name), rows: rows, bias: nil)
            return Layer(
                layer: layer, input: FloatBuffer(count: batch * layer.inputSize),
                output: FloatBuffer(count: batch * layer.outputSize))
        }
    }

    var flops: Double {
        layers.reduce(0) { $0 + 2 * Double(batch * $1.layer.inputSize * $1.layer.outputSize) }
    }

    func run(steps: Int) {
        for _ in 0..<steps {
            for item in layers {
                item.layer.apply(
                    item.input.base, inputStride: item.layer.inputSize, batch: batch, to: item.output.base,
                    outputStride: item.layer.outputSize)
            }
        }
    }
}
