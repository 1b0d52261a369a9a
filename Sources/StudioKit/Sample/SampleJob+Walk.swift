import LatentOps
import SketchCore
import SketchInference
import SketchRendering

/// A walk through latent space: from each sample to the next, and from the last to the first.
extension SampleJob {
    /// The drawings that are decoded from one sample to the next.
    static let stepsPerSample = 6
    /// The default length of the way from one sample to the next.
    static let secondsPerSample = 2.0

    /// - Throws: `UsageError`, `StudioError.noLatents`.
    func checkWalk(_ session: ModelSession) throws {
        guard session.isConditional else { throw StudioError.noLatents(session.loaded.name, option: "--animate") }
        if temperatures.values.count > 1 {
            throw UsageError("--temperature \(temperatures.text): an animation has one temperature.")
        }
    }

    /// The walk with empty drawings, to check its size.
    var emptyWalk: Animation { walk(.placeholders(count * Self.stepsPerSample)) }

    /// The walk through decoded drawings, of which the first of every `stepsPerSample` is a sample.
    func walk(_ sketches: [Sketch]) -> Animation {
        let keys = sketches.enumerated().map { index, sketch in
            let colour = style.colours.isEmpty && [.sheet, .step].contains(style.colourBy) ? Palette.blue : colour(at: 0)
            return Animation.Key(sketch, colour: colour, isHeld: index % Self.stepsPerSample == 0)
        }
        return animation(keys, .walk, seconds: Self.secondsPerSample * Double(count))
    }

    /// The requests of the walk. All have the same noise; latents between samples are pulled towards those of the bank, if
    /// that is the prior.
    func walkRequests(
        _ session: ModelSession, prior: Prior, sample: (Int) throws -> DecodeRequest
    ) throws -> [DecodeRequest] {
        let samples = try (0..<count).map(sample)
        let positions = (0..<Self.stepsPerSample).map { Double($0) / Double(Self.stepsPerSample) }
        return try samples.indices.flatMap { index -> [DecodeRequest] in
            let (from, to) = (samples[index], samples[(index + 1) % count])
            let latents = try positions.map {
                try LatentPath.slerp.point(from: from.latent ?? [], to: to.latent ?? [], at: $0)
            }
            let weights = positions.map { prior == .bank ? PathPull.weight(PathPull.standardWeight, at: $0) : 0 }
            return try session.pulled(latents, by: weights).map { latent in
                DecodeRequest(latent: latent, sampling: from.sampling, seed: seed)
            }
        }
    }
}
