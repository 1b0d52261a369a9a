import SketchInference

/// One LSTM, plain or layer-normalised, run over a batch of sequences and differentiated through time.
///
/// Goals, in order: the exact cell of the original (gates i, j, f, o; forget bias 1 inside the sigmoid; dropout on tanh(j)
/// only); no allocation from batch to batch; as much of the work as possible in few large matrix products.
///
/// The layer-normalised cell normalises each gate's block of pre-activations separately, and c' before the tanh that leads
/// to h'; the c' that is carried on is not normalised. A HyperLSTM is two of these, driven step by step.
///
/// Letters: T steps, B sequences, n units. Sequences are sorted by length, longest first, so that those still running at
/// step t are the first `active[t]`; the others keep their state.
///
/// Before `stepForward` the caller fills `preActivations`; right after `stepBackward`, while the values are in the caches,
/// it computes the gradients of its own weights from `preActivationGradients`.
package final class LSTMLayer<Scalar: TrainingScalar> {
    /// The positions of the cell's own tensors among the parameters, and among their gradients.
    struct Tensors {
        /// W_hh [n, 4n].
        let recurrent: ParameterSlot
        /// Nil for the plain cell.
        let norms: Norms?

        /// Gains and shifts: of the gates [4n], and of c' [n].
        struct Norms {
            let gain, shift, cellGain, cellShift: ParameterSlot
        }

        /// - Throws: `TrainingError.unknownTensor`.
        init(folder: String, isNormalized: Bool, layout: ParameterLayout) throws {
            recurrent = try layout.slot(folder + "W_hh")
            norms =
                isNormalized
                ? Norms(
                    gain: try layout.slot(folder + "ln_all/ln_gamma"),
                    shift: try layout.slot(folder + "ln_all/ln_beta"),
                    cellGain: try layout.slot(folder + "ln_c/ln_gamma"),
                    cellShift: try layout.slot(folder + "ln_c/ln_beta")) : nil
        }
    }

    /// W_hh and its transpose, packed for the products of single steps. The layers of all slices share them.
    final class Packs: @unchecked Sendable {
        let recurrent, recurrentTransposed: PackedMatrix<Scalar>
        private let slot: ParameterSlot

        init(_ tensors: Tensors, _ precision: ProductPrecision) {
            (recurrent, recurrentTransposed) = (PackedMatrix(precision), PackedMatrix(precision))
            slot = tensors.recurrent
        }

        /// What to do before the passes forward and back over a batch, in any order.
        var tasks: PackingTasks<Scalar> {
            PackingTasks(
                forward: [{ self.recurrent.load($0[self.slot]) }],
                backward: [{ self.recurrentTransposed.load(transposeOf: $0[self.slot]) }])
        }
    }

    /// n, the number of units.
    let size: Int
    let tensors: Tensors

    /// [B, 4n], the current step's x W_xh + h W_hh + bias.
    let preActivations = StepMatrices<Scalar>(.currentStep)
    /// [T, B, 4n], the gradients of every step's pre-activations; zero where a sequence has ended.
    let preActivationGradients = StepMatrices<Scalar>()
    /// [T + 1, B, n], h and c before each step; the last is the final state.
    let hidden = StepMatrices<Scalar>()
    let cells = StepMatrices<Scalar>()
    /// [B, n], the gradients of h and c before the step of the last `stepBackward`.
    let hiddenGradient = MatrixBuffer<Scalar>()
    let cellGradient = MatrixBuffer<Scalar>()
    /// [T, B, n], the dropout multipliers of tanh(j); empty without dropout.
    let dropoutMask = StepMatrices<Scalar>()
    let packs: Packs
    private let products: Products<Scalar>
    /// The number of sequences still running at each step.
    private(set) var active: [Int] = []
    private(set) var batch = 0

    /// [T, B, 4n]: sig(i), tanh(j), sig(f + 1), sig(o).
    let activations = StepMatrices<Scalar>()
    /// [T, B, n], the tanh that leads from c' to h'.
    let cellTanh = StepMatrices<Scalar>()
    /// [T, B, 4n] and [T, B, n], the normalised gates and c' before gain and shift.
    let gateNormals = StepMatrices<Scalar>()
    let cellNormals = StepMatrices<Scalar>()
    /// [T, B, 5], 1 / deviation of each gate's block, and of c'.
    let inverseDeviations = StepMatrices<Scalar>()
    /// One row's normalised pre-activations [4n] and c' [n], and the gradients of both.
    let normalizedGates: Buffer<Scalar>
    let normalizedCell: Buffer<Scalar>
    let normalizedGateGradients: Buffer<Scalar>
    let normalizedCellGradient: Buffer<Scalar>
    /// [n], one row's gradient of c' by way of h'.
    let cellGradientFromHidden: Buffer<Scalar>

    /// - Parameter shared: the same layer of another slice, whose packed weights are used.
    init(size: Int, tensors: Tensors, products: Products<Scalar>, sharing shared: LSTMLayer?) {
        self.size = size
        self.tensors = tensors
        self.products = products
        packs = shared?.packs ?? Packs(tensors, products.precision)
        normalizedGates = Buffer(count: 4 * size)
        normalizedCell = Buffer(count: size)
        normalizedGateGradients = Buffer(count: 4 * size)
        normalizedCellGradient = Buffer(count: size)
        cellGradientFromHidden = Buffer(count: size)
    }

    /// Sizes the buffers for a batch and sets the zero state.
    /// - Parameters:
    ///   - lengths: B sequence lengths, longest first.
    ///   - steps: T, at least the largest length.
    func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        batch = lengths.count
        active = (0..<steps).map { step in lengths.prefix { $0 > step }.count }
        preActivations.resize(steps: 1, rows: batch, columns: 4 * size)
        for matrices in [activations, preActivationGradients] {
            matrices.resize(steps: steps, rows: batch, columns: 4 * size)
        }
        for states in [hidden, cells] {
            states.resize(steps: steps + 1, rows: batch, columns: size)
            states[0].fill(0)
        }
        cellTanh.resize(steps: steps, rows: batch, columns: size)
        dropoutMask.resize(steps: dropout ? steps : 0, rows: batch, columns: size)
        if tensors.norms != nil {
            gateNormals.resize(steps: steps, rows: batch, columns: 4 * size)
            cellNormals.resize(steps: steps, rows: batch, columns: size)
            inverseDeviations.resize(steps: steps, rows: batch, columns: 5)
        }
        hiddenGradient.resize(rows: batch, columns: size)
        cellGradient.resize(rows: batch, columns: size)
    }

    /// Whether any sequence is still running at a step.
    func isRunning(_ step: Int) -> Bool { step < active.count && active[step] > 0 }

    /// The rows of the sequences still running at a step, of a matrix of T * B rows.
    func running(_ step: Int, of matrix: MatrixView<Scalar>) -> MatrixView<Scalar> {
        matrix.rows(step * batch..<step * batch + active[step])
    }

    /// Runs all steps of several slices, each step's products together.
    static func forward(_ passes: [LayerPass<LSTMLayer, Scalar>], _ parameters: VectorView<Scalar>) {
        guard let first = passes.first?.layer else { return }
        for step in 0..<(passes.map(\.layer.active.count).max() ?? 0) {
            let running = passes.filter { $0.layer.isRunning(step) }
            for pass in running { pass.projectForward(step, pass.layer.running(step, of: pass.inputs), first.products) }
            first.packs.recurrent.multiply(
                running.map { pass in
                    let (layer, rows) = (pass.layer, pass.layer.active[step])
                    return ProductRows(layer.hidden[step].prefix(rows), into: layer.preActivations[step].prefix(rows))
                }, adding: true, using: first.products)
            for pass in passes where step < pass.layer.active.count { pass.layer.stepForward(step, parameters) }
        }
    }

    /// Back-propagation through time of several slices, each step's products together.
    static func backward(_ passes: [LayerPass<LSTMLayer, Scalar>], _ parameters: VectorView<Scalar>) {
        guard let first = passes.first?.layer else { return }
        for pass in passes { pass.layer.startBackward(finalHiddenGradient: pass.finalHiddenGradient) }
        for step in (0..<(passes.map(\.layer.active.count).max() ?? 0)).reversed() {
            let present = passes.filter { step < $0.layer.active.count }
            for pass in present {
                pass.layer.stepBackward(
                    step, parameters, gradient: pass.gradient, outputGradients: pass.outputGradients)
            }
            first.packs.recurrentTransposed.multiply(
                present.map { pass in
                    let (layer, rows) = (pass.layer, pass.layer.active[step])
                    return ProductRows(
                        layer.preActivationGradients[step].prefix(rows), into: layer.hiddenGradient.view.prefix(rows))
                }, adding: false, using: first.products)
            for pass in present { pass.projectBackward(step, pass.layer.running(step, of: pass.inputs)) }
        }
        for pass in passes { pass.layer.addRecurrentGradient(to: pass.gradient) }
    }

    /// The gradient of W_hh over all steps in one product.
    private func addRecurrentGradient(to gradient: VectorView<Scalar>) {
        let steps = active.indices
        products.multiply(
            hidden[steps], transposed: true, preActivationGradients[steps], transposed: false,
            into: gradient[tensors.recurrent], adding: true)
    }

    /// Sets the gradient of the final state, [B, n]; nil for zero.
    func startBackward(finalHiddenGradient: MatrixView<Scalar>?) {
        cellGradient.view.fill(0)
        if let finalHiddenGradient {
            hiddenGradient.view.update(from: finalHiddenGradient)
        } else {
            hiddenGradient.view.fill(0)
        }
    }
}
