import LatentOps
import SketchCore
import SketchSupport

/// Drawings to latents and back. Each call packs the weights that it needs; a caller with several calls keeps
/// `encoder()` and `decoder()` instead.
extension SketchModel {
    /// The encoder with packed weights.
    ///
    /// - Throws: `InferenceError.noEncoder` for a decoder-only model, and what `validate` throws.
    public func encoder() throws -> SketchEncoder { try SketchEncoder(self) }

    /// The decoder with packed weights.
    ///
    /// - Throws: what `validate` throws.
    public func decoder() throws -> SketchDecoder { try SketchDecoder(self) }

    /// The latents of drawings as a reader gives them; a record states whether its drawing is raw or prepared.
    ///
    /// - Throws: as `encoder()` and `SketchEncoder.encode(_:threads:)`.
    public func encode(_ records: [SketchRecord], threads: Int = Threads.automatic) throws -> [Latent] {
        try encoder().encode(records, threads: threads)
    }

    /// The latents of drawings in pixels.
    ///
    /// - Parameter kind: `.raw` simplifies the drawings with `preprocessing` first; `.prepared` uses them as they are,
    ///   as for drawings that a model made.
    /// - Throws: as `encoder()` and `SketchEncoder.encode(_:threads:)`.
    public func encode(
        _ sketches: [Sketch], kind: SketchRecord.Kind, threads: Int = Threads.automatic
    ) throws -> [Latent] {
        try encode(sketches.map { SketchRecord(sketch: $0, kind: kind) }, threads: threads)
    }

    /// The drawings of latents, in pixels, in order.
    ///
    /// - Parameters:
    ///   - latents: Z values each.
    ///   - choice: the candidates of each latent, of which the best is kept.
    ///   - seed: with a drawing's draw index, fixes its noise.
    ///   - sharesNoise: true gives every drawing draw index 0, so that only the latents differ, as along a path; false
    ///     gives the drawing at index i the draw index i.
    ///   - length: where to stop; nil stops at the drawing's end, or after `maximumDecodeLength` rows.
    /// - Throws: as `decoder()` and `SketchDecoder.decode(_:length:threads:)`.
    public func decode(
        _ latents: [[Float]], sampling: Sampling = Sampling(temperature: 0.1), choosing choice: CandidateChoice = .first,
        seed: UInt64 = 1, sharesNoise: Bool = false, length: DecodeLength? = nil, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let requests = latents.enumerated().map { index, latent in
            DecodeRequest(latent: latent, sampling: sampling, seed: seed, drawIndex: sharesNoise ? 0 : UInt64(index))
        }
        return try decoder().decode(requests, choosing: choice, length: length, threads: threads).map(\.sketch)
    }

    /// The drawings of latents' means, in pixels, in order; otherwise as `decode` of lists of numbers.
    public func decode(
        _ latents: [Latent], sampling: Sampling = Sampling(temperature: 0.1), choosing choice: CandidateChoice = .first,
        seed: UInt64 = 1, sharesNoise: Bool = false, length: DecodeLength? = nil, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        try decode(
            latents.map(\.mean), sampling: sampling, choosing: choice, seed: seed, sharesNoise: sharesNoise,
            length: length, threads: threads)
    }

    /// New drawings, in pixels: from latents between those of training drawings where the model has a bank, otherwise from
    /// the prior N(0, I) (Ha & Eck, section 3.3), or from the zero state of a decoder-only model. The drawing at index i
    /// has draw index i.
    ///
    /// - Parameters:
    ///   - sampling: nil for temperature 0.4 and the model's standard convention.
    ///   - usesBank: false for the paper's prior; together with `choosing: .first`, the paper's procedure.
    ///   - choice: the candidates of each latent, of which the best is kept.
    /// - Throws: as `decoder()` and `SketchDecoder.decode(_:length:threads:)`.
    public func sample(
        _ count: Int, sampling: Sampling? = nil, usesBank: Bool = true,
        choosing choice: CandidateChoice = .sampling, seed: UInt64 = 1, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let isConditional = configuration.isConditional
        let sampling = sampling ?? Sampling(temperature: 0.4, convention: .standard(isConditional: isConditional))
        let bank = usesBank ? latentBank : nil
        let rows = bank?.rows() ?? []
        let requests = try (0..<UInt64(max(count, 0))).map { index in
            let latent =
                try bank.map { try LatentDraw.bank($0, rows: rows, seed: seed, drawIndex: index) }
                ?? (isConditional ? LatentDraw.prior(size: configuration.latentSize, seed: seed, drawIndex: index) : nil)
            return DecodeRequest(latent: latent, sampling: sampling, seed: seed, drawIndex: index)
        }
        return try decoder().decode(requests, choosing: choice, threads: threads).map(\.sketch)
    }

    /// Drawings along the path between two drawings, both ends included, in pixels (Ha & Eck, section 4.3).
    ///
    /// Latents between the ends are pulled towards the model's bank, if it has one; the drawings at the ends are chosen by
    /// their likeness to the given ones, those between by consensus, and all so that neighbours are similar.
    ///
    /// - Parameters:
    ///   - steps: at least 2.
    ///   - pull: the weight in the middle of the path, from 0 to 1; see `PathPull`.
    /// - Throws: as `encode`, `decoder()` and `LatentPath.points`.
    public func interpolate(
        from first: SketchRecord, to last: SketchRecord, steps: Int, path: LatentPath = .slerp, pull: Double = 0.75,
        sampling: Sampling = Sampling(temperature: 0.1), choosing choice: CandidateChoice = .interpolation,
        seed: UInt64 = 1, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let ends = try encode([first, last], threads: threads)
        let points = try zip(
            path.points(from: ends[0].mean, to: ends[1].mean, steps: steps), LatentPath.positions(steps: steps)
        ).map { point, t in try latentBank?.pulled(point, weight: PathPull.weight(pull, at: t)) ?? point }
        let requests = points.map { DecodeRequest(latent: $0, sampling: sampling, seed: seed) }
        let drawings = try decoder().decode(
            paths: [requests], choosing: choice,
            ends: [(first: try units.strokes(of: first), last: try units.strokes(of: last))], threads: threads)
        return drawings[0].map(\.sketch)
    }
}
