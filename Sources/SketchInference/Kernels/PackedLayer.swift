import CSketchKernels

/// A layer `y = x @ W + b` with W [k, n] packed once for the kernels: as float16 if every weight is exactly representable,
/// which halves the memory that a step reads, otherwise as float32. Both give the same bytes. Immutable after `init`, so
/// several threads can use it.
package struct PackedLayer: Sendable {
    /// The element type of the packed weights; raw values are those of the kernels.
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
    ///   - rows: the rows of `weights` to use; nil for all.
    ///   - bias: [n]; zeros if nil.
    ///   - storage: `.float16` falls back to float32 for weights that it cannot represent exactly.
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

    /// Computes y [batch, n] = start + x [batch, k] @ W, with rows `inputStride` and `outputStride` floats apart.
    ///
    /// - Parameters:
    ///   - initial: rows of start values, which may be `output` itself; nil for the bias.
    ///   - descending: reads W's columns from the last to the first. Alternating between calls finds part of W in the
    ///     caches. The result does not depend on it.
    package func apply(
        _ input: UnsafePointer<Float>, inputStride: Int, batch: Int, initial: UnsafePointer<Float>? = nil,
        initialStride: Int = 0, to output: UnsafeMutablePointer<Float>, outputStride: Int, descending: Bool = false
    ) {
        sk_affine_packed(
            input, Int32(inputStride), Int32(batch), packed.base, storage.rawValue, descending ? 1 : 0,
            Int32(inputSize), Int32(outputSize), initial, Int32(initialStride), output, Int32(outputStride))
    }
}
