/// The decoder's network for a lockstep batch: latent to initial state, one step, output projection
/// (Ha & Eck, section 3.2). It contains no sampling; `SketchDecoder` and the golden tests drive it.
package struct DecoderNetwork: Sendable {
    package let cell: any RecurrentCell
    /// Z, or 0 for a decoder-only model.
    package let latentSize: Int
    /// 6M + 3.
    package let outputSize: Int
    private let initialLayer: PackedLayer?
    private let squashesLatent: Bool
    private let outputLayer: PackedLayer

    /// - Throws: what `SketchModel.validate` throws.
    package init(_ model: SketchModel) throws {
        try model.validate()
        let configuration = model.configuration
        latentSize = configuration.isConditional ? configuration.latentSize : 0
        squashesLatent = configuration.squashesLatent
        cell = try configuration.decoderCell.makeCell(
            model: model, prefix: "vector_rnn/RNN", constantSize: latentSize)
        initialLayer =
            configuration.isConditional
            ? PackedLayer(
                weights: try model.tensor("vector_rnn/linear/super_linear_w"),
                bias: try model.tensor("vector_rnn/linear/super_linear_b"))
            : nil
        outputLayer = PackedLayer(
            weights: try model.tensor("vector_rnn/RNN/output_w"),
            bias: try model.tensor("vector_rnn/RNN/output_b"))
        outputSize = outputLayer.outputSize
    }

    /// Refuses a latent of another size; a decoder-only model reads none, so one given to it is refused, not ignored.
    ///
    /// - Throws: `InferenceError.latentSize`.
    func checkLatent(_ latent: [Float]?) throws {
        let found = latent?.count ?? 0
        guard found == latentSize else { throw InferenceError.latentSize(found: found, expected: latentSize) }
    }

    /// A batch's working memory, row-major, rows packed. Used by one thread at a time; only `start` allocates.
    package final class Batch {
        package let capacity: Int
        /// [B, 5], the input rows of the next step.
        package let input: FloatBuffer
        /// [B, S].
        package let state: FloatBuffer
        /// [B, 6M + 3], the output of the last step.
        package let output: FloatBuffer
        /// [B, constantSize], the latent's part of every step.
        let prepared: FloatBuffer
        private let projected: FloatBuffer
        private let scratch: FloatBuffer
        private let network: DecoderNetwork
        /// The direction in which the next step reads the recurrent weights; the result does not depend on it.
        private var isDescending = false

        package init(_ network: DecoderNetwork, capacity: Int) {
            self.network = network
            self.capacity = capacity
            input = FloatBuffer(count: capacity * 5)
            state = FloatBuffer(count: capacity * network.cell.stateSize)
            output = FloatBuffer(count: capacity * network.outputSize)
            prepared = FloatBuffer(count: capacity * network.cell.constantSize)
            projected = FloatBuffer(count: capacity * network.cell.projectedSize)
            scratch = FloatBuffer(count: capacity * network.cell.scratchSize)
        }

        /// Sets the state of rows `first`, `first` + 1, ...: tanh(z W + b) of `latents`, Z values per row, or zeros for a
        /// decoder-only model.
        package func start(latents: [[Float]], at first: Int = 0) {
            let width = network.cell.stateSize
            let own = state.base + first * width
            guard let layer = network.initialLayer else {
                own.update(repeating: 0, count: latents.count * width)
                return
            }
            let z = FloatBuffer(latents.joined().map { $0 })
            let squashed = network.squashesLatent ? FloatBuffer(latents.joined().map { $0 }) : z
            if network.squashesLatent { Elementwise.tanh(squashed.base, count: squashed.count) }
            layer.apply(
                squashed.base, inputStride: network.latentSize, batch: latents.count, to: own,
                outputStride: width)
            Elementwise.tanh(own, count: latents.count * width)
            network.cell.prepare(
                constants: z.base, batch: latents.count, to: prepared.base + first * network.cell.constantSize)
        }

        /// One step of the first `active` rows: reads `input`, advances `state`, writes `output`.
        package func step(active: Int) {
            let cell = network.cell
            cell.project(input.base, rows: active, prepared: prepared.base, to: projected.base)
            cell.step(
                projected: projected.base, batch: active, state: state.base, scratch: scratch.base,
                descending: isDescending)
            isDescending.toggle()
            network.outputLayer.apply(
                state.base + cell.outputOffset, inputStride: cell.stateSize, batch: active,
                to: output.base, outputStride: network.outputSize)
        }

        /// Copies all values of row `source`, its last output included, to row `target`.
        package func move(_ source: Int, to target: Int) {
            guard source != target else { return }
            func move(_ buffer: FloatBuffer, _ width: Int) {
                (buffer.base + target * width).update(from: buffer.base + source * width, count: width)
            }
            move(input, 5)
            move(state, network.cell.stateSize)
            move(prepared, network.cell.constantSize)
            move(output, network.outputSize)
        }
    }
}
