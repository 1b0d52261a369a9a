import Foundation
import SketchCore
import SketchFormats
import SketchModels
import SketchSupport
import SketchTraining
import StudioKit

/// Everything that decides what `studio train` does.
struct TrainJob {
    var data: [String]
    var reading: ReadOptions
    var directory: String
    var resume: Bool
    var initialModel: InitialModel?
    var training: TrainingParameters
    var license: String?
    var plotsLosses: Bool

    func run(reporter: Reporter, json: Bool) throws {
        try training.validate()
        let (dataset, leftOut) = try readDataset(reporter: reporter)
        reporter.note(
            "\(dataset.train.count) drawings to train on, \(dataset.validation.count) to validate with, "
                + "\(dataset.test.count) kept for tests")
        leftOut.tell(reporter)
        var metadata = ["data": data.map(OutputFile.fileName(of:)).joined(separator: ", ")]
        metadata["license"] = license
        let run = try TrainingRun(
            parameters: training, dataset: dataset, directory: directory, resume: resume,
            initialModel: initialModel, metadata: metadata)
        describeStart(run, dataset: dataset, reporter: reporter)
        Interrupt.catchSignals()
        let summary = try run.start(
            progress: { show($0, reporter: reporter) }, shouldStop: { Interrupt.isAsked })
        reporter.clear()
        if summary.wasStopped, !reporter.isQuiet {
            Console.message(
                "studio: stopped after step \(summary.step) and saved; the same command with --resume goes on.")
        }
        if summary.endedEarly, !reporter.isQuiet {
            Console.message(
                "studio: ended after step \(summary.step); the best of the validations was at step \(summary.bestStep).")
        }
        report(summary, dataset: dataset, leftOut: leftOut, json: json)
        if plotsLosses {
            var plot = PlotJob()
            (plot.runs, plot.output) = ([directory], directory + "/losses.png")
            _ = try plot.run(reporter)
        }
    }

    /// A built-in model by name, a weight file by path, or a run's folder.
    ///
    /// - Throws: `InferenceError`.
    static func initialModel(_ given: String) throws -> InitialModel {
        let best = given + "/model.safetensors"
        let path = FileManager.default.fileExists(atPath: best) ? best : given
        return InitialModel(name: given, model: try BuiltInModels.model(nameOrPath: path))
    }

    private func describeStart(_ run: TrainingRun, dataset: SketchDataset, reporter: Reporter) {
        guard let initialModel, let record = run.parameters.initialModel, !resume else { return }
        let factor = String(format: "%.4g", dataset.scaleFactor)
        let own = initialModel.model.scaleFactor.map { String(format: "%.4g", $0) }
        reporter.note(
            "starting from \(record.model) (hash \(record.hash)); "
                + (own.map { "scale factor \($0) becomes \(factor), weights rescaled" }
                    ?? "it does not tell its scale factor, so its weights are taken as they are for \(factor)"))
    }

    private func report(_ summary: TrainingSummary, dataset: SketchDataset, leftOut: SkipReport, json: Bool) {
        // A run that was stopped before its first validation has a checkpoint, but no model yet.
        let hasModel = FileManager.default.fileExists(atPath: summary.modelPath)
        guard json else {
            if hasModel { Console.result(summary.modelPath) }
            return
        }
        Console.result(
            JSONValue.object([
                ("output", .string(directory)),
                ("model", hasModel ? .string(summary.modelPath) : .null),
                ("step", .integer(summary.step)),
                ("best_step", .integer(summary.bestStep)),
                ("best_cost", .double(summary.bestCost)),
                ("stopped", .boolean(summary.wasStopped)),
                ("ended_early", .boolean(summary.endedEarly)),
                ("sketches", .integer(dataset.train.count)),
                ("skipped", .integer(leftOut.count)), ("left_out", leftOut.json),
            ]).text)
    }

    /// Each drawing goes to the split that its file or its key names; those that no model can learn from are counted.
    private func readDataset(reporter: Reporter) throws -> (dataset: SketchDataset, skipped: SkipReport) {
        var read = 0
        let result = try SketchDataset.read(data, options: reading, maxLength: training.model.maxLength) { record, path in
            read += 1
            reporter.warnOfNotes(record)
            if read % 100 == 0 { reporter.live("reading \(path): \(read) drawings") }
        }
        reporter.clear()
        return result
    }

    /// The live line: step, losses, KL weight, speed, time left; a line of its own at each validation.
    private func show(_ progress: TrainingProgress, reporter: Reporter) {
        func three(_ value: Double) -> String { String(format: "%.3f", value) }
        var line = "step \(progress.step)/\(progress.totalSteps)  R \(three(progress.losses.reconstruction))"
        if training.model.isConditional {
            line += "  KL \(three(progress.losses.kl))  weight \(three(progress.klWeight))"
        }
        if let validation = progress.validation {
            reporter.note(
                "step \(progress.step)  validation R \(three(validation.reconstruction)) "
                    + "(masked \(three(validation.maskedReconstruction)))  KL \(three(validation.kl))")
        }
        line += "  \(Reporter.short(progress.sketchesPerSecond)) sketches/s"
        line += "  \(Reporter.clock(progress.secondsLeft)) left"
        reporter.live(line)
    }
}
