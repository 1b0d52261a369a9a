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
    ///   - seed: with a drawing's draw index, fixes its noise.
    ///   - sharesNoise: true gives every drawing draw index 0, so that only the latents differ, as along a path; false
    ///     gives the drawing at index i the draw index i.
    ///   - length: where to stop; nil stops at the drawing's end, or after `maximumDecodeLength` rows.
    /// - Throws: as `decoder()` and `SketchDecoder.decode(_:length:threads:)`.
    public func decode(
        _ latents: [[Float]], sampling: Sampling = Sampling(temperature: 0.1), seed: UInt64 = 1, sharesNoise: Bool = false,
        length: DecodeLength? = nil, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let requests = latents.enumerated().map { index, latent in
            DecodeRequest(latent: latent, sampling: sampling, seed: seed, drawIndex: sharesNoise ? 0 : UInt64(index))
        }
        return try decoder().decode(requests, length: length, threads: threads).map(\.sketch)
    }

    /// The drawings of latents' means, in pixels, in order; otherwise as `decode` of lists of numbers.
    public func decode(
        _ latents: [Latent], sampling: Sampling = Sampling(temperature: 0.1), seed: UInt64 = 1, sharesNoise: Bool = false,
        length: DecodeLength? = nil, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        try decode(
            latents.map(\.mean), sampling: sampling, seed: seed, sharesNoise: sharesNoise, length: length,
            threads: threads)
    }

    /// New drawings, in pixels: from latents of the prior N(0, 1), or from the zero state of a decoder-only model
    /// (Ha & Eck, section 3.3). The drawing at index i has draw index i.
    ///
    /// - Parameter sampling: nil for temperature 0.4 and the model's standard convention.
    /// - Throws: as `decoder()` and `SketchDecoder.decode(_:length:threads:)`.
    public func sample(
        _ count: Int, sampling: Sampling? = nil, seed: UInt64 = 1, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let isConditional = configuration.isConditional
        let sampling = sampling ?? Sampling(temperature: 0.4, convention: .standard(isConditional: isConditional))
        let requests = (0..<UInt64(max(count, 0))).map { index in
            let latent = isConditional ? LatentDraw.prior(size: configuration.latentSize, seed: seed, drawIndex: index) : nil
            return DecodeRequest(latent: latent, sampling: sampling, seed: seed, drawIndex: index)
        }
        return try decoder().decode(requests, threads: threads).map(\.sketch)
    }
}
