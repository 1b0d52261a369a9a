import SketchCore
import SketchInference

/// A model at work: reads drawings into its latent space and draws from there, with the warnings that a person
/// needs. What every command on drawings begins and ends with.
package struct Atelier {
    package let loaded: LoadedModel
    let threads: Int
    package let reporter: Reporter

    /// Drawings between two words about progress.
    private static let portion = 512

    /// - Parameter model: a name or path; nil for the standard one. Throws as `LoadedModel.init`.
    package init(_ model: String?, threads: Int, reporter: Reporter) throws {
        loaded = try LoadedModel(model)
        self.threads = threads
        self.reporter = reporter
    }

    private var configuration: ModelConfiguration { loaded.model.configuration }
    package var isConditional: Bool { configuration.isConditional }

    /// The drawings' latents, in order.
    ///
    /// - Throws: `StudioError.notConditional`, `FormatError`, `InferenceError`.
    package func encode(_ drawings: [Drawing]) throws -> [Latent] {
        try loaded.requireEncoder()
        loaded.warnOfUnknownScale(reporter)
        let rows = try drawings.map { try $0.rows(for: loaded) }
        let latents = try SketchEncoder(loaded.model).encode(rows, threads: threads)
        try warnOfStrangers(drawings, rows, latents)
        var lengths = Drawing.Lengths()
        for (drawing, rows) in zip(drawings, rows) { lengths.add(drawing.sketch.source, rows: rows.count, loaded) }
        lengths.warn(loaded, reporter)
        return latents
    }

    /// A warning for each drawing that the model reconstructs worse than nearly all it was trained on.
    private func warnOfStrangers(_ drawings: [Drawing], _ rows: [Stroke5], _ latents: [Latent]) throws {
        guard let familiar = loaded.model.trainingRecord.familiarLoss, !reporter.isQuiet else { return }
        let known = drawings.indices.filter { rows[$0].rows.count <= configuration.maxLength }
        let losses = try BatchDecoder(loaded.model).reconstructionLosses(
            of: known.map { rows[$0] }, latents: known.map { latents[$0].mean })
        for (index, loss) in zip(known, losses) where loss > familiar {
            reporter.warn(
                "\(drawings[index].sketch.source) lies far from what \(loaded.label) knows: its reconstruction loss is "
                    + "\(Reporter.short(loss)), and 99 % of the training drawings stay below \(Reporter.short(familiar)). "
                    + "What is drawn may not resemble it.")
        }
    }

    /// What the model draws, in order, and a warning if any drawing did not come to its end.
    ///
    /// - Throws: `InferenceError`.
    package func draw(_ requests: [DecodeRequest]) throws -> [DecodedSketch] {
        let decoder = try BatchDecoder(loaded.model)
        var drawings: [DecodedSketch] = []
        for start in stride(from: 0, to: requests.count, by: Self.portion) {
            let part = Array(requests[start..<min(start + Self.portion, requests.count)])
            drawings += try decoder.decode(part, length: loaded.untilEnd, threads: threads)
            reporter.progress("drawing", done: drawings.count, of: requests.count)
        }
        reporter.clear()
        let unfinished = drawings.filter { !$0.reachedEnd }.count
        if unfinished > 0 {
            reporter.warn(
                "\(unfinished) of \(drawings.count) drawings reached the length of \(configuration.longestDrawn) rows before "
                    + "their end; another --seed or a higher --temperature may help.")
        }
        return drawings
    }

    /// Latents for drawings out of nothing by cell: draws from a distribution over latents, or nil for a decoder-only
    /// model.
    ///
    /// - Throws: `StudioError.noLatentStatistics`, `InferenceError`.
    package func latents(from prior: Prior, seed: UInt64) throws -> (_ cell: UInt64) -> [Float]? {
        switch prior {
        case .standard:
            let size = configuration.latentSize
            return { isConditional ? LatentDraw.prior(size: size, seed: seed, cell: $0) : nil }
        case .aggregate:
            guard let statistics = loaded.model.latentStatistics else {
                throw StudioError.noLatentStatistics(loaded.name)
            }
            let posterior = try AggregatePosterior(statistics)
            return { posterior.draw(seed: seed, cell: $0) }
        }
    }

    /// What came of decoding, in pixels.
    package func sketch(_ decoded: DecodedSketch, name: String = "") -> Sketch { loaded.sketch(decoded, name: name) }
}
