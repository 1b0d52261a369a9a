import CSketchKernels

/// The kernels' functions on arrays: the same bits on every processor, with an error of at most 2.5 units in the last
/// place.
package enum Elementwise {
    package static func exp(_ values: [Float]) -> [Float] { map(values, sk_exp) }
    package static func tanh(_ values: [Float]) -> [Float] { map(values, sk_tanh) }
    package static func sigmoid(_ values: [Float]) -> [Float] { map(values, sk_sigmoid) }

    /// exp(x) / sum exp(x), with the largest value subtracted first and the sum in double precision.
    package static func softmax(_ values: [Float]) -> [Float] {
        let highest = values.max() ?? 0
        let weights = exp(values.map { $0 - highest })
        let total = weights.reduce(0.0) { $0 + Double($1) }
        return weights.map { Float(Double($0) / total) }
    }

    private static func map(
        _ values: [Float], _ function: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int32) -> Void
    ) -> [Float] {
        var result = values
        result.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            function(UnsafePointer(base), base, Int32(buffer.count))
        }
        return result
    }
}

extension Elementwise {
    /// tanh of `count` values, in place.
    static func tanh(_ values: UnsafeMutablePointer<Float>, count: Int) { sk_tanh(values, values, Int32(count)) }
}
