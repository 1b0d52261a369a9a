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
    /// [T, B, 4n], x W_xh of the main cell: the caller's before `forward`, its gradient after `backward`.
    let inputProducts = Buffer<Scalar>()
    /// [T, B, 4n], h W_hh, then its gradient.
    private let hiddenProducts = Buffer<Scalar>()
    /// [T, B, 12V], then their gradients.
    private let embeddings = Buffer<Scalar>()
    /// [B, 12n] and [B, 12V], of one step.
    private let scales = Buffer<Scalar>()
    private let scaleGradient = Buffer<Scalar>()
    private let embeddingGradient = Buffer<Scalar>()

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

    /// Runs all steps; `inputProducts` and `small.gates` hold x's part.
    func forward(_ parameters: UnsafePointer<Scalar>) {
        let (n, u, b) = (main.size, small.size, main.batch)
        for step in main.active.indices {
            let rows = main.active[step]
            let h = main.hidden.pointer + step * b * n
            Scalar.multiply(
                h, transposed: false, lda: n, parameters + smallFromHidden, transposed: false, ldb: 4 * u,
                into: small.gates.pointer + step * b * 4 * u, ldc: 4 * u, beta: 1, m: rows, n: 4 * u, k: n)
            small.multiplyHidden(step, parameters)
            small.advance(step, parameters)
            embed(step, parameters)
            spread(step, parameters)
            let ah = hiddenProducts.pointer + step * b * 4 * n
            Scalar.multiply(
                h, transposed: false, lda: n, parameters + main.offsets.recurrent, transposed: false,
                ldb: 4 * n, into: ah, ldc: 4 * n, beta: 0, m: rows, n: 4 * n, k: n)
            let offset = parameters + bias
            for row in 0..<rows {
                let index = (step * b + row) * 4 * n
                let (x, h) = (inputProducts.pointer + index, hiddenProducts.pointer + index)
                let gate = main.gates.pointer + index
                let scale = scales.pointer + row * 12 * n
                for k in 0..<4 * n {
                    gate[k] = scale[k] * x[k] + scale[4 * n + k] * h[k] + scale[8 * n + k] + offset[k]
                }
            }
            main.advance(step, parameters)
        }
    }

    /// The twelve embeddings of a step from hyper_h'.
    private func embed(_ step: Int, _ parameters: UnsafePointer<Scalar>) {
        let (u, v, b) = (small.size, embeddingSize, main.batch)
        let (rows, width) = (main.active[step], ways.count * embeddingSize)
        let z = embeddings.pointer + step * b * width
        for (way, place) in zip(ways, stride(from: 0, to: width, by: v)) {
            if let bias = way.embeddingBias {
                for row in 0..<rows { (z + row * width + place).update(from: parameters + bias, count: v) }
            }
            Scalar.multiply(
                small.hidden.pointer + (step + 1) * b * u, transposed: false, lda: u,
                parameters + way.embedding, transposed: false, ldb: v, into: z + place, ldc: width,
                beta: way.embeddingBias == nil ? 0 : 1, m: rows, n: v, k: u)
        }
    }

    /// Scales and shifts of a step, [B, 12n], from its embeddings.
    private func spread(_ step: Int, _ parameters: UnsafePointer<Scalar>) {
        let (n, v) = (main.size, embeddingSize)
        let width = ways.count * v
        let z = embeddings.pointer + step * main.batch * width
        for (index, way) in ways.enumerated() {
            Scalar.multiply(
                z + index * v, transposed: false, lda: width, parameters + way.spread, transposed: false,
                ldb: n, into: scales.pointer + index * n, ldc: ways.count * n, beta: 0,
                m: main.active[step], n: n, k: v)
        }
    }

    /// Back-propagation through time; arguments as `LSTMLayer.backward`. Leaves the gradients of the x
    /// products in `inputProducts` and `small.gates`.
    func backward(
        _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>,
        outputGradient: UnsafePointer<Scalar>?, finalHidden: UnsafePointer<Scalar>?
    ) {
        let (n, u, b) = (main.size, small.size, main.batch)
        main.startBackward(finalHidden: finalHidden)
        small.startBackward(finalHidden: nil)
        for step in main.active.indices.reversed() {
            main.addOutputGradient(outputGradient, step)
            main.retreat(step, parameters, gradient: gradient)
            spread(step, parameters)
            differentiateScaling(step)
            differentiateWays(step, parameters, gradient: gradient)
            small.retreat(step, parameters, gradient: gradient)
            small.multiplyGradient(step, small.gates, parameters)
            main.multiplyGradient(step, hiddenProducts, parameters)
            Scalar.multiply(
                small.gates.pointer + step * b * 4 * u, transposed: false, lda: 4 * u,
                parameters + smallFromHidden, transposed: true, ldb: 4 * u,
                into: main.hiddenGradient.pointer, ldc: n, beta: 1, m: main.active[step], n: n, k: 4 * u)
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
            let (x, h) = (inputProducts.pointer + index, hiddenProducts.pointer + index)
            let da = main.gates.pointer + index
            let (scale, slope) = (scales.pointer + row * 12 * n, scaleGradient.pointer + row * 12 * n)
            for k in 0..<4 * n {
                slope[k] = da[k] * x[k]
                slope[4 * n + k] = da[k] * h[k]
                slope[8 * n + k] = da[k]
                x[k] = da[k] * scale[k]
                h[k] = da[k] * scale[4 * n + k]
            }
        }
        let start = (step * b + rows) * 4 * n
        (inputProducts.pointer + start).update(repeating: 0, count: (b - rows) * 4 * n)
        (hiddenProducts.pointer + start).update(repeating: 0, count: (b - rows) * 4 * n)
    }

    /// From the gradients of scales and shifts to those of the embeddings and of hyper_h'.
    private func differentiateWays(
        _ step: Int, _ parameters: UnsafePointer<Scalar>, gradient: UnsafeMutablePointer<Scalar>
    ) {
        let (n, u, v, b) = (main.size, small.size, embeddingSize, main.batch)
        let (rows, width) = (main.active[step], ways.count * embeddingSize)
        let z = embeddings.pointer + step * b * width
        for (index, way) in ways.enumerated() {
            let slope = scaleGradient.pointer + index * n
            Scalar.multiply(
                z + index * v, transposed: true, lda: width, slope, transposed: false, ldb: ways.count * n,
                into: gradient + way.spread, ldc: n, beta: 1, m: v, n: n, k: rows)
            let dz = embeddingGradient.pointer + index * v
            Scalar.multiply(
                slope, transposed: false, lda: ways.count * n, parameters + way.spread, transposed: true,
                ldb: n, into: dz, ldc: width, beta: 0, m: rows, n: v, k: n)
            Scalar.multiply(
                dz, transposed: false, lda: width, parameters + way.embedding, transposed: true, ldb: v,
                into: small.hiddenGradient.pointer, ldc: u, beta: 1, m: rows, n: u, k: v)
        }
        z.update(from: embeddingGradient.pointer, count: rows * width)
        (z + rows * width).update(repeating: 0, count: (b - rows) * width)
    }

    /// The gradients of the embeddings' weights, over all steps in one product each.
    private func addEmbeddingGradients(rows: Int, to gradient: UnsafeMutablePointer<Scalar>) {
        let (u, v) = (small.size, embeddingSize)
        let width = ways.count * v
        for (index, way) in ways.enumerated() {
            let dz = embeddings.pointer + index * v
            Scalar.multiply(
                small.hidden.pointer + main.batch * u, transposed: true, lda: u, dz, transposed: false,
                ldb: width, into: gradient + way.embedding, ldc: v, beta: 1, m: u, n: v, k: rows)
            guard let bias = way.embeddingBias else { continue }
            for row in 0..<rows {
                for k in 0..<v { gradient[bias + k] += dz[row * width + k] }
            }
        }
    }
}
