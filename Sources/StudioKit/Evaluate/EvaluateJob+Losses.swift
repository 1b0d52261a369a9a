import Foundation
import SketchCore
import SketchInference
import SketchTraining

extension EvaluateJob {
    /// Measures every model in one pass over the drawings, which may come from a pipe.
    ///
    /// - Throws: `StudioError.emptySplit`, `.nothingToEvaluate`, `InferenceError.numericalFailure`, or what reading, evaluating
    ///   and writing throw.
    func measureLosses(reporter: Reporter) throws -> LossComparison {
        let file = outputFile
        try file?.checkWritable()
        let names: [String?] = models.isEmpty ? [nil] : models
        let measurements = try names.map { try LossMeasurement($0, self, reporter) }
        try reading.forEachRecord(in: data, split: split ?? .all, reporter: reporter) { record in
            for measurement in measurements { try measurement.add(record) }
        }
        let comparison = LossComparison(reports: try measurements.map { try $0.finish() })
        reporter.clear()
        try file?.write(Data((Result.losses(comparison).jsonText + "\n").utf8))
        return comparison
    }
}

/// The losses of one model over drawings that arrive one after the other.
private final class LossMeasurement {
    /// Drawings in memory at a time.
    private static let portion = 20_000

    private let job: EvaluateJob
    private let reporter: Reporter
    private let loaded: LoadedModel
    private let evaluation: Evaluation
    private var report: LossReport
    private var drawings: [(strokes: Stroke3, className: String)] = []

    init(_ model: String?, _ job: EvaluateJob, _ reporter: Reporter) throws {
        (self.job, self.reporter) = (job, reporter)
        loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        evaluation = try Evaluation(model: loaded.model)
        report = LossReport(
            model: loaded.name, maxLength: loaded.model.configuration.maxLength, padding: job.padding, latent: job.latent,
            scaleFactor: loaded.model.scaleFactor, preprocessing: loaded.model.preprocessing)
    }

    func add(_ record: SketchRecord) throws {
        guard let strokes = try? loaded.model.units.strokes(of: record), strokes.count <= report.maxLength else {
            report.skipped += 1
            return
        }
        drawings.append((strokes, record.sketch.name))
        if drawings.count == Self.portion { try evaluate() }
    }

    func finish() throws -> LossReport {
        try evaluate()
        guard report.sketches > 0 else {
            throw StudioError.nothingToEvaluate(skipped: report.skipped, longest: report.maxLength)
        }
        return report
    }

    /// - Throws: `InferenceError.numericalFailure` for losses that are not finite.
    private func evaluate() throws {
        guard !drawings.isEmpty else { return }
        let done = report.sketches
        var own = [Losses](repeating: .zero, count: drawings.count)
        let losses = evaluation.losses(
            of: drawings.map(\.strokes), latentSeed: job.latent == .sample ? job.seed : nil, firstIndex: done,
            batchSize: job.batchSize, progress: { reporter.progress("evaluating", done: done + $0) }, each: { own[$0] = $1 })
        guard losses.isUsable else {
            throw InferenceError.numericalFailure(
                detail: "the losses of \(loaded.name) are \(losses.reconstruction), \(losses.kl)")
        }
        report.add(losses, count: drawings.count, rows: drawings.reduce(0) { $0 + $1.strokes.count })
        for (drawing, losses) in zip(drawings, own) {
            report.add(losses, rows: drawing.strokes.count, className: drawing.className)
        }
        drawings.removeAll(keepingCapacity: true)
    }
}
