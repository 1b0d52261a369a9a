import Foundation
import SketchCore
import SketchTraining

extension EvaluateJob {
    /// Drawings in memory at a time.
    private static let portion = 20_000

    /// - Throws: `StudioError.emptySplit`, `.nothingToEvaluate`, or what reading, evaluating and writing throw.
    func measureLosses(reporter: Reporter) throws -> LossReport {
        let file = outputFile
        try file?.checkWritable()
        let loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        let longest = loaded.model.configuration.maxLength
        let evaluation = try Evaluation(model: loaded.model)
        var report = LossReport(
            model: loaded.name, maxLength: longest, padding: padding, latent: latent,
            scaleFactor: loaded.model.scaleFactor, preprocessing: loaded.model.preprocessing)
        var drawings: [Stroke3] = []
        func evaluate() {
            guard !drawings.isEmpty else { return }
            let done = report.sketches
            let losses = evaluation.losses(
                of: drawings, latentSeed: latent == .sample ? seed : nil, firstIndex: done, batchSize: batchSize
            ) { reporter.progress("evaluating", done: done + $0) }
            report.add(losses, count: drawings.count)
            drawings.removeAll(keepingCapacity: true)
        }
        try reading.forEachRecord(in: data, split: split ?? .all, reporter: reporter) { record in
            guard let strokes = try? loaded.model.units.strokes(of: record), strokes.count <= longest else {
                report.skipped += 1
                return
            }
            drawings.append(strokes)
            if drawings.count == Self.portion { evaluate() }
        }
        evaluate()
        reporter.clear()
        guard report.sketches > 0 else {
            throw StudioError.nothingToEvaluate(skipped: report.skipped, longest: longest)
        }
        try file?.write(Data((report.jsonText + "\n").utf8))
        return report
    }
}
