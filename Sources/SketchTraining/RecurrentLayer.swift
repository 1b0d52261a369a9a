import SketchInference

/// A cell of any kind with its input: rows of five numbers and, for a decoder, a latent that stays the same
/// at every step. What the three cells share outside their recurrence is here: the products with W_xh, the
/// packing of the state, and the gradients of both.
///
/// Letters: T steps, B drawings, n units, Z numbers of the constant input, S the packed state's width.
final class RecurrentLayer<Scalar: TrainingScalar> {
    /// An enumeration and not a protocol, so that each call is compiled for its number type.
    private enum Cell {
        case lstm(LSTMLayer<Scalar>)
        case hyper(HyperLSTMLayer<Scalar>)
    }

    /// A product of the input that the cell wants at every step: W [5 + Z (+ more), width] and bias.
    private struct Projection {
        var target: Buffer<Scalar>
        var width: Int
        var weights: Int
        var bias: Int?
        /// W's first five rows.
        let kernel = PackedMatrix<Scalar>()
        /// [B, width], what does not change from step to step; on the way back the sum of its gradients.
        let common = Buffer<Scalar>()
    }

    private let cell: Cell
    /// The cell that holds h.
    private let output: LSTMLayer<Scalar>
    private let projections: [Projection]
    /// The state's parts in the packing of the checkpoint.
    private let stateParts: [(values: Buffer<Scalar>, gradient: Buffer<Scalar>, width: Int)]
    private let constantSize: Int
    private var steps = 0
    private var batch = 0

    /// - Parameters:
    ///   - scope: `RNN` or `ENC_RNN/fw`, where the cell's folder lies.
    ///   - constantSize: Z, or 0.
    init(
        _ kind: CellKind, size n: Int, scope: String, constantSize: Int, configuration: ModelConfiguration,
        layout: ParameterLayout
    ) {
        self.constantSize = constantSize
        let folder = "\(scope)/\(kind.checkpointName)/"
        let kernel = layout.offset(of: folder + "W_xh")
        switch kind {
        case .lstm, .layerNorm:
            let isNormalized = kind == .layerNorm
            let layer = LSTMLayer<Scalar>(
                size: n, offsets: .init(folder: folder, isNormalized: isNormalized, layout: layout))
            cell = .lstm(layer)
            output = layer
            projections = [
                Projection(
                    target: layer.gates, width: 4 * n, weights: kernel,
                    bias: isNormalized ? nil : layout.offset(of: folder + "bias"))
            ]
            let (c, h) = ((layer.cells, layer.cellGradient, n), (layer.hidden, layer.hiddenGradient, n))
            stateParts = isNormalized ? [h, c] : [c, h]
        case .hyper:
            let units = configuration.hyperUnits
            let layer = HyperLSTMLayer<Scalar>(
                size: n, units: units, embeddingSize: configuration.hyperEmbedding,
                inputSize: 5 + constantSize, folder: folder, layout: layout)
            cell = .hyper(layer)
            output = layer.main
            projections = [
                Projection(target: layer.inputProducts, width: 4 * n, weights: kernel),
                Projection(
                    target: layer.small.gates, width: 4 * units,
                    weights: layout.offset(of: folder + "LayerNormLSTMCell/W_xh")),
            ]
            let (main, small) = (layer.main, layer.small)
            stateParts = [
                (main.hidden, main.hiddenGradient, n), (small.hidden, small.hiddenGradient, units),
                (main.cells, main.cellGradient, n), (small.cells, small.cellGradient, units),
            ]
        }
    }

    /// n.
    var size: Int { output.size }
    /// S.
    var stateSize: Int { stateParts.reduce(0) { $0 + $1.width } }
    /// [T, B, n], dropout's multipliers, for the trainer to fill.
    var keep: Buffer<Scalar> { output.keep }
    /// [T, B, n], h after each step.
    var outputs: UnsafePointer<Scalar> { UnsafePointer(output.hidden.pointer + batch * size) }
    /// [B, n], h after the last step.
    var finalOutput: UnsafePointer<Scalar> { UnsafePointer(output.hidden.pointer + steps * batch * size) }

    /// Sizes everything for a batch and starts from the zero state; see `LSTMLayer.prepare`.
    func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        self.steps = steps
        batch = lengths.count
        switch cell {
        case .lstm(let layer): layer.prepare(lengths: lengths, steps: steps, dropout: dropout)
        case .hyper(let layer): layer.prepare(lengths: lengths, steps: steps, dropout: dropout)
        }
    }

    /// Starts from `packed`, [B, S].
    func setState(_ packed: UnsafePointer<Scalar>) {
        var column = 0
        for part in stateParts {
            for row in 0..<batch {
                (part.values.pointer + row * part.width).update(
                    from: packed + row * stateSize + column, count: part.width)
            }
            column += part.width
        }
    }

    /// The gradient of the initial state, [B, S], after `backward`.
    func takeStateGradient(_ packed: UnsafeMutablePointer<Scalar>) {
        var column = 0
        for part in stateParts {
            for row in 0..<batch {
                (packed + row * stateSize + column).update(
                    from: part.gradient.pointer + row * part.width, count: part.width)
            }
            column += part.width
        }
    }

    /// Runs all steps. - Parameters:
    ///   - inputs: [T, B, 5].
    ///   - constants: [B, Z], or nil.
    func forward(
        _ parameters: UnsafePointer<Scalar>, inputs: UnsafePointer<Scalar>,
        constants: UnsafePointer<Scalar>?
    ) {
        for projection in projections {
            let width = projection.width
            let common = projection.common.zeros(batch * width)
            if let bias = projection.bias {
                for row in 0..<batch { (common + row * width).update(from: parameters + bias, count: width) }
            }
            let weights = parameters + projection.weights
            projection.kernel.load(weights, k: 5, n: width)
            if let constants {
                Scalar.multiply(
                    constants, transposed: false, lda: constantSize, weights + 5 * width,
                    transposed: false, ldb: width, into: common, ldc: width, beta: 1, m: batch, n: width,
                    k: constantSize)
            }
        }
        func project(_ step: Int) {
            let rows = output.active[step]
            for projection in projections {
                let width = projection.width
                let target = projection.target.pointer + step * batch * width
                target.update(from: projection.common.pointer, count: rows * width)
                projection.kernel.multiply(
                    inputs + step * batch * 5, stride: 5, rows: rows, into: target, stride: width, adding: true)
            }
        }
        switch cell {
        case .lstm(let layer): layer.forward(parameters, project: project)
        case .hyper(let layer): layer.forward(parameters, project: project)
        }
    }

    /// Back through time; adds to `gradient`.
    /// - Parameters:
    ///   - outputGradient, finalOutput: d cost / d h, as in `LSTMLayer.backward`.
    ///   - constantGradient: receives d cost / d constants, [B, Z].
    func backward(
        _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
        inputs: UnsafePointer<Scalar>, constants: UnsafePointer<Scalar>?,
        outputGradient: UnsafePointer<Scalar>?, finalOutput: UnsafePointer<Scalar>?,
        constantGradient: UnsafeMutablePointer<Scalar>?
    ) {
        for projection in projections { projection.common.zeros(constants == nil ? 0 : batch * projection.width) }
        func collect(_ step: Int) {
            for projection in projections {
                // Without constants only the bias's gradient is left to take, a sum over all rows.
                let isShared = constants != nil
                Scalar.addInputGradients(
                    inputs + step * batch * 5, projection.target.pointer + step * batch * projection.width,
                    rows: output.active[step], width: projection.width, to: gradient + projection.weights,
                    total: isShared ? projection.common.pointer : projection.bias.map { gradient + $0 },
                    stride: isShared ? projection.width : 0)
            }
        }
        switch cell {
        case .lstm(let layer):
            layer.backward(
                parameters, gradient: gradient, outputGradient: outputGradient, finalHidden: finalOutput,
                collect: collect)
        case .hyper(let layer):
            layer.backward(
                parameters, gradient: gradient, outputGradient: outputGradient, finalHidden: finalOutput,
                collect: collect)
        }
        guard let constants, let constantGradient else { return }
        for (index, projection) in projections.enumerated() {
            let (width, common) = (projection.width, projection.common.pointer)
            if let bias = projection.bias { addRows(common, rows: batch, width: width, to: gradient + bias) }
            let weights = projection.weights + 5 * width
            Scalar.multiply(
                constants, transposed: true, lda: constantSize, common, transposed: false, ldb: width,
                into: gradient + weights, ldc: width, beta: 1, m: constantSize, n: width, k: batch)
            Scalar.multiply(
                common, transposed: false, lda: width, parameters + weights, transposed: true, ldb: width,
                into: constantGradient, ldc: constantSize, beta: index == 0 ? 0 : 1, m: batch,
                n: constantSize, k: width)
        }
    }
}
