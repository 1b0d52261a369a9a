import SketchInference

/// A cell of any kind with its input: rows of five numbers and, for a decoder, a latent that is the same at every step.
/// The parts that the three cells share outside their recurrence are here: the products with W_xh, the packing of the
/// state, and the gradients of both.
///
/// Letters: T steps, B drawings, n units, Z numbers of the latent, S the packed state's width.
final class RecurrentLayer<Scalar: TrainingScalar> {
    /// An enumeration and not a protocol, so that each call is specialised for its number type.
    private enum Cell {
        case lstm(LSTMLayer<Scalar>)
        case hyper(HyperLSTMLayer<Scalar>)
    }

    /// One part of the state: its values at every step, and the gradient at the first.
    private struct StatePart {
        let values: StepMatrices<Scalar>
        let gradient: MatrixBuffer<Scalar>
        let width: Int

        static func hidden(_ layer: LSTMLayer<Scalar>) -> StatePart {
            StatePart(values: layer.hidden, gradient: layer.hiddenGradient, width: layer.size)
        }

        static func cell(_ layer: LSTMLayer<Scalar>) -> StatePart {
            StatePart(values: layer.cells, gradient: layer.cellGradient, width: layer.size)
        }
    }

    private let cell: Cell
    /// The cell whose h is the layer's output.
    private let output: LSTMLayer<Scalar>
    private let projections: [InputProjection<Scalar>]
    /// The parts of the state in the checkpoint's packing.
    private let stateParts: [StatePart]
    private var steps = 0

    /// - Parameters:
    ///   - scope: `RNN` or `ENC_RNN/fw`, the scope of the cell's folder.
    ///   - latentSize: Z, or 0.
    ///   - shared: the same layer of another slice, whose packed weights are used.
    /// - Throws: `TrainingError.unknownTensor`.
    init(
        _ kind: CellKind, size: Int, scope: String, latentSize: Int, configuration: ModelConfiguration,
        layout: ParameterLayout, products: Products<Scalar>, sharing shared: RecurrentLayer?
    ) throws {
        let folder = "\(scope)/\(kind.checkpointName)/"
        let kernel = try layout.slot(folder + "W_xh")
        switch kind {
        case .lstm, .layerNorm:
            let isNormalized = kind == .layerNorm
            let layer = LSTMLayer<Scalar>(
                size: size, tensors: try .init(folder: folder, isNormalized: isNormalized, layout: layout),
                products: products, sharing: shared?.output)
            cell = .lstm(layer)
            output = layer
            projections = [
                InputProjection(
                    weights: kernel, bias: isNormalized ? nil : try layout.slot(folder + "bias"), latentSize: latentSize,
                    products: layer.preActivations, gradients: layer.preActivationGradients,
                    sharing: shared?.projections[0])
            ]
            stateParts = isNormalized ? [.hidden(layer), .cell(layer)] : [.cell(layer), .hidden(layer)]
        case .hyper:
            let layer = try HyperLSTMLayer<Scalar>(
                size: size, units: configuration.hyperUnits, embeddingSize: configuration.hyperEmbedding,
                inputSize: 5 + latentSize, folder: folder, layout: layout, products: products, sharing: shared?.hyper)
            cell = .hyper(layer)
            output = layer.main
            projections = [
                InputProjection(
                    weights: kernel, bias: nil, latentSize: latentSize, products: layer.inputProducts,
                    gradients: layer.inputProductGradients, sharing: shared?.projections[0]),
                InputProjection(
                    weights: try layout.slot(folder + "LayerNormLSTMCell/W_xh"), bias: nil, latentSize: latentSize,
                    products: layer.small.preActivations, gradients: layer.small.preActivationGradients,
                    sharing: shared?.projections[1]),
            ]
            stateParts = [.hidden(layer.main), .hidden(layer.small), .cell(layer.main), .cell(layer.small)]
        }
    }

    private var hyper: HyperLSTMLayer<Scalar>? {
        if case .hyper(let layer) = cell { layer } else { nil }
    }

    /// n.
    var size: Int { output.size }
    /// S.
    var stateSize: Int { stateParts.reduce(0) { $0 + $1.width } }
    /// [T, B, n], the dropout multipliers, which the trainer fills.
    var dropoutMask: StepMatrices<Scalar> { output.dropoutMask }
    /// [T * B, n], h after each step.
    var outputs: MatrixView<Scalar> { output.hidden[1..<steps + 1] }
    /// [B, n], h after the last step.
    var finalHidden: MatrixView<Scalar> { output.hidden[steps] }

    /// Sizes everything for a batch and sets the zero state; see `LSTMLayer.prepare`.
    func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        self.steps = steps
        switch cell {
        case .lstm(let layer): layer.prepare(lengths: lengths, steps: steps, dropout: dropout)
        case .hyper(let layer): layer.prepare(lengths: lengths, steps: steps, dropout: dropout)
        }
    }

    /// The packing of the weights that the layers of all slices share.
    var packingTasks: PackingTasks<Scalar> {
        let kernels = projections.reduce(PackingTasks<Scalar>()) { $0 + $1.packingTasks }
        return switch cell {
        case .lstm(let layer): kernels + layer.packs.tasks
        case .hyper(let layer): kernels + layer.packs.tasks
        }
    }

    /// One slice's part of a pass that several slices make together.
    struct Pass {
        let layer: RecurrentLayer
        /// [T * B, 5].
        let inputs: MatrixView<Scalar>
        /// [B, Z], or nil.
        var latent: MatrixView<Scalar>?
        /// [B, S], or nil for zeros.
        var initialState: MatrixView<Scalar>?
        /// The gradients of all parameters, added to.
        var gradient: VectorView<Scalar>
        /// d cost / d h, as for `LayerPass`.
        var outputGradients: MatrixView<Scalar>?
        var finalHiddenGradient: MatrixView<Scalar>?
        /// Receives d cost / d latent, [B, Z].
        var latentGradient: MatrixView<Scalar>?
        /// Receives d cost / d initial state, [B, S].
        var initialStateGradient: MatrixView<Scalar>?

        fileprivate func layerPass<Layer>(of layer: Layer) -> LayerPass<Layer, Scalar> {
            LayerPass(
                layer: layer, inputs: inputs, projections: self.layer.projections, gradient: gradient,
                outputGradients: outputGradients, finalHiddenGradient: finalHiddenGradient)
        }
    }

    /// Runs all steps of several slices.
    static func forward(_ passes: [Pass], _ parameters: VectorView<Scalar>) {
        for pass in passes { pass.layer.start(pass, parameters) }
        LSTMLayer.forward(lstmPasses(passes), parameters)
        HyperLSTMLayer.forward(hyperPasses(passes), parameters)
    }

    /// Back-propagation through time of several slices.
    static func backward(_ passes: [Pass], _ parameters: VectorView<Scalar>) {
        LSTMLayer.backward(lstmPasses(passes), parameters)
        HyperLSTMLayer.backward(hyperPasses(passes), parameters)
        for pass in passes { pass.layer.finishBackward(pass) }
    }

    private static func lstmPasses(_ passes: [Pass]) -> [LayerPass<LSTMLayer<Scalar>, Scalar>] {
        passes.compactMap { pass in
            if case .lstm(let layer) = pass.layer.cell { pass.layerPass(of: layer) } else { nil }
        }
    }

    private static func hyperPasses(_ passes: [Pass]) -> [LayerPass<HyperLSTMLayer<Scalar>, Scalar>] {
        passes.compactMap { pass in pass.layer.hyper.map { pass.layerPass(of: $0) } }
    }

    private func start(_ pass: Pass, _ parameters: VectorView<Scalar>) {
        if let initialState = pass.initialState {
            var column = 0
            for part in stateParts {
                part.values[0].update(from: initialState.columns(column..<column + part.width))
                column += part.width
            }
        }
        for projection in projections {
            projection.startForward(parameters, latent: pass.latent, batch: output.batch)
        }
    }

    private func finishBackward(_ pass: Pass) {
        if let latent = pass.latent, let latentGradient = pass.latentGradient {
            for (index, projection) in projections.enumerated() {
                projection.finishBackward(
                    latent: latent, gradient: pass.gradient, latentGradient: latentGradient, adding: index > 0)
            }
        }
        guard let initialStateGradient = pass.initialStateGradient else { return }
        var column = 0
        for part in stateParts {
            initialStateGradient.columns(column..<column + part.width).update(from: part.gradient.view)
            column += part.width
        }
    }
}
