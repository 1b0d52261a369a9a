import Foundation
import SketchCore
import SketchFormats
import SketchModels
import SketchSupport
import SketchTraining

/// Trains a model on files of drawings, from the start, from a checkpoint or from another model.
public struct TrainJob: StudioJob {
    /// Paths of files or folders of drawings.
    public var data: [String] = []
    public var reading = ReadOptions()
    /// The run's folder; required.
    public var output: String?
    /// Whether the run continues from the checkpoint in its folder.
    public var resumes = false
    /// The model to fine-tune: a built-in model's name, a weight file or a run's folder.
    public var initialModel: String?
    /// The hyperparameters that differ from their defaults, or from the initial model, as text by their names in
    /// `Hyperparameter.all`.
    public var hyperparameters: [String: String] = [:]
    /// Further hyperparameters in the original program's syntax, `k=v,k=v`; they override `hyperparameters`.
    public var hparams: String?
    /// The licence to record in the model file.
    public var license: String?
    /// Whether the losses are plotted to `losses.png` in the run's folder at the end.
    public var plotsLosses = false
    /// Called after every step; true stops the run and saves it.
    public var shouldStop: @Sendable () -> Bool = { false }

    public init() {}

    public func validate() throws {
        guard output != nil else { throw UsageError("--output is missing. Name a folder for the run.") }
    }

    /// The run's parameters: the defaults, the initial model's cells and sizes, `hyperparameters`, then `hparams`.
    ///
    /// - Throws: `TrainingError.invalidHyperparameter`.
    package func parameters(from initialModel: InitialModel?) throws -> TrainingParameters {
        var parameters = TrainingParameters()
        if let initialModel { parameters.model = initialModel.model.configuration }
        for setting in Hyperparameter.all {
            if let text = hyperparameters[setting.name] { try setting.set(from: text, in: &parameters) }
        }
        if let hparams { try parameters.apply(hparams: hparams) }
        return parameters
    }

    /// - Throws: `TrainingError`, or what reading and writing throw.
    public func perform(_ reporter: Reporter) throws -> TrainResult {
        let directory = output ?? ""
        let start = try initialModel.map(Self.load)
        let parameters = try parameters(from: start)
        try parameters.validate()
        let (dataset, skipped) = try readDataset(maxLength: parameters.model.maxLength, reporter: reporter)
        reporter.note(
            "\(counted(dataset.train.count, "training drawing")), "
                + "\(counted(dataset.validation.count, "validation drawing")), "
                + "\(counted(dataset.test.count, "test drawing")) (not used)")
        skipped.report(to: reporter)
        var metadata = ["data": data.map(OutputFile.fileName(of:)).joined(separator: ", ")]
        metadata["license"] = license
        let run = try TrainingRun(
            parameters: parameters, dataset: dataset, directory: directory, resume: resumes, initialModel: start,
            metadata: metadata)
        if let start, !resumes { describe(start, of: run, dataset, reporter) }
        let summary = try run.start(progress: { show($0, parameters, reporter) }, shouldStop: shouldStop)
        reporter.clear()
        if summary.wasStopped {
            reporter.message("studio: stopped after step \(summary.step) and saved; --resume continues the run.")
        }
        if summary.endedEarly {
            reporter.message(
                "studio: ended after step \(summary.step); the best validation was at step \(summary.bestStep).")
        }
        if plotsLosses {
            var plot = PlotJob()
            (plot.runs, plot.output) = ([directory], directory + "/losses.png")
            _ = try plot.run(reporter)
        }
        // A run that was stopped before its first validation has a checkpoint, but no model yet.
        let hasModel = FileManager.default.fileExists(atPath: summary.modelPath)
        return TrainResult(
            directory: directory, modelPath: hasModel ? summary.modelPath : nil, summary: summary,
            sketches: dataset.train.count, skipped: skipped)
    }

    /// - Throws: `InferenceError`.
    private static func load(_ name: String) throws -> InitialModel {
        let best = name + "/model.safetensors"
        let path = FileManager.default.fileExists(atPath: best) ? best : name
        return InitialModel(name: name, model: try BuiltInModels.model(nameOrPath: path))
    }

    private func readDataset(maxLength: Int, reporter: Reporter) throws -> (SketchDataset, SkipReport) {
        var count = 0
        let monitor = ReadingMonitor(reporter)
        var read = try SketchDataset.read(
            data, options: reading, maxLength: maxLength, observer: monitor.observer
        ) { record, file in
            count += 1
            reporter.reading(record, number: count, of: file)
        }
        reporter.clear()
        read.skipped.add(.unreadable, monitor.errors)
        monitor.finish()
        return read
    }

    // MARK: Messages

    private func describe(
        _ start: InitialModel, of run: TrainingRun, _ dataset: SketchDataset, _ reporter: Reporter
    ) {
        guard let record = run.parameters.initialModel else { return }
        let factor = String(format: "%.4g", dataset.scaleFactor)
        let own = start.model.scaleFactor.map { String(format: "%.4g", $0) }
        reporter.note(
            "starting from \(record.model) (hash \(record.hash)); "
                + (own.map { "scale factor \($0) becomes \(factor), weights rescaled" }
                    ?? "its scale factor is unknown, so its weights are used unchanged for \(factor)"))
    }

    /// The line of progress: step, losses, KL weight, speed, time left; a note at each validation.
    private func show(_ progress: TrainingProgress, _ parameters: TrainingParameters, _ reporter: Reporter) {
        func three(_ value: Double) -> String { String(format: "%.3f", value) }
        var line = "step \(progress.step)/\(progress.totalSteps)  R \(three(progress.losses.reconstruction))"
        if parameters.model.isConditional {
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
