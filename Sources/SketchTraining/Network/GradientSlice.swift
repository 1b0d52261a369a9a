import SketchCore
import SketchInference

/// One of the fixed parts of a batch: the whole network forward, the losses, and the gradient back. `SliceGroup` runs it.
///
/// Letters: B drawings of this slice, T decoder steps, N the model's longest drawing, E and D units of encoder and
/// decoder, Z latent values, M mixture components, S the decoder's packed state.
package final class GradientSlice<Scalar: TrainingScalar>: @unchecked Sendable {
    /// What a conditional model has and a decoder-only model does not.
    struct LatentLayers {
        let encoder: BidirectionalEncoder<Scalar>
        /// [2E] to [Z].
        let mean, logVariance: LinearLayer<Scalar>
        /// [Z] to [S].
        let initialState: LinearLayer<Scalar>

        /// - Throws: `TrainingError.unknownTensor`.
        init(
            _ configuration: ModelConfiguration, layout: ParameterLayout, products: Products<Scalar>,
            sharing shared: LatentLayers?
        ) throws {
            encoder = try BidirectionalEncoder(
                configuration.encoderCell, size: configuration.encoderSize, configuration: configuration, layout: layout,
                products: products, sharing: shared?.encoder)
            mean = try LinearLayer("ENC_RNN_mu/super_linear", layout: layout, sharing: shared?.mean)
            logVariance = try LinearLayer("ENC_RNN_sigma/super_linear", layout: layout, sharing: shared?.logVariance)
            initialState = try LinearLayer("linear/super_linear", layout: layout, sharing: shared?.initialState)
        }

        var packingTasks: PackingTasks<Scalar> {
            [mean, logVariance, initialState].reduce(encoder.packingTasks) { $0 + $1.packingTasks }
        }
    }

    let configuration: ModelConfiguration
    /// d cost / d parameter in the layout's order, of this slice's drawings only.
    package let gradient: Buffer<Scalar>
    /// The sum over drawings and latent dimensions of 1 + log variance - mean^2 - variance, whose mean times -1/2 is the
    /// KL loss (equation 11); 0 for a decoder-only model.
    var klSum: Scalar = 0
    /// The losses of the slice's rows, after `decode`.
    var lossSums = LossSums()

    let decoder: RecurrentLayer<Scalar>
    let outputLayer: LinearLayer<Scalar>
    let latentLayers: LatentLayers?
    let mixtureLoss: MixtureDensityLoss<Scalar>

    let rows = StrokeRows<Scalar>()
    /// [B, Z] each; the noise is standard normal, or zero to decode from the mean.
    let mean = MatrixBuffer<Scalar>()
    let logVariance = MatrixBuffer<Scalar>()
    let noise = MatrixBuffer<Scalar>()
    let latent = MatrixBuffer<Scalar>()
    /// [B, Z], tanh of the latent, for models that apply it.
    let squashedLatent = MatrixBuffer<Scalar>()
    /// [B, S].
    let initialState = MatrixBuffer<Scalar>()
    /// [T * B, 6M + 3], the outputs before their activations.
    let outputs = MatrixBuffer<Scalar>()
    /// [T * B], Ls (0 after the end of a drawing) and Lp of every row.
    let offsetLosses = Buffer<Scalar>()
    let penLosses = Buffer<Scalar>()
    let lossScratch: Buffer<Scalar>

    /// d cost / d each of the above, of the same shape.
    let outputGradients = MatrixBuffer<Scalar>()
    let initialStateGradient = MatrixBuffer<Scalar>()
    let latentGradient = MatrixBuffer<Scalar>()
    let meanGradient = MatrixBuffer<Scalar>()
    let logVarianceGradient = MatrixBuffer<Scalar>()
    /// [T * B, D], d cost / d the decoder's h.
    let hiddenGradients = MatrixBuffer<Scalar>()
    /// [B, 2E], d cost / d the encoder's final h.
    let finalHiddenGradient = MatrixBuffer<Scalar>()

    /// - Parameter shared: another slice, whose packed weights are used.
    /// - Throws: `TrainingError.unknownTensor` if the layout is not that of the configuration.
    package init(
        configuration: ModelConfiguration, layout: ParameterLayout, precision: ProductPrecision = .f32,
        sharing shared: GradientSlice? = nil
    ) throws {
        let products = Products<Scalar>(precision)
        self.configuration = configuration
        gradient = Buffer(count: layout.count)
        decoder = try RecurrentLayer(
            configuration.decoderCell, size: configuration.decoderSize, scope: "RNN",
            latentSize: configuration.isConditional ? configuration.latentSize : 0, configuration: configuration,
            layout: layout, products: products, sharing: shared?.decoder)
        outputLayer = try LinearLayer("RNN/output", layout: layout, products: products, sharing: shared?.outputLayer)
        latentLayers =
            configuration.isConditional
            ? try LatentLayers(configuration, layout: layout, products: products, sharing: shared?.latentLayers) : nil
        mixtureLoss = MixtureDensityLoss(mixtureCount: configuration.mixtureCount)
        lossScratch = Buffer(count: mixtureLoss.scratchCount)
    }

    /// The packing of the weights that all slices share.
    var packingTasks: PackingTasks<Scalar> {
        decoder.packingTasks + outputLayer.packingTasks + (latentLayers?.packingTasks ?? PackingTasks())
    }

    package var batchSize: Int { rows.lengths.count }

    /// The dropout masks of the decoder and of the encoder's two directions, which the trainer fills.
    var dropoutMasks: [StepMatrices<Scalar>] {
        [decoder.dropoutMask] + (latentLayers?.encoder.dropoutMasks ?? [])
    }

    /// Lays the drawings out for the network.
    /// - Parameters:
    ///   - drawings: in model units, longest first.
    ///   - noise: Z standard normal draws for each drawing; empty to decode from the means.
    ///   - steps: T, at most N; `decode` counts the rows beyond as padding.
    func load(_ drawings: [Stroke3], noise: [ArraySlice<Scalar>], steps: Int, dropout: Bool) {
        let (b, z) = (drawings.count, configuration.latentSize)
        rows.load(drawings, maxLength: configuration.maxLength, steps: steps)
        decoder.prepare(lengths: [Int](repeating: steps, count: b), steps: steps, dropout: dropout)
        outputs.resize(rows: steps * b, columns: outputLayer.outputSize)
        outputGradients.resize(rows: steps * b, columns: outputLayer.outputSize)
        hiddenGradients.resize(rows: steps * b, columns: decoder.size)
        offsetLosses.resize(to: steps * b)
        penLosses.resize(to: steps * b)
        guard let latentLayers else { return }
        latentLayers.encoder.load(rows, dropout: dropout)
        for values in [
            mean, logVariance, self.noise, latent, squashedLatent, latentGradient, meanGradient, logVarianceGradient,
        ] { values.resize(rows: b, columns: z) }
        for state in [initialState, initialStateGradient] { state.resize(rows: b, columns: decoder.stateSize) }
        finalHiddenGradient.resize(rows: b, columns: latentLayers.mean.inputSize)
        self.noise.view.fill(0)
        for (row, draws) in noise.enumerated() {
            for (k, draw) in draws.enumerated() { self.noise.view[row, k] = draw }
        }
    }
}
