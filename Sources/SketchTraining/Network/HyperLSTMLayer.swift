import SketchInference

/// The HyperLSTM of the original over a batch, differentiated through time (Ha, Dai & Le 2016, arXiv 1609.09106, as
/// sketch-rnn uses it): a small layer-normalised LSTM sees x || h and, through embeddings of V numbers, scales every
/// gate's x and h products of the main one.
///
/// Both cells are `LSTMLayer`s; this type adds what connects them:
///
///     a_G = (zw_Gx alpha_Gx) * (x W_xh)_G + (zw_Gh alpha_Gh) * (h W_hh)_G + zb_Gh beta_Gh + bias_G
///
/// with zw = hyper_h' W + b and zb = hyper_h' W for each gate G of i, j, f, o.
///
/// Letters: T steps, B sequences, n units of the main cell, U of the small one.
final class HyperLSTMLayer<Scalar: TrainingScalar> {
    let main: LSTMLayer<Scalar>
    let small: LSTMLayer<Scalar>
    /// [T, B, 4n], x W_xh of the main cell, which the caller fills before a step.
    let inputProducts = StepMatrices<Scalar>()
    /// [B, 4n], their gradients of the step that the layer stepped back over last.
    let inputProductGradients = StepMatrices<Scalar>(.currentStep)

    /// [T, B, 4n], h W_hh of the main cell, and the gradients.
    private let hiddenProducts = StepMatrices<Scalar>()
    private let hiddenProductGradients = StepMatrices<Scalar>()
    /// [T, B, 12V], and the gradients.
    private let embeddings = StepMatrices<Scalar>()
    private let embeddingGradients = StepMatrices<Scalar>()
    /// [B, 12n] of one step, the scales and shifts that the embeddings are projected to, and their gradients.
    private let scales = MatrixBuffer<Scalar>()
    private let scaleGradients = MatrixBuffer<Scalar>()

    /// The weights of single steps' products, packed: h to the small cell, hyper_h' to all embeddings, and the twelve
    /// up-projections; and the transpose of each.
    private let smallKernel = PackedMatrix<Scalar>()
    private let smallKernelTransposed = PackedMatrix<Scalar>()
    private let embedding = PackedMatrix<Scalar>()
    private let embeddingTransposed = PackedMatrix<Scalar>()
    private let upProjections: [PackedMatrix<Scalar>]
    private let upProjectionsTransposed: [PackedMatrix<Scalar>]
    /// [U, 12V], the embeddings' weights side by side, and their biases [1, 12V]; and the gradients of both.
    private let embeddingWeights = MatrixBuffer<Scalar>()
    private let embeddingBiases = MatrixBuffer<Scalar>()
    private let embeddingWeightGradients = MatrixBuffer<Scalar>()
    private let embeddingBiasGradients = MatrixBuffer<Scalar>()

    private let branches: [HyperBranch]
    private let embeddingSize: Int
    /// The rows of the small cell's W_xh that multiply h, [n, 4U].
    private let smallFromHidden: ParameterSlot
    private let bias: ParameterSlot

    /// - Parameter inputSize: the length of x, 5 or 5 + Z.
    /// - Throws: `TrainingError.unknownTensor`.
    init(
        size: Int, units: Int, embeddingSize: Int, inputSize: Int, folder: String, layout: ParameterLayout
    ) throws {
        let inner = folder + "LayerNormLSTMCell/"
        main = LSTMLayer(size: size, tensors: try .init(folder: folder, isNormalized: true, layout: layout))
        small = LSTMLayer(size: units, tensors: try .init(folder: inner, isNormalized: true, layout: layout))
        self.embeddingSize = embeddingSize
        smallFromHidden = try layout.slot(inner + "W_xh").rows(inputSize..<inputSize + size)
        bias = try layout.slot(folder + "bias")
        upProjections = (0..<HyperBranch.count).map { _ in PackedMatrix() }
        upProjectionsTransposed = (0..<HyperBranch.count).map { _ in PackedMatrix() }
        branches = try HyperBranch.all(folder: folder, layout: layout)
    }

    /// V times the number of branches.
    private var embeddingWidth: Int { HyperBranch.count * embeddingSize }

    /// The columns of a branch where all branches are side by side, `width` columns each.
    private func columns(_ branch: Int, width: Int) -> Range<Int> { branch * width..<(branch + 1) * width }

    /// Sizes the buffers for a batch; see `LSTMLayer.prepare`.
    func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        main.prepare(lengths: lengths, steps: steps, dropout: dropout)
        small.prepare(lengths: lengths, steps: steps, dropout: false)
        let (b, width) = (lengths.count, 4 * main.size)
        for products in [inputProducts, inputProductGradients, hiddenProducts, hiddenProductGradients] {
            products.resize(steps: steps, rows: b, columns: width)
        }
        embeddings.resize(steps: steps, rows: b, columns: embeddingWidth)
        embeddingGradients.resize(steps: steps, rows: b, columns: embeddingWidth)
        scales.resize(rows: b, columns: HyperBranch.count * main.size)
        scaleGradients.resize(rows: b, columns: HyperBranch.count * main.size)
    }

    /// Runs all steps.
    /// - Parameters:
    ///   - inputs: [T * B, 5].
    ///   - projections: write their products to `inputProducts` and `small.preActivations`.
    func forward(
        _ parameters: VectorView<Scalar>, inputs: MatrixView<Scalar>, projections: [InputProjection<Scalar>]
    ) {
        pack(parameters)
        let biases = parameters.vector(bias)
        for step in main.active.indices {
            let rows = main.active[step]
            for projection in projections { projection.forward(step, main.running(step, of: inputs)) }
            let (h, smallInput) = (main.hidden[step].prefix(rows), small.preActivations[step].prefix(rows))
            smallKernel.multiply(h, into: smallInput, adding: true)
            small.recurrent.multiply(small.hidden[step].prefix(rows), into: smallInput, adding: true)
            small.stepForward(step, parameters)
            embedding.multiply(
                small.hidden[step + 1].prefix(rows), into: embeddings[step].prefix(rows), adding: false)
            computeScales(step)
            main.recurrent.multiply(h, into: hiddenProducts[step].prefix(rows), adding: false)
            for row in 0..<rows {
                Scalar.scaleProducts(
                    inputProducts[step].row(row), hiddenProducts[step].row(row), scales: scales.view.row(row),
                    bias: biases, into: main.preActivations[step].row(row))
            }
            main.stepForward(step, parameters)
        }
    }

    /// Packs the weights for the steps forward.
    private func pack(_ parameters: VectorView<Scalar>) {
        main.recurrent.load(parameters[main.tensors.recurrent])
        small.recurrent.load(parameters[small.tensors.recurrent])
        smallKernel.load(parameters[smallFromHidden])
        gatherEmbeddings(parameters)
        embedding.load(embeddingWeights.view, bias: embeddingBiases.view.elements)
        for (branch, packed) in zip(branches, upProjections) { packed.load(parameters[branch.upProjection]) }
    }

    /// Copies the twelve embeddings' weights side by side.
    private func gatherEmbeddings(_ parameters: VectorView<Scalar>) {
        let weights = embeddingWeights.resize(rows: small.size, columns: embeddingWidth)
        let biases = embeddingBiases.resize(rows: 1, columns: embeddingWidth)
        biases.fill(0)
        for (index, branch) in branches.enumerated() {
            let columns = columns(index, width: embeddingSize)
            weights.columns(columns).update(from: parameters[branch.embedding])
            if let bias = branch.embeddingBias { biases.columns(columns).update(from: parameters[bias]) }
        }
    }

    /// The scales and shifts of a step from its embeddings.
    private func computeScales(_ step: Int) {
        let rows = main.active[step]
        for (index, projection) in upProjections.enumerated() {
            projection.multiply(
                embeddings[step].prefix(rows).columns(columns(index, width: embeddingSize)),
                into: scales.view.prefix(rows).columns(columns(index, width: main.size)), adding: false)
        }
    }

    /// Back-propagation through time; arguments as for `LSTMLayer.backward`. The projections read
    /// `inputProductGradients` and `small.preActivationGradients`.
    func backward(
        _ parameters: VectorView<Scalar>, gradient: VectorView<Scalar>, outputGradients: MatrixView<Scalar>?,
        finalHiddenGradient: MatrixView<Scalar>?, inputs: MatrixView<Scalar>, projections: [InputProjection<Scalar>]
    ) {
        main.startBackward(parameters, finalHiddenGradient: finalHiddenGradient)
        small.startBackward(parameters, finalHiddenGradient: nil)
        packTransposes(parameters)
        for step in main.active.indices.reversed() {
            let rows = main.active[step]
            let (h, smallH) = (main.hiddenGradient.view.prefix(rows), small.hiddenGradient.view.prefix(rows))
            main.stepBackward(step, parameters, gradient: gradient, outputGradients: outputGradients)
            computeScales(step)
            differentiateScaling(step)
            differentiateBranches(step, gradient: gradient)
            small.stepBackward(step, parameters, gradient: gradient)
            let smallSlopes = small.preActivationGradients[step].prefix(rows)
            small.recurrentTransposed.multiply(smallSlopes, into: smallH, adding: false)
            main.recurrentTransposed.multiply(hiddenProductGradients[step].prefix(rows), into: h, adding: false)
            smallKernelTransposed.multiply(smallSlopes, into: h, adding: true)
            for projection in projections {
                projection.backward(step, main.running(step, of: inputs), gradient: gradient)
            }
        }
        let steps = main.active.indices
        let smallSlopes = small.preActivationGradients[steps]
        Scalar.gemm(
            main.hidden[steps], transposed: true, hiddenProductGradients[steps], transposed: false,
            into: gradient[main.tensors.recurrent], adding: true)
        Scalar.gemm(
            small.hidden[steps], transposed: true, smallSlopes, transposed: false,
            into: gradient[small.tensors.recurrent], adding: true)
        Scalar.addRows(main.preActivationGradients[steps], to: gradient.vector(bias))
        Scalar.gemm(
            main.hidden[steps], transposed: true, smallSlopes, transposed: false, into: gradient[smallFromHidden],
            adding: true)
        addEmbeddingGradients(to: gradient)
    }

    /// Packs the transposes for the steps back.
    private func packTransposes(_ parameters: VectorView<Scalar>) {
        smallKernelTransposed.load(transposeOf: parameters[smallFromHidden])
        embeddingTransposed.load(transposeOf: embeddingWeights.view)
        for (branch, packed) in zip(branches, upProjectionsTransposed) {
            packed.load(transposeOf: parameters[branch.upProjection])
        }
    }

    /// From the gradients of the main cell's pre-activations to those of the scales, the shifts and both products.
    private func differentiateScaling(_ step: Int) {
        let rows = main.active[step]
        for row in 0..<rows {
            Scalar.differentiateScaling(
                main.preActivationGradients[step].row(row), scales: scales.view.row(row), x: inputProducts[step].row(row),
                h: hiddenProducts[step].row(row), xGradient: inputProductGradients[step].row(row),
                hGradient: hiddenProductGradients[step].row(row), scaleGradient: scaleGradients.view.row(row))
        }
        hiddenProductGradients[step].rows(rows..<main.batch).fill(0)
    }

    /// From the gradients of the scales and shifts to those of the embeddings and of hyper_h'.
    private func differentiateBranches(_ step: Int, gradient: VectorView<Scalar>) {
        let rows = main.active[step]
        let (values, slopes) = (embeddings[step].prefix(rows), embeddingGradients[step].prefix(rows))
        for (index, branch) in branches.enumerated() {
            let columns = columns(index, width: embeddingSize)
            let scaleSlopes = scaleGradients.view.prefix(rows).columns(self.columns(index, width: main.size))
            Scalar.gemm(
                values.columns(columns), transposed: true, scaleSlopes, transposed: false,
                into: gradient[branch.upProjection], adding: true)
            upProjectionsTransposed[index].multiply(scaleSlopes, into: slopes.columns(columns), adding: false)
        }
        embeddingTransposed.multiply(slopes, into: small.hiddenGradient.view.prefix(rows), adding: true)
        embeddingGradients[step].rows(rows..<main.batch).fill(0)
    }

    /// The gradients of the embeddings' weights, of all branches over all steps in one product.
    private func addEmbeddingGradients(to gradient: VectorView<Scalar>) {
        let steps = main.active.indices
        let weights = embeddingWeightGradients.resize(rows: small.size, columns: embeddingWidth)
        let biases = embeddingBiasGradients.resize(rows: 1, columns: embeddingWidth)
        biases.fill(0)
        Scalar.gemm(
            small.hidden[steps.lowerBound + 1..<steps.upperBound + 1], transposed: true, embeddingGradients[steps],
            transposed: false, into: weights, adding: false)
        Scalar.addRows(embeddingGradients[steps], to: biases.elements)
        for (index, branch) in branches.enumerated() {
            let columns = columns(index, width: embeddingSize)
            let target = gradient[branch.embedding]
            for row in 0..<target.rows { Scalar.add(weights.row(row)[columns], to: target.row(row)) }
            if let bias = branch.embeddingBias { Scalar.add(biases.row(0)[columns], to: gradient.vector(bias)) }
        }
    }
}
