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
    let hiddenProducts = StepMatrices<Scalar>()
    let hiddenProductGradients = StepMatrices<Scalar>()
    /// [T, B, 12V], and the gradients.
    let embeddings = StepMatrices<Scalar>()
    let embeddingGradients = StepMatrices<Scalar>()
    /// [B, 12n] of one step, the scales and shifts that the embeddings are projected to.
    let scales = MatrixBuffer<Scalar>()
    /// [span, B, 12n], their gradients of the steps whose products with the embeddings are still to be added up.
    let scaleGradients = StepMatrices<Scalar>()
    /// The number of steps whose gradients are added up in one product, about a hundred rows.
    var span: Int { max(1, 96 / max(main.batch, 1)) }

    let packs: Packs
    let products: Products<Scalar>
    /// [U, 12V] and [1, 12V], the gradients of the embeddings' weights and biases, side by side.
    let embeddingWeightGradients = MatrixBuffer<Scalar>()
    let embeddingBiasGradients = MatrixBuffer<Scalar>()

    let branches: [HyperBranch]
    let embeddingSize: Int
    /// The rows of the small cell's W_xh that multiply h, [n, 4U].
    let smallFromHidden: ParameterSlot
    let bias: ParameterSlot

    /// - Parameters:
    ///   - inputSize: the length of x, 5 or 5 + Z.
    ///   - shared: the same layer of another slice, whose packed weights are used.
    /// - Throws: `TrainingError.unknownTensor`.
    init(
        size: Int, units: Int, embeddingSize: Int, inputSize: Int, folder: String, layout: ParameterLayout,
        products: Products<Scalar>, sharing shared: HyperLSTMLayer?
    ) throws {
        let inner = folder + "LayerNormLSTMCell/"
        main = LSTMLayer(
            size: size, tensors: try .init(folder: folder, isNormalized: true, layout: layout), products: products,
            sharing: shared?.main)
        small = LSTMLayer(
            size: units, tensors: try .init(folder: inner, isNormalized: true, layout: layout), products: products,
            sharing: shared?.small)
        self.embeddingSize = embeddingSize
        self.products = products
        smallFromHidden = try layout.slot(inner + "W_xh").rows(inputSize..<inputSize + size)
        bias = try layout.slot(folder + "bias")
        branches = try HyperBranch.all(folder: folder, layout: layout)
        packs =
            shared?.packs
            ?? Packs(
                main: main.packs, small: small.packs, smallFromHidden: smallFromHidden, branches: branches,
                products.precision)
    }

    /// V times the number of branches.
    var embeddingWidth: Int { HyperBranch.count * embeddingSize }

    /// The columns of a branch where all branches are side by side, `width` columns each.
    func columns(_ branch: Int, width: Int) -> Range<Int> { branch * width..<(branch + 1) * width }

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
        scaleGradients.resize(steps: span, rows: b, columns: HyperBranch.count * main.size)
    }
}
