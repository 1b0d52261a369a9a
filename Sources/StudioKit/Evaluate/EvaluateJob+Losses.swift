import FoundationEssentials
import Glibc
import SketchCore
import SketchInference
import SketchSupport
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
        let writesLines = file.map { LossFile.extensions.contains($0.fileExtension) } ?? false
        let writer = writesLines ? try file?.writer() : nil
        let measurement = try LossMeasurement(
            models: names.map { try LossModel($0, self, reporter) }, writer: writer, reporter)
        let reading = reading.fitted(to: measurement.loaded)
        try reading.forEachRecord(in: data, split: split ?? .all, shard: shard, reporter: reporter) {
            try measurement.add($0)
        }
        try measurement.evaluate()
        reporter.clear()
        // Another shard may have drawings that the model can use.
        if shard == nil { try measurement.comparison.requireDrawings() }
        if let writer { try writer.finish() } else { try file?.write(Data((measurement.comparison.jsonText + "\n").utf8)) }
        return measurement.comparison
    }
}

/// The losses of several models over drawings that arrive one after the other.
private final class LossMeasurement {
    /// Drawings in memory at a time.
    private static let portion = 20_000

    private let models: [LossModel]
    private let reporter: Reporter
    private(set) var comparison: LossComparison
    /// Receives a line for each drawing; nil for none.
    private let writer: AtomicFileWriter?
    private var drawings: [DrawingLosses] = []
    private var done = 0

    /// - Throws: `FileError`.
    init(models: [LossModel], writer: AtomicFileWriter?, _ reporter: Reporter) throws {
        (self.models, self.writer, self.reporter) = (models, writer, reporter)
        comparison = LossComparison(reports: models.map(\.emptyReport))
        try writer?.write(Data(LossFile.Line.measurement(comparison).text.utf8))
    }

    var loaded: [SketchModel] { models.map(\.loaded.model) }

    func add(_ record: SketchRecord) throws {
        for model in models { model.add(record, place: drawings.count) }
        drawings.append(DrawingLosses(record, models: models.count))
        if drawings.count == Self.portion { try evaluate() }
    }

    /// - Throws: `InferenceError.numericalFailure` for losses that are not finite, `FileError`.
    func evaluate() throws {
        for (index, model) in models.enumerated() {
            try model.evaluate(
                drawings, progress: { reporter.progress("evaluating", done: done + $0) },
                each: { drawings[$0].models[index] = $1 })
        }
        for drawing in drawings { comparison.add(drawing) }
        try writer?.write(Data(drawings.map { LossFile.Line.drawing($0).text }.joined().utf8))
        done += drawings.count
        drawings.removeAll(keepingCapacity: true)
    }
}

/// One model of a measurement, and the drawings that wait to be evaluated.
private final class LossModel {
    private let job: EvaluateJob
    let loaded: LoadedModel
    private let evaluation: Evaluation
    let emptyReport: LossReport
    private var waiting: [(place: Int, strokes: Stroke3)] = []

    init(_ model: String?, _ job: EvaluateJob, _ reporter: Reporter) throws {
        self.job = job
        loaded = try LoadedModel(model)
        loaded.warnOfUnknownScale(reporter)
        evaluation = try Evaluation(model: loaded.model)
        emptyReport = LossReport(
            model: loaded.name, fingerprint: loaded.latentModel.fingerprint, maxLength: loaded.model.configuration.maxLength,
            padding: job.padding, latent: job.latent, scaleFactor: loaded.model.scaleFactor,
            preprocessing: loaded.model.preprocessing)
    }

    /// Keeps a drawing that the model can use.
    func add(_ record: SketchRecord, place: Int) {
        guard let strokes = try? loaded.model.units.strokes(of: record), strokes.count <= emptyReport.maxLength else { return }
        waiting.append((place, strokes))
    }

    /// Evaluates the drawings that were added. The noise of a drawing's latent depends on its key, so that it does not depend
    /// on the drawings before it.
    func evaluate(
        _ drawings: [DrawingLosses], progress: (Int) -> Void, each: (_ place: Int, DrawingLosses.Measured) -> Void
    ) throws {
        var own = [Losses](repeating: .zero, count: waiting.count)
        _ = evaluation.losses(
            of: waiting.map(\.strokes), latentSeed: job.latent == .sample ? job.seed : nil,
            drawIndices: waiting.map { FNV1a.hash(drawings[$0.place].key) }, batchSize: job.batchSize, progress: progress,
            each: { own[$0] = $1 })
        for (drawing, losses) in zip(waiting, own) {
            guard losses.isUsable else {
                throw InferenceError.numericalFailure(
                    detail: "the losses of \(drawings[drawing.place].source) by \(loaded.name) are \(losses.reconstruction), "
                        + "\(losses.kl)")
            }
            each(drawing.place, DrawingLosses.Measured(rows: drawing.strokes.count, losses: losses))
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
