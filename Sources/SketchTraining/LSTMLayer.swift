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
/// The caller leaves x W_xh + bias of a step in `gates` just before the step; `backward` leaves the gradient with
/// respect to those pre-activations in the same place, from which the caller takes the gradients of W_xh, bias and
/// input while they are in the caches.
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
    /// W_hh and its transpose, for the products of single steps.
    private let recurrent = PackedMatrix<Scalar>()
    private let recurrentTransposed = PackedMatrix<Scalar>()
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

    /// Runs all steps. - Parameter project: puts x's part into `gates` for a step.
    func forward(_ parameters: UnsafePointer<Scalar>, project: (_ step: Int) -> Void) {
        startForward(parameters)
        for step in active.indices {
            project(step)
            multiplyHidden(step, into: gates, adding: true)
            advance(step, parameters)
        }
    }

    /// Lays W_hh out for the steps to come.
    func startForward(_ parameters: UnsafePointer<Scalar>) {
        recurrent.load(parameters + offsets.recurrent, k: size, n: 4 * size)
    }

    /// A step's h W_hh, into the step's part of `products` [T, B, 4n] or added to what is there.
    func multiplyHidden(_ step: Int, into products: Buffer<Scalar>, adding: Bool) {
        let n = size
        recurrent.multiply(
            hidden.pointer + step * batch * n, stride: n, rows: active[step],
            into: products.pointer + step * batch * 4 * n, stride: 4 * n, adding: adding)
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
                    inverses.pointer[index * 5 + block] = Scalar.normalize(
                        gate + block * n, count: n, gain: parameters + norms.gain + block * n,
                        shift: parameters + norms.shift + block * n,
                        normal: gateNormals.pointer + (index * 4 + block) * n)
                }
            }
            Scalar.activateGates(
                gate, count: n, cell: c + row * n, keep: keep.count == 0 ? nil : keep.pointer + index * n,
                next: nextC + row * n)
            let tanhC = cellTanh.pointer + index * n
            var squashing = UnsafePointer(nextC + row * n)
            if let norms = offsets.norms {
                tanhC.update(from: squashing, count: n)
                inverses.pointer[index * 5 + 4] = Scalar.normalize(
                    tanhC, count: n, gain: parameters + norms.cellGain, shift: parameters + norms.cellShift,
                    normal: cellNormals.pointer + index * n)
                squashing = UnsafePointer(tanhC)
            }
            Scalar.squashOutput(squashing, gate: gate + 3 * n, count: n, squashed: tanhC, hidden: nextH + row * n)
        }
        let idle = (batch - rows) * n
        (nextH + rows * n).update(from: h + rows * n, count: idle)
        (nextC + rows * n).update(from: c + rows * n, count: idle)
    }

    /// Back-propagation through time.
    /// - Parameters:
    ///   - gradient: the parameters' gradient, which is added to.
    ///   - outputGradient: d cost / d h' of every step, [T, B, n], or nil where only the final state is used.
    ///   - finalHidden: d cost / d final h, [B, n], or nil for zero.
    ///   - collect: takes what the gradients of a step's pre-activations are needed for.
    func backward(
        _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
        outputGradient: UnsafePointer<Scalar>?, finalHidden: UnsafePointer<Scalar>?, collect: (_ step: Int) -> Void
    ) {
        startBackward(parameters, finalHidden: finalHidden)
        for step in active.indices.reversed() {
            addOutputGradient(outputGradient, step)
            retreat(step, parameters, gradient: gradient)
            multiplyGradient(step, gates)
            collect(step)
        }
        addRecurrentGradient(gates, to: gradient)
    }

    /// Starts from the gradient of the final state, and lays W_hh transposed out for the steps to come.
    func startBackward(_ parameters: UnsafePointer<Scalar>, finalHidden: UnsafePointer<Scalar>?) {
        recurrentTransposed.load(transposeOf: parameters + offsets.recurrent, k: 4 * size, n: size)
        let dh = hiddenGradient.zeros(batch * size)
        cellGradient.zeros(batch * size)
        if let finalHidden { dh.update(from: finalHidden, count: batch * size) }
    }

    func addOutputGradient(_ outputGradient: UnsafePointer<Scalar>?, _ step: Int) {
        guard let outputGradient else { return }
        Scalar.add(
            outputGradient + step * batch * size, to: hiddenGradient.pointer, count: active[step] * size)
    }

    /// The gradient of h before the step: that of its product with W_hh, times W_hh transposed.
    func multiplyGradient(_ step: Int, _ products: Buffer<Scalar>) {
        let n = size
        recurrentTransposed.multiply(
            products.pointer + step * batch * 4 * n, stride: 4 * n, rows: active[step],
            into: hiddenGradient.pointer, stride: n, adding: false)
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
            // d cost / d (what tanh was taken of), in tanhC's place; o becomes its own gradient.
            Scalar.differentiateOutput(dh, count: n, gate: gate + 3 * n, squashed: tanhC)
            if let norms = offsets.norms {
                Scalar.differentiateNormal(
                    tanhC, count: n, normal: cellNormals.pointer + index * n,
                    inverse: inverses.pointer[index * 5 + 4], gain: parameters + norms.cellGain,
                    gainGradient: gradient + norms.cellGain, shiftGradient: gradient + norms.cellShift)
            }
            // i, j and f become gradients; dc receives c's, from its own and from h's part of it.
            Scalar.differentiateGates(
                gate, count: n, cell: cells.pointer + index * n, fromHidden: tanhC,
                keep: keep.count == 0 ? nil : keep.pointer + index * n, cellGradient: dc)
            if let norms = offsets.norms {
                for block in 0..<4 {
                    Scalar.differentiateNormal(
                        gate + block * n, count: n, normal: gateNormals.pointer + (index * 4 + block) * n,
                        inverse: inverses.pointer[index * 5 + block],
                        gain: parameters + norms.gain + block * n,
                        gainGradient: gradient + norms.gain + block * n,
                        shiftGradient: gradient + norms.shift + block * n)
                }
            }
        }
        (gates.pointer + (step * batch + rows) * 4 * n).update(
            repeating: 0, count: (batch - rows) * 4 * n)
    }
}
