import SketchSupport

/// The decoder of a model: latents, or the zero state of a decoder-only model, to drawings (Ha & Eck, section 3.2).
///
/// A drawing is fixed by model, latent, sampling, prefix, seed and draw index. Batch size, neighbours, thread count and
/// processor level change only the time it takes. Immutable after `init`, which packs the weights; one value serves any
/// number of threads.
public struct SketchDecoder: Sendable {
    package let network: DecoderNetwork
    /// The conversion of rows in model units to drawings in pixels.
    public let units: ModelUnits
    /// M.
    public let mixtureCount: Int
    /// N, the longest training drawing in rows.
    public let maxLength: Int
    /// The rows after which `decode` cuts a drawing that has not ended.
    public let maximumDecodeLength: Int

    /// - Throws: what `SketchModel.validate` throws.
    public init(_ model: SketchModel) throws {
        network = try DecoderNetwork(model)
        units = model.units
        mixtureCount = model.configuration.mixtureCount
        maxLength = model.configuration.maxLength
        maximumDecodeLength = model.configuration.maximumDecodeLength
    }

    /// Z, the number of values of a latent; 0 for a decoder-only model.
    public var latentSize: Int { network.latentSize }

    /// Decodes every request, in order.
    ///
    /// - Parameters:
    ///   - length: where to stop, prefix rows included; nil stops at the drawing's end, or after `maximumDecodeLength`
    ///     rows.
    ///   - measuresLikelihood: whether `DecodedSketch.meanLogLikelihood` is computed; the drawings do not depend on it.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Throws: `InferenceError.latentSize`, `.invalidTemperature` or `.invalidLength` for a request that cannot be
    ///   decoded, `.numericalFailure` if an offset is not finite.
    public func decode(
        _ requests: [DecodeRequest], length: DecodeLength? = nil, measuresLikelihood: Bool = false,
        threads: Int = Threads.automatic
    ) throws -> [DecodedSketch] {
        try decode(
            requests, length: length ?? .untilEnd(limit: maximumDecodeLength), measuresLikelihood: measuresLikelihood,
            threads: threads
        ) { index, step in
            let request = requests[index]
            return StepDraws(
                Philox(seed: request.seed, stream: request.drawIndex), step: step, candidate: request.candidate)
        }
    }

    /// `decode` with the caller's random numbers: `draws(request, step)`, with steps counted from 0, prefix included.
    package func decode(
        _ requests: [DecodeRequest], length: DecodeLength, measuresLikelihood: Bool = false, threads: Int = 1,
        draws: @Sendable (_ request: Int, _ step: Int) -> StepDraws
    ) throws -> [DecodedSketch] {
        guard (0...DecodeLength.maximum).contains(length.limit) else { throw InferenceError.invalidLength(length.limit) }
        for request in requests {
            try request.sampling.validate()
            try network.checkLatent(request.latent)
            guard DecodeRequest.candidates.contains(request.candidate) else {
                throw InferenceError.invalidCandidate(request.candidate)
            }
        }
        let results = Results<DecodedSketch>(count: requests.count)
        let queue = WorkQueue(count: requests.count)
        let workers = max(1, min(threads, requests.count))
        // Each worker's share is divided into the fewest batches of equal size.
        let share = (requests.count + workers - 1) / workers
        let batches = max(1, (share + BatchDecodingWorker.limit - 1) / BatchDecodingWorker.limit)
        let capacity = max(1, (share + batches - 1) / batches)
        Workers.run(threads: workers) {
            let worker = BatchDecodingWorker(
                network: network, sampler: MixtureSampler(mixtureCount: mixtureCount),
                likelihood: measuresLikelihood ? RowLikelihood(mixtureCount: mixtureCount) : nil, requests: requests,
                length: length, capacity: capacity, pixelsPerUnit: units.pixelsPerUnit)
            worker.run(queue: queue, results: results, draws: draws)
        }
        return try results.joined()
    }
}
