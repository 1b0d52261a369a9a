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
    /// - Throws: `TrainingError.unknownTensor`.
    init(
        _ kind: CellKind, size: Int, scope: String, latentSize: Int, configuration: ModelConfiguration,
        layout: ParameterLayout
    ) throws {
        let folder = "\(scope)/\(kind.checkpointName)/"
        let kernel = try layout.slot(folder + "W_xh")
        switch kind {
        case .lstm, .layerNorm:
            let isNormalized = kind == .layerNorm
            let layer = LSTMLayer<Scalar>(
                size: size, tensors: try .init(folder: folder, isNormalized: isNormalized, layout: layout))
            cell = .lstm(layer)
            output = layer
            projections = [
                InputProjection(
                    weights: kernel, bias: isNormalized ? nil : try layout.slot(folder + "bias"), latentSize: latentSize,
                    products: layer.preActivations, gradients: layer.preActivationGradients)
            ]
            stateParts = isNormalized ? [.hidden(layer), .cell(layer)] : [.cell(layer), .hidden(layer)]
        case .hyper:
            let layer = try HyperLSTMLayer<Scalar>(
                size: size, units: configuration.hyperUnits, embeddingSize: configuration.hyperEmbedding,
                inputSize: 5 + latentSize, folder: folder, layout: layout)
            cell = .hyper(layer)
            output = layer.main
            projections = [
                InputProjection(
                    weights: kernel, bias: nil, latentSize: latentSize, products: layer.inputProducts,
                    gradients: layer.inputProductGradients),
                InputProjection(
                    weights: try layout.slot(folder + "LayerNormLSTMCell/W_xh"), bias: nil, latentSize: latentSize,
                    products: layer.small.preActivations, gradients: layer.small.preActivationGradients),
            ]
            stateParts = [.hidden(layer.main), .hidden(layer.small), .cell(layer.main), .cell(layer.small)]
        }
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

    /// Runs all steps.
    /// - Parameters:
    ///   - inputs: [T * B, 5].
    ///   - latent: [B, Z], or nil.
    ///   - initialState: [B, S], or nil for zeros.
    func forward(
        _ parameters: VectorView<Scalar>, inputs: MatrixView<Scalar>, latent: MatrixView<Scalar>? = nil,
        initialState: MatrixView<Scalar>? = nil
    ) {
        if let initialState {
            var column = 0
            for part in stateParts {
                part.values[0].update(from: initialState.columns(column..<column + part.width))
                column += part.width
            }
        }
        for projection in projections { projection.startForward(parameters, latent: latent, batch: output.batch) }
        switch cell {
        case .lstm(let layer): layer.forward(parameters, inputs: inputs, projection: projections[0])
        case .hyper(let layer): layer.forward(parameters, inputs: inputs, projections: projections)
        }
    }

    /// Back-propagation through time.
    /// - Parameters:
    ///   - gradient: the gradients of all parameters, added to.
    ///   - inputs, latent: as for `forward`.
    ///   - outputGradients, finalHiddenGradient: d cost / d h, as for `LSTMLayer.backward`.
    ///   - latentGradient: receives d cost / d latent, [B, Z].
    ///   - initialStateGradient: receives d cost / d initial state, [B, S].
    func backward(
        _ parameters: VectorView<Scalar>, gradient: VectorView<Scalar>, inputs: MatrixView<Scalar>,
        latent: MatrixView<Scalar>? = nil, outputGradients: MatrixView<Scalar>? = nil,
        finalHiddenGradient: MatrixView<Scalar>? = nil, latentGradient: MatrixView<Scalar>? = nil,
        initialStateGradient: MatrixView<Scalar>? = nil
    ) {
        switch cell {
        case .lstm(let layer):
            layer.backward(
                parameters, gradient: gradient, outputGradients: outputGradients,
                finalHiddenGradient: finalHiddenGradient, inputs: inputs, projection: projections[0])
        case .hyper(let layer):
            layer.backward(
                parameters, gradient: gradient, outputGradients: outputGradients,
                finalHiddenGradient: finalHiddenGradient, inputs: inputs, projections: projections)
        }
        if let latent, let latentGradient {
            for (index, projection) in projections.enumerated() {
                projection.finishBackward(
                    parameters, latent: latent, gradient: gradient, latentGradient: latentGradient, adding: index > 0)
            }
        }
        guard let initialStateGradient else { return }
        var column = 0
        for part in stateParts {
            initialStateGradient.columns(column..<column + part.width).update(from: part.gradient.view)
            column += part.width
        }
    }
}
