import LatentOps
import SketchCore
import SketchInference

/// A model as a command uses it: the library's encoding and decoding with the warnings and the progress that a person
/// needs. It keeps the decoder's packed weights.
package final class ModelSession {
    package let loaded: LoadedModel
    package let threads: Int
    package let reporter: Reporter
    private var packedDecoder: SketchDecoder?

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
    /// - Parameter likeTo: see `SketchDecoder.decode(_:choosing:likeTo:length:threads:progress:)`.
    /// - Throws: `InferenceError`.
    package func decode(
        _ requests: [DecodeRequest], choosing choice: CandidateChoice = .first, likeTo references: [Stroke3?] = []
    ) throws -> [DecodedSketch] {
        let drawings = try decoder().decode(requests, choosing: choice, likeTo: references, threads: threads) {
            reporter.progress("decoding", done: $0, of: requests.count)
        }
        finish(count: drawings.count, unfinished: drawings.count { !$0.reachedEnd })
        return drawings
    }

    /// Decodes `count` requests in batches, so that memory does not grow with their number, and warns if any drawing reached
    /// the row limit.
    ///
    /// - Parameters:
    ///   - request: called for each of the numbers `0..<count`, in order.
    ///   - receive: called with the drawings of each batch, in order.
    /// - Throws: `InferenceError`, and what `request` and `receive` throw.
    package func decodeBatches(
        of count: Int, choosing choice: CandidateChoice, request: (Int) throws -> DecodeRequest,
        receive: ([DecodedSketch]) throws -> Void
    ) throws {
        var (done, unfinished) = (0, 0)
        try decoder().decodeBatches(of: count, choosing: choice, threads: threads, request: request) { drawings in
            try receive(drawings)
            done += drawings.count
            unfinished += drawings.count { !$0.reachedEnd }
            reporter.progress("decoding", done: done, of: count)
        }
        finish(count: done, unfinished: unfinished)
    }

    /// The decoded drawings of paths, in order, and a warning if any reached the row limit.
    ///
    /// - Parameter ends: the inputs between which each path leads.
    /// - Throws: `InferenceError`.
    package func decode(
        paths: [[DecodeRequest]], choosing choice: CandidateChoice, ends: [(first: Stroke3, last: Stroke3)]
    ) throws -> [[DecodedSketch]] {
        let count = paths.reduce(0) { $0 + $1.count }
        let drawings = try decoder().decode(paths: paths, choosing: choice, ends: ends, threads: threads) {
            reporter.progress("decoding", done: $0, of: count)
        }
        finish(
            count: count, unfinished: drawings.reduce(0) { sum, path in sum + path.count { !$0.reachedEnd } })
        return drawings
    }

    /// A drawing's rows in model units, with which decoded drawings are compared.
    ///
    /// - Throws: `SketchError`.
    package func strokes(of drawing: Drawing) throws -> Stroke3 { try model.units.strokes(of: drawing.record) }

    /// The drawing as sheets show it: a raw drawing at the scale at which the model reads it, with all of its points.
    package func shown(_ drawing: Drawing) -> Sketch {
        var sketch = drawing.sketch
        if drawing.record.kind == .raw, let extent = sketch.bounds?.extent, extent > 0 {
            sketch.scale(by: model.units.preprocessing.canvas / extent)
        }
        return sketch
    }

    /// Latents moved towards the model's bank, each with its weight; unchanged without a bank.
    ///
    /// - Throws: `LatentOpsError`.
    package func pulled(_ latents: [[Float]], by weights: [Double]) throws -> [[Float]] {
        guard let bank = model.latentBank else { return latents }
        return try zip(latents, weights).map { try bank.pulled($0, weight: $1) }
    }

    private func finish(count: Int, unfinished: Int) {
        reporter.clear()
        if unfinished > 0 {
            reporter.warn(
                "\(unfinished) of \(count) drawings reached the limit of "
                    + "\(model.configuration.maximumDecodeLength) rows without terminating. Try another --seed or a higher "
                    + "--temperature.")
        }
    }

    private func decoder() throws -> SketchDecoder {
        if let packedDecoder { return packedDecoder }
        let decoder = try model.decoder()
        packedDecoder = decoder
        return decoder
    }
}
