import SketchData
import SketchInference

/// Which point of the encoder's distribution stands for a drawing.
public enum LatentChoice: Hashable, Sendable {
    /// mu: the same every time.
    case mean
    /// A draw from N(mu, sigma^2) (equation 3); drawing i of a list uses cell i of the seed.
    case sample(seed: UInt64)
}

/// Drawings to latents and back, in pixels on the outside and model units within: what every operation in
/// latent space begins and ends with. Immutable; one value serves any number of threads.
public struct LatentCodec: Sendable {
    public let model: SketchModel
    private let encoder: SketchEncoder
    private let decoder: BatchDecoder

    /// Throws `InferenceError.noEncoder` for a decoder-only model, else as `SketchModel.validate`.
    public init(_ model: SketchModel) throws {
        self.model = model
        encoder = try SketchEncoder(model)
        decoder = try BatchDecoder(model)
    }

    /// A drawing's rows as the model reads them: offsets clamped to +-1000 pixels as in training, divided
    /// by the model's scale factor. Throws `LatentOpsError.emptyDrawing` for fewer than two points.
    public func rows(_ sketch: Sketch) throws -> Stroke5 {
        let stroke3 = sketch.stroke3
        guard !stroke3.rows.isEmpty else {
            throw LatentOpsError.emptyDrawing(name: sketch.source.isEmpty ? sketch.name : sketch.source)
        }
        return stroke3.clamped().scaled(by: Float(1 / model.pixelsPerUnit)).stroke5
    }

    /// The encoder's mean and log-variance for each drawing, in order.
    /// Throws `LatentOpsError.emptyDrawing`, `InferenceError.numericalFailure`.
    public func encode(_ sketches: [Sketch], threads: Int = Threads.automatic) throws -> [Latent] {
        try encoder.encode(sketches.map(rows), threads: threads)
    }

    /// The point z that stands for each drawing, [drawings][Z]. Throws as `encode`.
    public func points(
        _ sketches: [Sketch], choice: LatentChoice = .mean, threads: Int = Threads.automatic
    ) throws -> [[Float]] {
        try encode(sketches, threads: threads).enumerated().map { index, latent in
            switch choice {
            case .mean: latent.mean
            case .sample(let seed): LatentDraw.posterior(latent, seed: seed, cell: UInt64(index))
            }
        }
    }

    /// Draws one sketch a point, in pixels; point i uses cell `firstCell` + i of the seed.
    ///
    /// - Parameters:
    ///   - points: z, each of Z values.
    ///   - limit: the most rows of a drawing; the model's own `max_seq_len` if nil.
    ///
    /// Throws `InferenceError` as `BatchDecoder.decode`.
    public func decode(
        _ points: [[Float]], sampling: Sampling, seed: UInt64, firstCell: UInt64 = 0, limit: Int? = nil,
        threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let requests = points.enumerated().map { index, point in
            DecodeRequest(
                latent: point, sampling: sampling, seed: seed, cell: firstCell &+ UInt64(index))
        }
        let length = DecodeLength.untilEnd(limit: limit ?? model.configuration.maxLength)
        return try decoder.decode(requests, length: length, threads: threads).map(sketch)
    }

    /// A decoded drawing in pixels, up to its end.
    public func sketch(_ decoded: DecodedSketch) -> Sketch {
        let rows = decoded.stroke5.rows.prefix { $0.pen != .end }
        return Stroke5(rows: Array(rows)).stroke3.sketch(scale: model.pixelsPerUnit)
    }

    /// The sketches of `steps` points on the way from one drawing to another, both ends included
    /// (Ha & Eck, section 4.3 and figure 5). Throws as `encode`, `LatentPath.points` and `decode`.
    public func interpolate(
        from: Sketch, to: Sketch, steps: Int, path: LatentPath = .slerp, sampling: Sampling, seed: UInt64,
        choice: LatentChoice = .mean, threads: Int = Threads.automatic
    ) throws -> [Sketch] {
        let ends = try points([from, to], choice: choice, threads: threads)
        return try decode(
            path.points(from: ends[0], to: ends[1], steps: steps), sampling: sampling, seed: seed,
            threads: threads)
    }
}
