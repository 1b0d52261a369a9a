import CSketchKernels

/// A layer `y = x @ W + b` with W [k, n] packed once for the kernels: as float16 where every weight is one, which
/// halves what a step reads, else as float32. The results' bytes are the same either way. Immutable after
/// `init`, and so shared between threads.
package struct PackedLayer: Sendable {
    /// Raw values are the kernels' names for them.
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
        let (k, columns) = (Int32(rows.count), Int32(n))
        (packed, self.storage) = weights.values.withUnsafeBufferPointer { all in
            let w = UnsafeBufferPointer(rebasing: all[rows.lowerBound * n..<rows.upperBound * n]).baseAddress
            func pack(_ bias: UnsafePointer<Float>?) -> (FloatBuffer, Storage) {
                if storage == .float16 {
                    let halves = FloatBuffer(uninitialized: sk_packed_half_bytes(k, columns) / 4)
                    if sk_pack_half(w, bias, k, columns, halves.base) == 1 { return (halves, .float16) }
                }
                let floats = FloatBuffer(uninitialized: sk_packed_count(k, columns))
                sk_pack(w, bias, k, columns, floats.base)
                return (floats, .float32)
            }
            return bias?.values.withUnsafeBufferPointer { pack($0.baseAddress) } ?? pack(nil)
        }
        inputSize = rows.count
        outputSize = n
    }

    /// y [batch, n] = start + x [batch, k] @ W, rows `inputStride` and `outputStride` floats apart.
    /// `start` is the bias, or the rows at `initial`, which may be `output` itself. With `descending` W's columns are
    /// gone through from the last: alternating from call to call finds the caches full of W at each turn.
    package func apply(
        _ input: UnsafePointer<Float>, inputStride: Int, batch: Int, initial: UnsafePointer<Float>? = nil,
        initialStride: Int = 0, to output: UnsafeMutablePointer<Float>, outputStride: Int, descending: Bool = false
    ) {
        sk_affine_packed(
            input, Int32(inputStride), Int32(batch), packed.base, storage.rawValue, descending ? 1 : 0,
            Int32(inputSize), Int32(outputSize), initial, Int32(initialStride), output, Int32(outputStride))
    }
}
