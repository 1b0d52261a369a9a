/// The product of a cell's input x || z and W_xh. The stroke-5 row x changes at every step; z is constant, so its part is
/// computed once per drawing. A value is summed in the order bias, z, x.
struct InputProjection: Sendable {
    private let constantLayer: PackedLayer?
    private let inputLayer: PackedLayer

    /// - Parameters:
    ///   - weights: W [5 + Z or more, width]; rows after 5 + Z are not read.
    ///   - constantSize: Z, or 0.
    ///   - bias: [width], or nil for zeros.
    init(weights: Tensor, constantSize z: Int, bias: Tensor?) {
        constantLayer = z > 0 ? PackedLayer(weights: weights, rows: 5..<5 + z, bias: bias) : nil
        inputLayer = PackedLayer(weights: weights, rows: 0..<5, bias: z > 0 ? nil : bias)
    }

    var width: Int { inputLayer.outputSize }
    /// Floats per row that `prepare` writes: `width`, or 0 without z.
    var preparedSize: Int { constantLayer == nil ? 0 : width }

    /// Computes the part of z [B, Z] into rows `stride` floats apart.
    func prepare(_ constants: UnsafePointer<Float>, batch: Int, to output: UnsafeMutablePointer<Float>, stride: Int) {
        guard let constantLayer else { return }
        constantLayer.apply(
            constants, inputStride: constantLayer.inputSize, batch: batch, to: output, outputStride: stride)
    }

    /// Computes the whole product for every row into rows `stride` floats apart.
    func apply(
        _ input: UnsafePointer<Float>, rows: Int, prepared: UnsafePointer<Float>, preparedStride: Int,
        to output: UnsafeMutablePointer<Float>, stride: Int
    ) {
        inputLayer.apply(
            input, inputStride: 5, batch: rows, initial: constantLayer == nil ? nil : prepared,
            initialStride: preparedStride, to: output, outputStride: stride)
    }
}
