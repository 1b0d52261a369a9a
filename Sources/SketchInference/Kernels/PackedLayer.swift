import CSketchKernels

/// A layer `y = x @ W + b` with W [k, n] packed once for the kernels: as float16 where every weight is one, which
/// halves what a step reads, else as float32. The results' bytes are the same either way. Immutable after
/// `init`, and so shared between threads.
package struct PackedLayer: Sendable {
    package enum Storage: Int32, Sendable {
        case float32 = 0
        case float16 = 1
    }

    package let inputSize: Int
    package let outputSize: Int
    package let storage: Storage
    private let packed: FloatBuffer

    /// - Parameters:
    ///   - weights: [k, n], row-major, finite.
    ///   - rows: which of the k rows to take; all by default.
    ///   - bias: [n]; zeros if nil.
    ///   - storage: tried first; weights that are no float16 are kept as float32.
    package init(weights: Tensor, rows: Range<Int>? = nil, bias: Tensor?, storage: Storage = .float16) {
        let n = weights.shape.last ?? 0
        let rows = rows ?? 0..<(weights.shape.first ?? 0)
        func pack(_ storage: Storage) -> FloatBuffer? {
            let size = sk_packed_bytes(Int32(rows.count), Int32(n), storage.rawValue)
            let packed = FloatBuffer(uninitialized: (size + 3) / 4)
            let isExact = weights.values.withUnsafeBufferPointer { all in
                let part = UnsafeBufferPointer(rebasing: all[rows.lowerBound * n..<rows.upperBound * n])
                func run(_ bias: UnsafePointer<Float>?) -> Int32 {
                    sk_pack(part.baseAddress, bias, Int32(rows.count), Int32(n), storage.rawValue, packed.base)
                }
                return bias?.values.withUnsafeBufferPointer { run($0.baseAddress) } ?? run(nil)
            }
            return isExact == 1 ? packed : nil
        }
        if storage == .float16, let packed = pack(.float16) {
            self.packed = packed
            self.storage = .float16
        } else {
            packed = pack(.float32) ?? FloatBuffer(count: 0)
            self.storage = .float32
        }
        inputSize = rows.count
        outputSize = n
    }

    /// y [batch, n] = start + x [batch, k] @ W, rows `inputStride` and `outputStride` floats apart.
    /// `start` is the bias, or the rows at `initial`, which may be `output` itself.
    package func apply(
        _ input: UnsafePointer<Float>, inputStride: Int, batch: Int, initial: UnsafePointer<Float>? = nil,
        initialStride: Int = 0, to output: UnsafeMutablePointer<Float>, outputStride: Int
    ) {
        sk_affine(
            input, Int32(inputStride), Int32(batch), packed.base, storage.rawValue, Int32(inputSize),
            Int32(outputSize), initial, Int32(initialStride), output, Int32(outputStride))
    }
}
