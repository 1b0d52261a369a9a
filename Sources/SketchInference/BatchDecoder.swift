import SketchData

/// Draws many sketches in lockstep from latents, or from nothing with a decoder-only model.
///
/// A sketch is fixed by model, latent, sampling, prefix and (seed, cell). Batch size, neighbours, thread
/// count and processor level change the time it takes and nothing else. Immutable after `init`, which packs
/// the weights; one value serves any number of threads.
public struct BatchDecoder: Sendable {
    package let network: DecoderNetwork
    private let mixtureCount: Int

    /// Throws as `SketchModel.validate`.
    public init(_ model: SketchModel) throws {
        network = try DecoderNetwork(model)
        mixtureCount = model.configuration.mixtureCount
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
        return try Lockstep.map(count: requests.count, threads: threads) { range in
            try decodeGroup(requests, range: range, length: length, draws: draws)
        }
    }

    private func decodeGroup(
        _ requests: [DecodeRequest], range: Range<Int>, length: DecodeLength,
        draws: (Int, Int) -> StepDraws
    ) throws -> [DecodedSketch] {
        let batch = DecoderNetwork.Batch(network, capacity: range.count)
        let sampler = MixtureSampler(mixtureCount: mixtureCount)
        batch.start(latents: range.map { requests[$0].latent ?? [] })
        var results = range.map { index in
            // A prefix is what was drawn before the end; an end row in it would stop the drawing.
            let prefix = requests[index].prefix.prefix { $0.pen != .end }.prefix(length.limit)
            var rows: [Stroke5.Row] = []
            rows.reserveCapacity(min(length.limit, 512))
            rows.append(contentsOf: prefix)
            return DecodedSketch(
                stroke5: Stroke5(rows: rows), prefixCount: prefix.count, reachedEnd: false)
        }
        // owner[slot] is the result that a row of the batch works for; running rows come first.
        var owner = Array(results.indices)
        for slot in owner { Stroke5.Row.start.write(to: batch.input.base + slot * 5) }
        var active = range.count
        var step = 0
        while step < length.limit, active > 0 {
            batch.step(active: active)
            var slot = 0
            while slot < active {
                let result = owner[slot]
                let index = range.lowerBound + result
                let row: Stroke5.Row
                if step < results[result].prefixCount {
                    row = results[result].stroke5.rows[step]
                } else {
                    row = sampler.row(
                        batch.output.base + slot * network.outputSize,
                        sampling: requests[index].sampling, draws: draws(index, step))
                    guard row.dx.isFinite, row.dy.isFinite else {
                        throw InferenceError.numericalFailure(
                            detail: "row \(step) of drawing \(index) (counted from 0)")
                    }
                    if row.pen == .end { results[result].reachedEnd = true }
                    if row.pen == .end, case .untilEnd = length {
                        active -= 1
                        batch.move(active, to: slot)
                        owner[slot] = owner[active]
                        continue
                    }
                    results[result].stroke5.rows.append(row)
                }
                row.write(to: batch.input.base + slot * 5)
                slot += 1
            }
            step += 1
        }
        return results
    }
}
