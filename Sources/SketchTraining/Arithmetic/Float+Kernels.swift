import CSketchKernels
import SketchInference

/// The loops of single precision, in C and vectorised for the processor that runs them (sketch_training_kernels.h). Views
/// become pointers only here, in `Float+Products.swift` and in `Double+Arithmetic.swift`.
extension Float {
    package static func applyTanh(to x: VectorView<Float>) { sk_tanh(x.base, x.base, Int32(x.count)) }

    package static func add(_ x: VectorView<Float>, to y: VectorView<Float>) {
        assert(x.count == y.count)
        sk_train_add(y.base, x.base, x.count)
    }

    package static func activateGates(
        _ preActivations: VectorView<Float>, cell: VectorView<Float>, keep: VectorView<Float>?,
        activations: VectorView<Float>, next: VectorView<Float>
    ) {
        let n = cell.count
        assert(preActivations.count == 4 * n && activations.count == 4 * n && next.count == n)
        assert(keep.map { $0.count == n } ?? true)
        sk_train_gates(preActivations.base, Int32(n), cell.base, keep?.base, activations.base, next.base)
    }

    package static func squashOutput(
        _ x: VectorView<Float>, gate: VectorView<Float>, squashed: VectorView<Float>, hidden: VectorView<Float>
    ) {
        assert(gate.count == x.count && squashed.count == x.count && hidden.count == x.count)
        sk_train_output(x.base, gate.base, Int32(x.count), squashed.base, hidden.base)
    }

    package static func differentiateOutput(
        _ hiddenGradient: VectorView<Float>, gate: VectorView<Float>, squashed: VectorView<Float>,
        gateGradient: VectorView<Float>, inputGradient: VectorView<Float>
    ) {
        let n = hiddenGradient.count
        assert(gate.count == n && squashed.count == n && gateGradient.count == n && inputGradient.count == n)
        sk_train_output_back(
            hiddenGradient.base, Int32(n), gate.base, squashed.base, gateGradient.base, inputGradient.base)
    }

    package static func differentiateGates(
        _ activations: VectorView<Float>, cell: VectorView<Float>, fromHidden: VectorView<Float>,
        keep: VectorView<Float>?, gradients: VectorView<Float>, cellGradient: VectorView<Float>
    ) {
        let n = cell.count
        assert(activations.count >= 3 * n && gradients.count >= 3 * n && fromHidden.count == n && cellGradient.count == n)
        assert(keep.map { $0.count == n } ?? true)
        sk_train_gates_back(
            activations.base, Int32(n), cell.base, fromHidden.base, keep?.base, gradients.base, cellGradient.base)
    }

    package static func normalize(
        _ x: VectorView<Float>, gain: VectorView<Float>, shift: VectorView<Float>, normal: VectorView<Float>,
        into y: VectorView<Float>
    ) -> Float {
        let n = x.count
        assert(gain.count == n && shift.count == n && normal.count == n && y.count == n)
        return sk_train_norm(x.base, Int32(n), gain.base, shift.base, normal.base, y.base)
    }

    package static func differentiateNormal(
        _ outputGradient: VectorView<Float>, normal: VectorView<Float>, inverse: Float, gain: VectorView<Float>,
        gainGradient: VectorView<Float>, shiftGradient: VectorView<Float>, inputGradient: VectorView<Float>
    ) {
        let n = outputGradient.count
        assert(normal.count == n && gain.count == n && gainGradient.count == n && shiftGradient.count == n)
        assert(inputGradient.count == n)
        sk_train_norm_back(
            outputGradient.base, Int32(n), normal.base, inverse, gain.base, gainGradient.base, shiftGradient.base,
            inputGradient.base)
    }

    package static func scaleProducts(
        _ x: VectorView<Float>, _ h: VectorView<Float>, scales: VectorView<Float>, bias: VectorView<Float>,
        into a: VectorView<Float>
    ) {
        let n = x.count
        assert(h.count == n && scales.count == 3 * n && bias.count == n && a.count == n)
        sk_hyper_scale(x.base, h.base, scales.base, bias.base, Int32(n), a.base)
    }

    package static func differentiateScaling(
        _ gradient: VectorView<Float>, scales: VectorView<Float>, x: VectorView<Float>, h: VectorView<Float>,
        xGradient: VectorView<Float>, hGradient: VectorView<Float>, scaleGradient: VectorView<Float>
    ) {
        let n = gradient.count
        assert(scales.count == 3 * n && scaleGradient.count == 3 * n && x.count == n && h.count == n)
        assert(xGradient.count == n && hGradient.count == n)
        sk_train_scale_back(
            gradient.base, scales.base, Int32(n), x.base, h.base, xGradient.base, hGradient.base, scaleGradient.base)
    }

    package static func addInputGradients(
        _ x: MatrixView<Float>, _ da: MatrixView<Float>, to dw: MatrixView<Float>, total: InputGradientTotal<Float>?
    ) {
        let (sum, stride): (UnsafeMutablePointer<Float>?, Int) =
            switch total {
            case .byRow(let sums): (sums.base, sums.stride)
            case .overRows(let sum): (sum.base, 0)
            case nil: (nil, 0)
            }
        assert(x.columns == 5 && x.stride == 5 && da.rows == x.rows && da.stride == da.columns)
        assert(dw.rows == 5 && dw.columns == da.columns && dw.stride == da.columns)
        sk_train_input_back(x.base, da.base, Int32(x.rows), Int32(da.columns), dw.base, sum, Int32(stride))
    }

    package static func fillMask(_ mask: VectorView<Float>, random: Philox, threshold: UInt32, multiplier: Float) {
        sk_train_mask(mask.base, mask.count, random.seed, random.stream, 0, threshold, multiplier)
    }

    package static func updateAdam(
        _ parameters: VectorView<Float>, m: VectorView<Float>, v: VectorView<Float>, gradient: VectorView<Float>, rate: Float,
        limit: Float
    ) {
        let count = parameters.count
        assert(m.count == count && v.count == count && gradient.count == count)
        sk_train_adam(
            parameters.base, m.base, v.base, gradient.base, count, rate, limit, Float(Adam<Float>.beta1),
            Float(Adam<Float>.beta2), Float(Adam<Float>.epsilon))
    }
}
