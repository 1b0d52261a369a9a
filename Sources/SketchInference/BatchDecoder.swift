import SketchSupport

/// Draws many sketches in lockstep from latents, or from nothing with a decoder-only model.
///
/// A sketch is fixed by model, latent, sampling, prefix and (seed, cell). Batch size, neighbours, thread
/// count and processor level change the time it takes and nothing else. Immutable after `init`, which packs
/// the weights; one value serves any number of threads.
public struct BatchDecoder: Sendable {
    package let network: DecoderNetwork
    private let mixtureCount: Int
    /// N.
    let maxLength: Int

    /// Throws as `SketchModel.validate`.
    public init(_ model: SketchModel) throws {
        network = try DecoderNetwork(model)
        mixtureCount = model.configuration.mixtureCount
        maxLength = model.configuration.maxLength
    }

    /// Z, the number of values of a latent; 0 for a decoder-only model.
    public var latentSize: Int { network.latentSize }

    /// Draws every request's sketch, in order.
    ///
    /// - Parameters:
    ///   - length: where to stop; prefix rows count.
    ///   - threads: at most this many; the result does not depend on it.
    ///
    /// Throws `InferenceError.latentSize`, `.invalidArgument` for a temperature or length that cannot be
    /// used, `.numericalFailure` if a drawn offset is not finite.
    public func decode(
        _ requests: [DecodeRequest], length: DecodeLength, threads: Int = Threads.automatic
    ) throws -> [DecodedSketch] {
        try decode(requests, length: length, threads: threads) { index, step in
            StepDraws(Philox(seed: requests[index].seed, stream: requests[index].cell), step: step)
        }
    }

    /// `decode` with draws of the caller's: `draws(request, step)`, steps counted from 0 with the prefix.
    package func decode(
        _ requests: [DecodeRequest], length: DecodeLength, threads: Int = 1,
        draws: @Sendable (_ request: Int, _ step: Int) -> StepDraws
    ) throws -> [DecodedSketch] {
        guard length.limit >= 0, length.limit <= 1_000_000 else {
            throw InferenceError.invalidArgument(
                detail: "A drawing of \(length.limit) rows was asked for; choose 0 to 1,000,000")
        }
        for request in requests {
            try request.sampling.validate()
            let found = request.latent?.count ?? 0
            // A decoder-only model reads no latent, so one that is given is refused, not ignored.
            guard found == latentSize else {
                throw InferenceError.latentSize(found: found, expected: latentSize)
            }
        }
        let results = Results<DecodedSketch>(count: requests.count)
        let queue = WorkQueue(count: requests.count)
        let workers = max(1, min(threads, requests.count))
        // Each worker's share in as few batches as may be, all of one size.
        let share = (requests.count + workers - 1) / workers
        let batches = max(1, (share + DecoderLane.limit - 1) / DecoderLane.limit)
        let capacity = max(1, (share + batches - 1) / batches)
        Workers.run(threads: workers) {
            let lane = DecoderLane(
                network: network, sampler: MixtureSampler(mixtureCount: mixtureCount), requests: requests,
                length: length, capacity: capacity)
            lane.run(queue: queue, results: results, draws: draws)
        }
        return try results.joined()
    }
}
