import CSketchKernels

/// A layer `y = x @ W + b` with W [k, n] packed once for the kernels. Immutable after `init`, and so
/// shared between threads.
package struct PackedLayer: Sendable {
    package let inputSize: Int
    package let outputSize: Int
    private let packed: FloatBuffer

    /// - Parameters:
    ///   - weights: [k, n], row-major.
    ///   - rows: which of the k rows to take; all by default.
    ///   - bias: [n]; zeros if nil.
    package init(weights: Tensor, rows: Range<Int>? = nil, bias: Tensor?) {
        let n = weights.shape.last ?? 0
        let rows = rows ?? 0..<(weights.shape.first ?? 0)
        let packed = FloatBuffer(count: sk_packed_count(Int32(rows.count), Int32(n)))
        weights.values.withUnsafeBufferPointer { all in
            let part = UnsafeBufferPointer(rebasing: all[rows.lowerBound * n..<rows.upperBound * n])
            if let bias {
                bias.values.withUnsafeBufferPointer {
                    sk_pack(part.baseAddress, $0.baseAddress, Int32(rows.count), Int32(n), packed.base)
                }
            } else {
                sk_pack(part.baseAddress, nil, Int32(rows.count), Int32(n), packed.base)
            }
        }
        self.packed = packed
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
            input, Int32(inputStride), Int32(batch), packed.base, Int32(inputSize), Int32(outputSize),
            initial, Int32(initialStride), output, Int32(outputStride))
    }
}
