import COpenBLAS
import SketchInference

/// Only the matrix products of a decoder step: the lower bound of its time.
final class BareProducts {
    private struct Layer {
        let layer: PackedLayer
        let weights: FloatBuffer
        let input, output: FloatBuffer
    }

    private let layers: [Layer]
    let batch: Int

    /// The recurrent, input and output layers of an LSTM with n units.
    init(model: SketchModel, batch: Int) throws {
        self.batch = batch
        let folder = "vector_rnn/RNN/LSTMCell"
        let weights = [
            ("\(folder)/W_xh", 0..<5), ("\(folder)/W_hh", nil), ("vector_rnn/RNN/output_w", nil as Range<Int>?),
        ]
        layers = try weights.map { name, rows in
            let tensor = try model.tensor(name)
            let layer = PackedLayer(weights: tensor, rows: rows, bias: nil)
            return Layer(
                layer: layer, weights: FloatBuffer(tensor.values), input: FloatBuffer(count: batch * layer.inputSize),
                output: FloatBuffer(count: batch * layer.outputSize))
        }
    }

    var flops: Double {
        layers.reduce(0) { $0 + 2 * Double(batch * $1.layer.inputSize * $1.layer.outputSize) }
    }

    /// With the sampler's own kernel.
    func run(steps: Int) {
        for step in 0..<steps {
            for item in layers {
                item.layer.apply(
                    item.input.base, inputStride: item.layer.inputSize, batch: batch, to: item.output.base,
                    outputStride: item.layer.outputSize, descending: step % 2 == 1)
            }
        }
    }

    /// With OpenBLAS on one thread.
    func runOpenBLAS(steps: Int) {
        for _ in 0..<steps {
            for item in layers {
                let (k, n) = (Int32(item.layer.inputSize), Int32(item.layer.outputSize))
                _ = openblas_sgemm(
                    0, 0, Int32(batch), n, k, item.input.base, k, item.weights.base, n, 0, item.output.base, n)
            }
        }
    }
}
