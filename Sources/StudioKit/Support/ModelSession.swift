import SketchCore
import SketchInference

/// A model as a command uses it: the library's encoding and decoding with the warnings and the progress that a person
/// needs. It keeps the decoder's packed weights.
package final class ModelSession {
    package let loaded: LoadedModel
    package let threads: Int
    package let reporter: Reporter
    private var packedDecoder: SketchDecoder?

    /// Drawings decoded between two progress reports.
    private static let portion = 512

    /// - Parameter model: a built-in model's name or a path; nil for the standard model.
    /// - Throws: as `LoadedModel.init`.
    package init(_ model: String?, threads: Int, reporter: Reporter) throws {
        loaded = try LoadedModel(model)
        self.threads = threads
        self.reporter = reporter
    }

    package var model: SketchModel { loaded.model }
    package var isConditional: Bool { model.configuration.isConditional }

    /// The drawings' latents, in order, with warnings for drawings that the model may represent badly.
    ///
    /// - Throws: `SketchError`, `InferenceError`.
    package func encode(_ drawings: [Drawing]) throws -> [Latent] {
        try loaded.requireEncoder()
        loaded.warnOfUnknownScale(reporter)
        let rows = try drawings.map { try model.units.rows(of: $0.record) }
        let latents = try model.encoder().encode(rows: rows, threads: threads)
        try warnOutOfDistribution(drawings, rows, latents)
        var lengths = Drawing.Lengths()
        for (drawing, rows) in zip(drawings, rows) { lengths.add(drawing.sketch.source, rows: rows.count, loaded) }
        lengths.warn(loaded, reporter)
        return latents
    }

    /// A warning for each drawing that the model reconstructs worse than 99 % of its training drawings.
    private func warnOutOfDistribution(_ drawings: [Drawing], _ rows: [Stroke5], _ latents: [Latent]) throws {
        guard let typical = model.trainingRecord.typicalLossP99, !reporter.isQuiet else { return }
        let known = drawings.indices.filter { rows[$0].count <= model.configuration.maxLength }
        let losses = try decoder().reconstructionLosses(
            ofRows: known.map { rows[$0] }, latents: known.map { latents[$0].mean })
        for (index, loss) in zip(known, losses) where loss > typical {
            reporter.warn(
                "\(drawings[index].sketch.source) differs from the training drawings of \(model.name): its reconstruction "
                    + "loss is \(Reporter.short(loss)); 99 % of the training drawings are below \(Reporter.short(typical)). "
                    + "Results may not resemble it.")
        }
    }

    /// The decoded drawings, in order, and a warning if any reached the row limit.
    ///
    /// - Throws: `InferenceError`.
    package func decode(_ requests: [DecodeRequest]) throws -> [DecodedSketch] {
        let decoder = try decoder()
        var drawings: [DecodedSketch] = []
        for start in stride(from: 0, to: requests.count, by: Self.portion) {
            let part = Array(requests[start..<min(start + Self.portion, requests.count)])
            drawings += try decoder.decode(part, threads: threads)
            reporter.progress("decoding", done: drawings.count, of: requests.count)
        }
        reporter.clear()
        let unfinished = drawings.filter { !$0.reachedEnd }.count
        if unfinished > 0 {
            reporter.warn(
                "\(unfinished) of \(drawings.count) drawings reached the limit of \(decoder.maximumDecodeLength) rows without "
                    + "terminating. Try another --seed or a higher --temperature.")
        }
        return drawings
    }

    private func decoder() throws -> SketchDecoder {
        if let packedDecoder { return packedDecoder }
        let decoder = try model.decoder()
        packedDecoder = decoder
        return decoder
    }
}
