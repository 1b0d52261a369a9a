import COpenBLAS
import CSketchKernels
import SketchInference

/// Only the matrix products of a decoder step: the lower bound of its time.
final class BareProducts {
    /// y [B, n] = x [B, k] W, with W packed for the sampler's kernel (float16 where that is exact) and as it is.
    private struct Layer {
        let inputSize, outputSize: Int
        let weights: [Float]
        let packed: [Float]
        let storage: Int32
        let input: [Float]
        var output: [Float]

        /// - Parameter w: [k, n], row-major.
        init(_ w: [Float], k: Int, n: Int, batch: Int) {
            (inputSize, outputSize, weights) = (k, n, w)
            input = [Float](repeating: 0, count: batch * k)
            output = [Float](repeating: 0, count: batch * n)
            let (rows, columns) = (Int32(k), Int32(n))
            var halves = [Float](repeating: 0, count: sk_packed_half_bytes(rows, columns) / 4)
            if sk_pack_half(w, nil, rows, columns, &halves) == 1 {
                (packed, storage) = (halves, Int32(SK_FLOAT16))
            } else {
                var floats = [Float](repeating: 0, count: sk_packed_count(rows, columns))
                sk_pack(w, nil, rows, columns, &floats)
                (packed, storage) = (floats, Int32(SK_FLOAT32))
            }
        }
    }

    private var layers: [Layer]
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
            let n = tensor.shape[1]
            let rows = rows ?? 0..<tensor.shape[0]
            return Layer(
                Array(tensor.values[rows.lowerBound * n..<rows.upperBound * n]), k: rows.count, n: n, batch: batch)
        }
    }

    var flops: Double {
        layers.reduce(0) { $0 + 2 * Double(batch * $1.inputSize * $1.outputSize) }
    }

    /// With the sampler's own kernel.
    func run(steps: Int) {
        for step in 0..<steps {
            for index in layers.indices {
                let (k, n) = (Int32(layers[index].inputSize), Int32(layers[index].outputSize))
                sk_affine_packed(
                    layers[index].input, k, Int32(batch), layers[index].packed, layers[index].storage,
                    Int32(step % 2), k, n, nil, 0, &layers[index].output, n)
            }
        }
    }

    /// With OpenBLAS on one thread.
    func runOpenBLAS(steps: Int) {
        for _ in 0..<steps {
            for index in layers.indices {
                let (k, n) = (Int32(layers[index].inputSize), Int32(layers[index].outputSize))
                _ = openblas_sgemm(
                    0, 0, Int32(batch), n, k, layers[index].input, k, layers[index].weights, n, 0, &layers[index].output, n)
            }
        }
    }
}
