import SketchInference

/// The HyperLSTM of the original over a batch, differentiated through time (Ha, Dai & Le 2016, arXiv
/// 1609.09106, as sketch-rnn uses it): a small layer-normalised LSTM sees x || h and scales, by way of
/// embeddings of V numbers, every gate's x and h products of the main one.
///
/// Both cells are `LSTMLayer`s; here is only what lies between them:
///
///     a_G = (zw_Gx alpha_Gx) * (x W_xh)_G + (zw_Gh alpha_Gh) * (h W_hh)_G + zb_Gh beta_Gh + bias_G
///
/// with zw = hyper_h' W + b and zb = hyper_h' W for each gate G of i, j, f, o.
final class HyperLSTMLayer<Scalar: TrainingScalar> {
    /// One of the twelve linear maps from hyper_h' through V numbers to n: the scales of x for the four
    /// gates, those of h, and the shifts.
    private struct Way {
        /// [U, V], and [V] or nil.
        var embedding: Int
        var embeddingBias: Int?
        /// [V, n].
        var spread: Int
    }

    let main: LSTMLayer<Scalar>
    let small: LSTMLayer<Scalar>
    /// [T, B, 4n], x W_xh of the main cell: the caller's before a step, its gradient after the step back.
    let inputProducts = Buffer<Scalar>()
    /// [T, B, 4n], h W_hh, then its gradient.
    private let hiddenProducts = Buffer<Scalar>()
    /// [T, B, 12V], then their gradients.
    private let embeddings = Buffer<Scalar>()
    /// [B, 12n] and [B, 12V], of one step.
    private let scales = Buffer<Scalar>()
    private let scaleGradient = Buffer<Scalar>()
    private let embeddingGradient = Buffer<Scalar>()

    /// The weights of single steps' products: h to the small cell, hyper_h' to all embeddings at once, and the twelve
    /// spreads, each with its transpose.
    private let smallKernel = PackedMatrix<Scalar>()
    private let smallKernelTransposed = PackedMatrix<Scalar>()
    private let embedding = PackedMatrix<Scalar>()
    private let embeddingTransposed = PackedMatrix<Scalar>()
    private let spreads: [PackedMatrix<Scalar>]
    private let spreadsTransposed: [PackedMatrix<Scalar>]
    /// [U, 12V], the embeddings' weights beside each other or their gradients, and their biases [12V].
    private let embeddingWeights = Buffer<Scalar>()
    private let embeddingBiases = Buffer<Scalar>()

    private let ways: [Way]
    private let embeddingSize: Int
    /// The rows of the small cell's W_xh that h meets, [n, 4U].
    private let smallFromHidden: Int
    private let bias: Int

    init(
        size: Int, units: Int, embeddingSize: Int, inputSize: Int, folder: String, layout: ParameterLayout
    ) {
        main = LSTMLayer(size: size, offsets: .init(folder: folder, isNormalized: true, layout: layout))
        let inner = folder + "LayerNormLSTMCell/"
        small = LSTMLayer(size: units, offsets: .init(folder: inner, isNormalized: true, layout: layout))
        self.embeddingSize = embeddingSize
        smallFromHidden = layout.offset(of: inner + "W_xh") + inputSize * 4 * units
        bias = layout.offset(of: folder + "bias")
        spreads = (0..<12).map { _ in PackedMatrix() }
        spreadsTransposed = (0..<12).map { _ in PackedMatrix() }
        ways = [("x", "zw", "alpha"), ("h", "zw", "alpha"), ("h", "zb", "beta")].flatMap { side, z, spread in
            ["i", "j", "f", "o"].map { gate in
                let hyper = "\(folder)hyper_\(gate)\(side)/"
                return Way(
                    embedding: layout.offset(of: hyper + "\(z)/super_linear_w"),
                    embeddingBias: z == "zw" ? layout.offset(of: hyper + "zw/super_linear_b") : nil,
                    spread: layout.offset(of: hyper + "\(spread)/super_linear_w"))
            }
        }
    }

    func prepare(lengths: [Int], steps: Int, dropout: Bool) {
        main.prepare(lengths: lengths, steps: steps, dropout: dropout)
        small.prepare(lengths: lengths, steps: steps, dropout: false)
        let b = lengths.count
        inputProducts.resize(to: steps * b * 4 * main.size)
        hiddenProducts.resize(to: steps * b * 4 * main.size)
        embeddings.resize(to: steps * b * ways.count * embeddingSize)
        scales.resize(to: b * ways.count * main.size)
        scaleGradient.resize(to: b * ways.count * main.size)
        embeddingGradient.resize(to: b * ways.count * embeddingSize)
    }

    /// Runs all steps. - Parameter project: puts x's part into `inputProducts` and `small.gates` for a step.
    func forward(_ parameters: UnsafePointer<Scalar>, project: (_ step: Int) -> Void) {
        let (n, u, b) = (main.size, small.size, main.batch)
        startForward(parameters)
        for step in main.active.indices {
            let rows = main.active[step]
            project(step)
            smallKernel.multiply(
                main.hidden.pointer + step * b * n, stride: n, rows: rows,
                into: small.gates.pointer + step * b * 4 * u, stride: 4 * u, adding: true)
            small.multiplyHidden(step, into: small.gates, adding: true)
            small.advance(step, parameters)
            embed(step)
            spread(step)
            main.multiplyHidden(step, into: hiddenProducts, adding: false)
            let offset = parameters + bias
            for row in 0..<rows {
                let index = (step * b + row) * 4 * n
                Scalar.scaleProducts(
                    inputProducts.pointer + index, hiddenProducts.pointer + index,
                    scales: scales.pointer + row * 12 * n, bias: offset, count: 4 * n,
                    into: main.gates.pointer + index)
            }
            main.advance(step, parameters)
        }
    }

    /// Lays the weights out for the steps to come.
    private func startForward(_ parameters: UnsafePointer<Scalar>) {
        let (n, u, v) = (main.size, small.size, embeddingSize)
        main.startForward(parameters)
        small.startForward(parameters)
        smallKernel.load(parameters + smallFromHidden, k: n, n: 4 * u)
        gatherEmbeddings(parameters)
        embedding.load(embeddingWeights.pointer, bias: embeddingBiases.pointer, k: u, n: ways.count * v)
        for (way, spread) in zip(ways, spreads) { spread.load(parameters + way.spread, k: v, n: n) }
    }

    /// The twelve embeddings' weights beside each other.
    private func gatherEmbeddings(_ parameters: UnsafePointer<Scalar>) {
        let (u, v) = (small.size, embeddingSize)
        let width = ways.count * v
        embeddingWeights.resize(to: u * width)
        embeddingBiases.zeros(width)
        for (index, way) in ways.enumerated() {
            for row in 0..<u {
                (embeddingWeights.pointer + row * width + index * v).update(
                    from: parameters + way.embedding + row * v, count: v)
            }
            guard let bias = way.embeddingBias else { continue }
            (embeddingBiases.pointer + index * v).update(from: parameters + bias, count: v)
        }
    }

    /// The twelve embeddings of a step from hyper_h'.
    private func embed(_ step: Int) {
        let (u, b) = (small.size, main.batch)
        let width = ways.count * embeddingSize
        embedding.multiply(
            small.hidden.pointer + (step + 1) * b * u, stride: u, rows: main.active[step],
            into: embeddings.pointer + step * b * width, stride: width, adding: false)
    }

    /// Scales and shifts of a step, [B, 12n], from its embeddings.
    private func spread(_ step: Int) {
        let (n, v) = (main.size, embeddingSize)
        let width = ways.count * v
        let z = embeddings.pointer + step * main.batch * width
        for (index, spread) in spreads.enumerated() {
            spread.multiply(
                z + index * v, stride: width, rows: main.active[step], into: scales.pointer + index * n,
                stride: ways.count * n, adding: false)
        }
    }

    /// Back-propagation through time; arguments as `LSTMLayer.backward`. Leaves the gradients of the x
    /// products in `inputProducts` and `small.gates`.
    func backward(
        _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
        outputGradient: UnsafePointer<Scalar>?, finalHidden: UnsafePointer<Scalar>?, collect: (_ step: Int) -> Void
    ) {
        let (n, u, b) = (main.size, small.size, main.batch)
        main.startBackward(parameters, finalHidden: finalHidden)
        small.startBackward(parameters, finalHidden: nil)
        smallKernelTransposed.load(transposeOf: parameters + smallFromHidden, k: 4 * u, n: n)
        gatherEmbeddings(parameters)
        embeddingTransposed.load(
            transposeOf: embeddingWeights.pointer, k: ways.count * embeddingSize, n: u)
        for (way, spread) in zip(ways, spreadsTransposed) {
            spread.load(transposeOf: parameters + way.spread, k: n, n: embeddingSize)
        }
        for step in main.active.indices.reversed() {
            main.addOutputGradient(outputGradient, step)
            main.retreat(step, parameters, gradient: gradient)
            spread(step)
            differentiateScaling(step)
            differentiateWays(step, gradient: gradient)
            small.retreat(step, parameters, gradient: gradient)
            small.multiplyGradient(step, small.gates)
            main.multiplyGradient(step, hiddenProducts)
            smallKernelTransposed.multiply(
                small.gates.pointer + step * b * 4 * u, stride: 4 * u, rows: main.active[step],
                into: main.hiddenGradient.pointer, stride: n, adding: true)
            collect(step)
        }
        let rows = main.active.count * b
        main.addRecurrentGradient(hiddenProducts, to: gradient)
        small.addRecurrentGradient(small.gates, to: gradient)
        addRows(main.gates.pointer, rows: rows, width: 4 * n, to: gradient + bias)
        Scalar.multiply(
            main.hidden.pointer, transposed: true, lda: n, small.gates.pointer, transposed: false,
            ldb: 4 * u, into: gradient + smallFromHidden, ldc: 4 * u, beta: 1, m: n, n: 4 * u, k: rows)
        addEmbeddingGradients(rows: rows, to: gradient)
    }

    /// From the gradients of the pre-activations to those of scales, shifts and products.
    private func differentiateScaling(_ step: Int) {
        let (n, b) = (main.size, main.batch)
        let rows = main.active[step]
        for row in 0..<rows {
            let index = (step * b + row) * 4 * n
            Scalar.differentiateScaling(
                main.gates.pointer + index, scales: scales.pointer + row * 12 * n, count: 4 * n,
                x: inputProducts.pointer + index, h: hiddenProducts.pointer + index,
                slopes: scaleGradient.pointer + row * 12 * n)
        }
        let start = (step * b + rows) * 4 * n
        (inputProducts.pointer + start).update(repeating: 0, count: (b - rows) * 4 * n)
        (hiddenProducts.pointer + start).update(repeating: 0, count: (b - rows) * 4 * n)
    }

    /// From the gradients of scales and shifts to those of the embeddings and of hyper_h'.
    private func differentiateWays(_ step: Int, gradient: UnsafeMutablePointer<Scalar>) {
        let (n, u, v, b) = (main.size, small.size, embeddingSize, main.batch)
        let (rows, width) = (main.active[step], ways.count * embeddingSize)
        let z = embeddings.pointer + step * b * width
        for (index, way) in ways.enumerated() {
            let slope = scaleGradient.pointer + index * n
            Scalar.multiply(
                z + index * v, transposed: true, lda: width, slope, transposed: false, ldb: ways.count * n,
                into: gradient + way.spread, ldc: n, beta: 1, m: v, n: n, k: rows)
            spreadsTransposed[index].multiply(
                slope, stride: ways.count * n, rows: rows, into: embeddingGradient.pointer + index * v, stride: width,
                adding: false)
        }
        embeddingTransposed.multiply(
            embeddingGradient.pointer, stride: width, rows: rows, into: small.hiddenGradient.pointer, stride: u,
            adding: true)
        z.update(from: embeddingGradient.pointer, count: rows * width)
        (z + rows * width).update(repeating: 0, count: (b - rows) * width)
    }

    /// The gradients of the embeddings' weights, of all ways over all steps in one product.
    private func addEmbeddingGradients(rows: Int, to gradient: UnsafeMutablePointer<Scalar>) {
        let (u, v) = (small.size, embeddingSize)
        let width = ways.count * v
        let total = embeddingWeights.resize(to: u * width)
        Scalar.multiply(
            small.hidden.pointer + main.batch * u, transposed: true, lda: u, embeddings.pointer, transposed: false,
            ldb: width, into: total, ldc: width, beta: 0, m: u, n: width, k: rows)
        let biases = embeddingBiases.zeros(width)
        addRows(embeddings.pointer, rows: rows, width: width, to: biases)
        for (index, way) in ways.enumerated() {
            for row in 0..<u {
                Scalar.add(total + row * width + index * v, to: gradient + way.embedding + row * v, count: v)
            }
            if let bias = way.embeddingBias { Scalar.add(biases + index * v, to: gradient + bias, count: v) }
        }
    }
}
