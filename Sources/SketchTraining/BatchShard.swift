import SketchCore
import SketchInference

/// One worker's share of a batch: the whole network forwards, the loss, and the gradient backwards.
///
/// Two phases, since the KL floor is applied to the mean over the whole batch (section 6 of the reference,
/// equation 11 and its tolerance): `encode` in every shard, then `decode` with the verdict on the KL term.
/// Shapes: B drawings of this shard, T decoder steps, N the model's longest drawing.
package final class BatchShard<Scalar: TrainingScalar>: @unchecked Sendable {
    package let configuration: ModelConfiguration
    package let layout: ParameterLayout
    /// d cost / d parameter in the layout's order, of this shard's drawings alone.
    package let gradient: Buffer<Scalar>

    let encoders: [EncoderDirection<Scalar>]
    let decoder: RecurrentLayer<Scalar>
    let loss: MixtureDensityLoss<Scalar>

    /// Drawings of the shard, longest first, and the decoder's steps.
    private(set) var lengths: [Int] = []
    private(set) var steps = 0
    /// [T, B, 5], what the decoder is shown and what it should say.
    let inputs = Buffer<Scalar>()
    let targets = Buffer<Scalar>()
    /// [B, Z].
    package let mean = Buffer<Scalar>()
    package let logVariance = Buffer<Scalar>()
    package let latent = Buffer<Scalar>()
    let noise = Buffer<Scalar>()
    let hcat = Buffer<Scalar>()
    /// [B, S], packed as the decoder's cell packs its state.
    package let initialState = Buffer<Scalar>()
    /// [T, B, 6M + 3], outputs before `decode` differentiates, their gradients after.
    package let outputs = Buffer<Scalar>()
    /// [T, B], Ls (0 after the end) and Lp of every row.
    package let offsetLosses = Buffer<Scalar>()
    package let penLosses = Buffer<Scalar>()
    let scratch: Buffer<Scalar>
    let work = Buffer<Scalar>()
    let latentGradient = Buffer<Scalar>()

    package init(configuration: ModelConfiguration, layout: ParameterLayout) {
        self.configuration = configuration
        self.layout = layout
        gradient = Buffer(count: layout.count)
        encoders =
            configuration.isConditional
            ? [false, true].map { EncoderDirection(configuration, isReversed: $0, layout: layout) }
            : []
        decoder = RecurrentLayer(
            configuration.decoderCell, size: configuration.decoderSize, scope: "RNN",
            constantSize: configuration.isConditional ? configuration.latentSize : 0,
            configuration: configuration, layout: layout)
        loss = MixtureDensityLoss(mixtureCount: configuration.mixtureCount)
        scratch = Buffer(count: loss.scratchCount)
    }

    package var batchSize: Int { lengths.count }
    var stateSize: Int { decoder.stateSize }
    var outputSize: Int { 6 * configuration.mixtureCount + 3 }

    /// Lays out the drawings for the network.
    /// - Parameters:
    ///   - members: which drawings of the batch, longest first.
    ///   - steps: T, at most N; the rows beyond are padding, counted by `decode`.
    package func load(_ batch: SketchBatch, members: [Int], steps: Int, dropout: Bool) {
        lengths = members.map { batch.lengths[$0] }
        self.steps = steps
        let b = members.count
        inputs.resize(to: steps * b * 5)
        targets.resize(to: steps * b * 5)
        for (row, member) in members.enumerated() {
            let base = member * (batch.maxLength + 1) * 5
            for step in 0..<steps {
                for k in 0..<5 {
                    inputs.pointer[(step * b + row) * 5 + k] = Scalar(batch.rows[base + step * 5 + k])
                    targets.pointer[(step * b + row) * 5 + k] =
                        Scalar(batch.rows[base + (step + 1) * 5 + k])
                }
            }
        }
        decoder.prepare(
            lengths: [Int](repeating: steps, count: b), steps: steps, dropout: dropout)
        for encoder in encoders {
            encoder.load(batch, members: members, lengths: lengths, dropout: dropout)
        }
        if encoders.isEmpty { noise.resize(to: 0) } else { noise.zeros(b * configuration.latentSize) }
    }

    /// The dropout multipliers of the decoder and the two encoder directions, for the trainer to fill.
    package var dropoutMasks: [Buffer<Scalar>] { [decoder.keep] + encoders.map(\.layer.keep) }
    /// [B, Z], standard normal draws; zero decodes from the mean.
    package var noiseDraws: Buffer<Scalar> { noise }
    /// [T, B, D], the decoder's outputs h.
    package var decoderOutputs: UnsafePointer<Scalar> { decoder.outputs }

    // MARK: Encoder (section 3.2, equations 1 and 2)

    /// - Returns: the sum over drawings and latent dimensions of 1 + log variance - mean^2 - variance,
    ///   whose mean times -1/2 is the KL loss; 0 for a decoder-only model.
    package func encode(_ parameters: UnsafePointer<Scalar>) -> Scalar {
        guard configuration.isConditional else { return 0 }
        let (b, z) = (batchSize, configuration.latentSize)
        let width = 2 * configuration.encoderSize
        hcat.resize(to: b * width)
        for encoder in encoders {
            encoder.forward(parameters, into: hcat.pointer, width: width)
        }
        linear(hcat, width, "ENC_RNN_mu/super_linear", parameters, into: mean, z)
        linear(hcat, width, "ENC_RNN_sigma/super_linear", parameters, into: logVariance, z)
        latent.resize(to: b * z)
        var sum: Scalar = 0
        for k in 0..<b * z {
            let (mu, logVar) = (mean.pointer[k], logVariance.pointer[k])
            latent.pointer[k] = mu + Scalar.exp(logVar / 2) * noise.pointer[k]
            sum += 1 + logVar - mu * mu - Scalar.exp(logVar)
        }
        return sum
    }

    /// `y = x W + b` with W and b named `<name>_w` and `<name>_b`; x is [B, inputSize].
    func linear(
        _ x: Buffer<Scalar>, _ inputSize: Int, _ name: String, _ parameters: UnsafePointer<Scalar>,
        into y: Buffer<Scalar>, _ size: Int
    ) {
        y.resize(to: batchSize * size)
        let bias = parameters + layout.offset(of: name + "_b")
        for row in 0..<batchSize { (y.pointer + row * size).update(from: bias, count: size) }
        Scalar.multiply(
            x.pointer, transposed: false, lda: inputSize,
            parameters + layout.offset(of: name + "_w"), transposed: false, ldb: size,
            into: y.pointer, ldc: size, beta: 1, m: batchSize, n: size, k: inputSize)
    }

    /// The gradients of `linear`: adds to W's and b's, and returns x's in `dx` (added when `adding`).
    func differentiateLinear(
        _ x: Buffer<Scalar>, _ inputSize: Int, _ name: String, _ parameters: UnsafePointer<Scalar>,
        outputGradient dy: UnsafePointer<Scalar>, _ size: Int, into dx: Buffer<Scalar>, adding: Bool
    ) {
        let b = batchSize
        let (w, bias) = (layout.offset(of: name + "_w"), layout.offset(of: name + "_b"))
        Scalar.multiply(
            x.pointer, transposed: true, lda: inputSize, dy, transposed: false, ldb: size,
            into: gradient.pointer + w, ldc: size, beta: 1, m: inputSize, n: size, k: b)
        addRows(dy, rows: b, width: size, to: gradient.pointer + bias)
        if !adding { dx.resize(to: b * inputSize) }
        Scalar.multiply(
            dy, transposed: false, lda: size, parameters + w, transposed: true, ldb: size,
            into: dx.pointer, ldc: inputSize, beta: adding ? 1 : 0, m: b, n: inputSize, k: size)
    }
}

/// Adds the sum of `rows` rows to `total`.
func addRows<Scalar: TrainingScalar>(
    _ matrix: UnsafePointer<Scalar>, rows: Int, width: Int, to total: UnsafeMutablePointer<Scalar>
) {
    for row in 0..<rows { Scalar.add(matrix + row * width, to: total, count: width) }
}
