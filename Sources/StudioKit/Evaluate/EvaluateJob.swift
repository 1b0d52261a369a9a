import Foundation
import SketchCore
import SketchTraining

/// Measures a model's losses over drawings, as the paper reports them.
package struct EvaluateJob {
    /// Whether the pen loss counts after a drawing's end.
    package enum Padding: String, CaseIterable, Sendable {
        /// Counted up to N, as in the original program.
        case counted
        case masked
    }

    /// The latent that a drawing is decoded from.
    package enum LatentChoice: String, CaseIterable, Sendable {
        /// A sample of the posterior, as in the paper.
        case sample
        /// The posterior's mean.
        case mean
    }

    /// Files or folders of drawings.
    package var data: [String]
    package var reading = Reading()
    package var split = SplitChoice.all
    /// A built-in model's name or a weight file; nil for the standard model.
    package var model: String?
    package var padding = Padding.counted
    package var latent = LatentChoice.sample
    /// Fixes the samples of the posterior.
    package var seed: UInt64 = 1
    /// Drawings per batch; changes the losses by rounding only.
    package var batchSize = 100
    /// A file for the result's JSON.
    package var output: OutputFile?

    /// Drawings in memory at a time.
    private static let portion = 20_000

    package init(data: [String]) { self.data = data }

    /// - Throws: `StudioError.nothingToEvaluate`, or what reading and evaluating throw.
    package func run(_ reporter: Reporter) throws -> EvaluateResult {
        try output?.checkWritable()
        let loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        let longest = loaded.model.configuration.maxLength
        let evaluation = try Evaluation(model: loaded.model)
        var result = EvaluateResult(
            model: loaded.name, maxLength: longest, padding: padding, latent: latent,
            scaleFactor: loaded.model.scaleFactor, preprocessing: loaded.preprocessing)
        var drawings: [Stroke3] = []
        func evaluate() {
            guard !drawings.isEmpty else { return }
            let done = result.sketches
            let part = evaluation.losses(
                of: drawings, latentSeed: latent == .sample ? seed : nil, firstIndex: done, batchSize: batchSize
            ) { reporter.progress("evaluating", done: done + $0) }
            result.add(part, count: drawings.count)
            drawings.removeAll(keepingCapacity: true)
        }
        try reading.forEachRecord(in: data, reporter: reporter) { record in
            guard split.includes(record) else { return }
            guard let strokes = try? record.strokesForModel(loaded.preprocessing), strokes.count <= longest else {
                result.skipped += 1
                return
            }
            drawings.append(strokes.divided(by: Float(loaded.model.pixelsPerUnit)))
            if drawings.count == Self.portion { evaluate() }
        }
        evaluate()
        reporter.clear()
        guard result.sketches > 0 else {
            throw StudioError.nothingToEvaluate(skipped: result.skipped, longest: longest)
        }
        try output?.write(Data((result.jsonText + "\n").utf8))
        return result
    }
}
