/// One LSTM, plain or layer-normalised, run over a batch of sequences and differentiated through time.
///
/// Goals, in order: the exact cell of the original (section 2 of the paper's appendix: gates i, j, f, o,
/// forget bias 1 inside the sigmoid, dropout on tanh(j) only); no allocation from batch to batch; as much
/// of the work as possible in few large matrix products.
///
/// The layer-normalised cell normalises each gate's block of pre-activations by itself, and c' on its way to
/// h'; the c' that is carried on is not normalised. A HyperLSTM is two of these, driven step by step.
///
/// Layout: time-major, row `t * B + b`, all rows `n` or `4n` wide. Rows of a batch must be sorted by length
/// descending, so that the active rows of a step are the first `active[t]`; the others keep their state.
///
/// The caller multiplies the input by W_xh for all steps at once and leaves x W_xh + bias in `gates`;
/// `backward` leaves the gradient with respect to those pre-activations in the same place, from which the
/// caller takes the gradients of W_xh, bias and input, again in one product each.
package final class LSTMLayer<Scalar: TrainingScalar> {
    /// Where the cell's own tensors lie among the parameters, and among their gradients.
    struct Offsets {
        /// W_hh [n, 4n].
        var recurrent: Int
        /// ln_all/ln_gamma and ln_beta [4n], ln_c/ln_gamma and ln_beta [n]; nil without normalisation.
        var norms: (gain: Int, shift: Int, cellGain: Int, cellShift: Int)?

        init(folder: String, isNormalized: Bool, layout: ParameterLayout) {
            func offset(_ name: String) -> Int { layout.offset(of: folder + name) }
            recurrent = offset("W_hh")
            if isNormalized {
                norms = (
                    offset("ln_all/ln_gamma"), offset("ln_all/ln_beta"), offset("ln_c/ln_gamma"),
                    offset("ln_c/ln_beta")
                )
            }
        }
    }

    /// n, the number of units.
    let size: Int
    let offsets: Offsets
    /// [T, B, 4n]: pre-activations before `forward`, activations after it, their gradients after `backward`.
    let gates = Buffer<Scalar>()
    /// [T + 1, B, n]: the state before each step; row block T is the final state.
    let hidden = Buffer<Scalar>()
    let cells = Buffer<Scalar>()
    /// [B, n]: the gradient of the state before the step that `retreat` went back over last.
    let hiddenGradient = Buffer<Scalar>()
    let cellGradient = Buffer<Scalar>()
    /// [T, B, n], dropout's multipliers of tanh(j), or empty without dropout.
    let keep = Buffer<Scalar>()

    /// [T, B, n], tanh of c', normalised or not.
    private let cellTanh = Buffer<Scalar>()
    /// [T, B, 4n] and [T, B, n], what was normalised before gain and shift, and each block's 1 / deviation,
    /// [T, B, 5], that of c' last.
    private let gateNormals = Buffer<Scalar>()
    private let cellNormals = Buffer<Scalar>()
    private let inverses = Buffer<Scalar>()
    /// The rows still running at each step.
    private(set) var active: [Int] = []
    private(set) var batch = 0

    init(size: Int, offsets: Offsets) {
        self.size = size
        self.offsets = offsets
    }

    /// Sizes the buffers for a batch and starts from the zero state.
    /// - Parameters:
    ///   - lengths: B sequence lengths, descending.
    ///   - steps: T, at least the largest length.
    func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        batch = lengths.count
        active = (0..<steps).map { step in lengths.prefix { $0 > step }.count }
        gates.resize(to: steps * batch * 4 * size)
        hidden.resize(to: (steps + 1) * batch * size)
        cells.resize(to: (steps + 1) * batch * size)
        cellTanh.resize(to: steps * batch * size)
        keep.resize(to: dropout ? steps * batch * size : 0)
        if offsets.norms != nil {
            gateNormals.resize(to: steps * batch * 4 * size)
            cellNormals.resize(to: steps * batch * size)
            inverses.resize(to: steps * batch * 5)
        }
        hidden.pointer.update(repeating: 0, count: batch * size)
        cells.pointer.update(repeating: 0, count: batch * size)
    }

    /// Runs all steps.
    func forward(_ parameters: UnsafePointer<Scalar>) {
        for step in active.indices {
            multiplyHidden(step, parameters)
            advance(step, parameters)
        }
    }

    /// Adds h W_hh to a step's pre-activations.
    func multiplyHidden(_ step: Int, _ parameters: UnsafePointer<Scalar>) {
        let n = size
        Scalar.multiply(
            hidden.pointer + step * batch * n, transposed: false, lda: n,
            parameters + offsets.recurrent, transposed: false, ldb: 4 * n,
            into: gates.pointer + step * batch * 4 * n, ldc: 4 * n, beta: 1,
            m: active[step], n: 4 * n, k: n)
    }

    /// From a step's whole pre-activations to the next state.
    func advance(_ step: Int, _ parameters: UnsafePointer<Scalar>) {
        let n = size
        let (rows, width) = (active[step], batch * n)
        let (h, nextH) = (hidden.pointer + step * width, hidden.pointer + (step + 1) * width)
        let (c, nextC) = (cells.pointer + step * width, cells.pointer + (step + 1) * width)
        for row in 0..<rows {
            let index = step * batch + row
            let gate = gates.pointer + index * 4 * n
            if let norms = offsets.norms {
                for block in 0..<4 {
                    inverses.pointer[index * 5 + block] = LayerNormalization.apply(
                        gate + block * n, normal: gateNormals.pointer + (index * 4 + block) * n,
                        gain: parameters + norms.gain + block * n,
                        shift: parameters + norms.shift + block * n, count: n)
                }
            }
            activate(gate)
            updateCell(
                gate, c + row * n, nextC + row * n, keep.count == 0 ? nil : keep.pointer + index * n)
            let tanhC = cellTanh.pointer + index * n
            if let norms = offsets.norms {
                tanhC.update(from: nextC + row * n, count: n)
                inverses.pointer[index * 5 + 4] = LayerNormalization.apply(
                    tanhC, normal: cellNormals.pointer + index * n, gain: parameters + norms.cellGain,
                    shift: parameters + norms.cellShift, count: n)
                Scalar.tanh(tanhC, into: tanhC, count: n)
            } else {
                Scalar.tanh(nextC + row * n, into: tanhC, count: n)
            }
            let output = gate + 3 * n
            let next = nextH + row * n
            for k in 0..<n { next[k] = tanhC[k] * output[k] }
        }
        let idle = (batch - rows) * n
        (nextH + rows * n).update(from: h + rows * n, count: idle)
        (nextC + rows * n).update(from: c + rows * n, count: idle)
    }

    /// i, j, f, o of one row from pre-activations to activations.
    @inline(__always)
    private func activate(_ gate: UnsafeMutablePointer<Scalar>) {
        let n = size
        let forget = gate + 2 * n
        for k in 0..<n { forget[k] += 1 }
        Scalar.sigmoid(gate, count: n)
        Scalar.tanh(gate + n, into: gate + n, count: n)
        Scalar.sigmoid(forget, count: 2 * n)
    }

    /// c' = c f + i k g.
    @inline(__always)
    private func updateCell(
        _ gate: UnsafePointer<Scalar>, _ c: UnsafePointer<Scalar>,
        _ nextC: UnsafeMutablePointer<Scalar>, _ mask: UnsafePointer<Scalar>?
    ) {
        let n = size
        let (i, j, f) = (gate, gate + n, gate + 2 * n)
        if let mask {
            for k in 0..<n { nextC[k] = c[k] * f[k] + i[k] * j[k] * mask[k] }
        } else {
            for k in 0..<n { nextC[k] = c[k] * f[k] + i[k] * j[k] }
        }
    }

    /// Back-propagation through time.
    /// - Parameters:
    ///   - gradient: the parameters' gradient, which is added to.
    ///   - outputGradient: d cost / d h' of every step, [T, B, n], or nil where only the final state is used.
    ///   - finalHidden: d cost / d final h, [B, n], or nil for zero.
    func backward(
        _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
        outputGradient: UnsafePointer<Scalar>?, finalHidden: UnsafePointer<Scalar>?
    ) {
        startBackward(finalHidden: finalHidden)
        for step in active.indices.reversed() {
            addOutputGradient(outputGradient, step)
            retreat(step, parameters, gradient: gradient)
            multiplyGradient(step, gates, parameters)
        }
        addRecurrentGradient(gates, to: gradient)
    }

    /// Starts from the gradient of the final state.
    func startBackward(finalHidden: UnsafePointer<Scalar>?) {
        let dh = hiddenGradient.zeros(batch * size)
        cellGradient.zeros(batch * size)
        if let finalHidden { dh.update(from: finalHidden, count: batch * size) }
    }

    func addOutputGradient(_ outputGradient: UnsafePointer<Scalar>?, _ step: Int) {
        guard let outputGradient else { return }
        let output = outputGradient + step * batch * size
        let dh = hiddenGradient.pointer
        for k in 0..<active[step] * size { dh[k] += output[k] }
    }

    /// The gradient of h before the step: that of its product with W_hh, times W_hh transposed.
    func multiplyGradient(_ step: Int, _ products: Buffer<Scalar>, _ parameters: UnsafePointer<Scalar>) {
        let n = size
        Scalar.multiply(
            products.pointer + step * batch * 4 * n, transposed: false, lda: 4 * n,
            parameters + offsets.recurrent, transposed: true, ldb: 4 * n,
            into: hiddenGradient.pointer, ldc: n, beta: 0, m: active[step], n: n, k: 4 * n)
    }

    /// W_hh's gradient over all steps in one product.
    func addRecurrentGradient(_ products: Buffer<Scalar>, to gradient: UnsafeMutablePointer<Scalar>) {
        let n = size
        Scalar.multiply(
            hidden.pointer, transposed: true, lda: n, products.pointer, transposed: false, ldb: 4 * n,
            into: gradient + offsets.recurrent, ldc: 4 * n, beta: 1, m: n, n: 4 * n,
            k: active.count * batch)
    }

    /// One step back: a step's activations become the gradients of its pre-activations (zero in rows that
    /// had ended), and `cellGradient` moves to the state before.
    func retreat(
        _ step: Int, _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>
    ) {
        let n = size
        let rows = active[step]
        for row in 0..<rows {
            let index = step * batch + row
            let gate = gates.pointer + index * 4 * n
            let (dh, dc) = (hiddenGradient.pointer + row * n, cellGradient.pointer + row * n)
            let tanhC = cellTanh.pointer + index * n
            let output = gate + 3 * n
            // d cost / d (what tanh was taken of), in tanhC's place; o becomes its own gradient.
            for k in 0..<n {
                let (squashed, open, slope) = (tanhC[k], output[k], dh[k])
                output[k] = slope * squashed * open * (1 - open)
                tanhC[k] = slope * open * (1 - squashed * squashed)
            }
            if let norms = offsets.norms {
                LayerNormalization.differentiate(
                    tanhC, normal: cellNormals.pointer + index * n,
                    inverse: inverses.pointer[index * 5 + 4], gain: parameters + norms.cellGain,
                    gainGradient: gradient + norms.cellGain, shiftGradient: gradient + norms.cellShift,
                    count: n)
            }
            differentiateCell(
                gate, cells.pointer + index * n, tanhC, dc, keep.count == 0 ? nil : keep.pointer + index * n)
            if let norms = offsets.norms {
                for block in 0..<4 {
                    LayerNormalization.differentiate(
                        gate + block * n, normal: gateNormals.pointer + (index * 4 + block) * n,
                        inverse: inverses.pointer[index * 5 + block],
                        gain: parameters + norms.gain + block * n,
                        gainGradient: gradient + norms.gain + block * n,
                        shiftGradient: gradient + norms.shift + block * n, count: n)
                }
            }
        }
        (gates.pointer + (step * batch + rows) * 4 * n).update(
            repeating: 0, count: (batch - rows) * 4 * n)
    }

    /// i, j and f of one row become gradients; `dc` receives c's, from its own and from h's part of it.
    @inline(__always)
    private func differentiateCell(
        _ gate: UnsafeMutablePointer<Scalar>, _ c: UnsafePointer<Scalar>,
        _ fromHidden: UnsafePointer<Scalar>, _ dc: UnsafeMutablePointer<Scalar>,
        _ mask: UnsafePointer<Scalar>?
    ) {
        let n = size
        let (i, j, f) = (gate, gate + n, gate + 2 * n)
        for k in 0..<n {
            let (input, candidate, forget) = (i[k], j[k], f[k])
            let keep: Scalar = mask.map { $0[k] } ?? 1
            let slope = dc[k] + fromHidden[k]
            i[k] = slope * candidate * keep * input * (1 - input)
            j[k] = slope * input * keep * (1 - candidate * candidate)
            f[k] = slope * c[k] * forget * (1 - forget)
            dc[k] = slope * forget
        }
    }
}
