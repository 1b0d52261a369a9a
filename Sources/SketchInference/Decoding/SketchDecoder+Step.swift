import SketchCore

/// A decoder one row at a time, for callers that choose or change the rows themselves. `decode` is many times faster for
/// whole drawings.
extension SketchDecoder {
    /// The state before the first row: tanh(z W + b), or zeros for a decoder-only model.
    ///
    /// - Parameter latent: z, Z values; nil for a decoder-only model.
    /// - Throws: `InferenceError.latentSize`.
    public func initialState(latent: [Float]?) throws -> DecoderState {
        try network.checkLatent(latent)
        let batch = DecoderNetwork.Batch(network, capacity: 1)
        batch.start(latents: [latent ?? []])
        return batch.savedState()
    }

    /// Reads a row and returns the distribution of the next one.
    ///
    /// - Parameters:
    ///   - row: in model units; the first is `Stroke5.Row.start`.
    ///   - state: of a decoder of the same configuration; advanced by one step.
    /// - Throws: `InferenceError.stateSize` for the state of another configuration.
    public func step(_ row: Stroke5.Row, state: inout DecoderState) throws -> MixtureDensity {
        let batch = DecoderNetwork.Batch(network, capacity: 1)
        try batch.restore(state)
        row.write(to: batch.input.base)
        batch.step(active: 1)
        state = batch.savedState()
        return MixtureDensity(output: batch.output.array(network.outputSize))
    }
}

extension DecoderNetwork.Batch {
    /// The state of the only row.
    func savedState() -> DecoderState {
        DecoderState(recurrent: state.array(state.count), constant: prepared.array(prepared.count))
    }

    /// - Throws: `InferenceError.stateSize`.
    func restore(_ saved: DecoderState) throws {
        for (buffer, values) in [(state, saved.recurrent), (prepared, saved.constant)] {
            guard buffer.count == values.count else {
                throw InferenceError.stateSize(found: values.count, expected: buffer.count)
            }
            for (index, value) in values.enumerated() { buffer.base[index] = value }
        }
    }
}
