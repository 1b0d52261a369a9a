import CSketchKernels
import SketchInference

/// The float32 loops, in C: vectorised for the processor that runs them (sketch_training_kernels.h).
extension Float {
    package static func packedCount(k: Int, n: Int) -> Int { sk_packed_count(Int32(k), Int32(n)) }

    package static func pack(
        _ w: UnsafePointer<Float>, bias: UnsafePointer<Float>?, k: Int, n: Int,
        into packed: UnsafeMutablePointer<Float>
    ) {
        sk_pack(w, bias, Int32(k), Int32(n), packed)
    }

    package static func pack(
        transposeOf w: UnsafePointer<Float>, k: Int, n: Int, into packed: UnsafeMutablePointer<Float>
    ) {
        sk_train_pack_transposed(w, Int32(k), Int32(n), packed)
    }

    package static func multiply(
        _ x: UnsafePointer<Float>, lda: Int, rows: Int, packed: UnsafePointer<Float>, k: Int, n: Int,
        into y: UnsafeMutablePointer<Float>, ldc: Int, adding: Bool
    ) {
        sk_affine(
            x, Int32(lda), Int32(rows), packed, Int32(k), Int32(n), adding ? UnsafePointer(y) : nil, Int32(ldc), y,
            Int32(ldc))
    }

    package static func tanh(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int) {
        sk_tanh(x, y, Int32(count))
    }

    package static func activateGates(
        _ a: UnsafeMutablePointer<Float>, count n: Int, cell: UnsafePointer<Float>, keep: UnsafePointer<Float>?,
        next: UnsafeMutablePointer<Float>
    ) {
        sk_train_gates(a, Int32(n), cell, keep, next)
    }

    package static func squashOutput(
        _ x: UnsafePointer<Float>, gate: UnsafePointer<Float>, count n: Int, squashed: UnsafeMutablePointer<Float>,
        hidden: UnsafeMutablePointer<Float>
    ) {
        sk_train_output(x, gate, Int32(n), squashed, hidden)
    }

    package static func differentiateOutput(
        _ hiddenGradient: UnsafePointer<Float>, count n: Int, gate: UnsafeMutablePointer<Float>,
        squashed: UnsafeMutablePointer<Float>
    ) {
        sk_train_output_back(hiddenGradient, Int32(n), gate, squashed)
    }

    package static func differentiateGates(
        _ a: UnsafeMutablePointer<Float>, count n: Int, cell: UnsafePointer<Float>, fromHidden: UnsafePointer<Float>,
        keep: UnsafePointer<Float>?, cellGradient: UnsafeMutablePointer<Float>
    ) {
        sk_train_gates_back(a, Int32(n), cell, fromHidden, keep, cellGradient)
    }

    package static func normalize(
        _ x: UnsafeMutablePointer<Float>, count n: Int, gain: UnsafePointer<Float>, shift: UnsafePointer<Float>,
        normal: UnsafeMutablePointer<Float>
    ) -> Float {
        sk_train_norm(x, Int32(n), gain, shift, normal)
    }

    package static func differentiateNormal(
        _ dy: UnsafeMutablePointer<Float>, count n: Int, normal: UnsafePointer<Float>, inverse: Float,
        gain: UnsafePointer<Float>, gainGradient: UnsafeMutablePointer<Float>,
        shiftGradient: UnsafeMutablePointer<Float>
    ) {
        sk_train_norm_back(dy, Int32(n), normal, inverse, gain, gainGradient, shiftGradient)
    }

    package static func scaleProducts(
        _ x: UnsafePointer<Float>, _ h: UnsafePointer<Float>, scales: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, count: Int, into a: UnsafeMutablePointer<Float>
    ) {
        sk_train_scale(x, h, scales, bias, Int32(count), a)
    }

    package static func differentiateScaling(
        _ da: UnsafePointer<Float>, scales: UnsafePointer<Float>, count: Int, x: UnsafeMutablePointer<Float>,
        h: UnsafeMutablePointer<Float>, slopes: UnsafeMutablePointer<Float>
    ) {
        sk_train_scale_back(da, scales, Int32(count), x, h, slopes)
    }

    package static func addInputGradients(
        _ x: UnsafePointer<Float>, _ da: UnsafePointer<Float>, rows: Int, width: Int,
        to dw: UnsafeMutablePointer<Float>, total: UnsafeMutablePointer<Float>?, stride: Int
    ) {
        sk_train_input_back(x, da, Int32(rows), Int32(width), dw, total, Int32(stride))
    }

    package static func add(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
        sk_train_add(y, x, count)
    }

    package static func fillMask(
        _ mask: UnsafeMutablePointer<Float>, count: Int, random: Philox, threshold: UInt32, multiplier: Float
    ) {
        sk_train_mask(mask, count, random.seed, random.stream, 0, threshold, multiplier)
    }

    package static func updateAdam(
        _ theta: UnsafeMutablePointer<Float>, m: UnsafeMutablePointer<Float>, v: UnsafeMutablePointer<Float>,
        gradient: UnsafePointer<Float>, other: UnsafePointer<Float>?, count: Int, rate: Float, limit: Float
    ) {
        sk_train_adam(
            theta, m, v, gradient, other, count, rate, limit, Float(Adam<Float>.beta1), Float(Adam<Float>.beta2),
            Float(Adam<Float>.epsilon))
    }
}
