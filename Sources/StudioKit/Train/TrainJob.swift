import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchInference
import SketchModels
import SketchSupport
import SketchTraining

/// Trains a model on files of drawings, from the start, from a checkpoint or from another model.
public struct TrainJob: StudioJob {
    /// Paths of files or folders of drawings; none for a resumed run whose checkpoint states them.
    public var data: [String] = []
    public var reading = ReadOptions()
    /// The run's folder; required.
    public var output: String?
    /// Whether the run continues from the checkpoint in its folder.
    public var resumes = false
    /// Whether a new run may start in a folder with other contents; a run in it is replaced.
    public var isForced = false
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
    /// The maximum number of threads.
    public var threads = Threads.automatic
    /// Called after every step; true stops the run and saves it.
    public var shouldStop: @Sendable () -> Bool = { false }

    public init() {}

    /// The run's files.
    public var writtenPaths: [String] {
        let names =
            InputGuard.runFiles + (plotsLosses ? ["losses.png"] : [])
            + (initialModel == nil ? [] : [FineTuningReport.sheetName])
        return output.map { folder in names.map { FilePath.joined(folder, $0) } } ?? []
    }

    /// A new run in place of the one that it starts from is forced: its model is read before anything is written.
    public var outputOptions: OutputOptions {
        get {
            var options = OutputOptions()
            options.replacesInput = isForced
            return options
        }
        set {}
    }

    /// The files of drawings, and the model to fine-tune. A folder of drawings may be the run's folder too.
    public var readPaths: [String] {
        ((try? DrawingFiles.expanded(data, isRecursive: reading.isRecursive) { _ in }) ?? data)
            + (initialModel.map { [$0] } ?? [])
    }

    public func validate() throws {
        guard output != nil else { throw UsageError("--output is missing. Name a folder for the run.") }
        if resumes, isForced { throw UsageError("--force starts a new run: omit it or --resume.") }
        if data.isEmpty, !resumes { throw UsageError("No drawings were given. Name files or folders of drawings.") }
    }

    /// The run's parameters: the defaults, or those of a fine-tuning with the initial model's cells and sizes,
    /// `hyperparameters`, then `hparams`.
    ///
    /// - Parameter drawings: the number of training drawings.
    /// - Throws: `TrainingError.invalidHyperparameter`.
    package func parameters(from initialModel: InitialModel?, drawings: Int) throws -> TrainingParameters {
        try changed(initialModel.map { .fineTuning($0.model.configuration, drawings: drawings) } ?? TrainingParameters())
    }

    /// Parameters with the changes of `hyperparameters`, then `hparams`.
    ///
    /// - Throws: `TrainingError.invalidHyperparameter`.
    func changed(_ parameters: TrainingParameters) throws -> TrainingParameters {
        var parameters = parameters
        for setting in Hyperparameter.all {
            if let text = hyperparameters[setting.name] { try setting.set(from: text, in: &parameters) }
        }
        if let hparams { try parameters.apply(hparams: hparams) }
        return parameters
    }

    /// - Throws: `TrainingError`, or what reading and writing throw.
    public func perform(_ reporter: Reporter) throws -> TrainResult {
        let ranks = try Ranks.start()
        let result = try perform(ranks, ranks.isFirst ? reporter : Reporter())
        // Only now: a process that ends with an error must not wait for the others, which MPI then ends too.
        ranks.finish()
        return result
    }

    private func perform(_ ranks: Ranks, _ reporter: Reporter) throws -> TrainResult {
        // First the lock: another training in the folder is refused before the data are read.
        let folder = try RunFolder(
            output ?? "", for: !ranks.isFirst ? .following : resumes ? .resuming : isForced ? .replacing : .new)
        let start = try initialModel.map(Self.load)
        guard resumes else {
            // The longest drawing does not depend on the number of drawings, which is known once they are read.
            let known = try self.parameters(from: start, drawings: 0)
            try known.validate()
            let source = try source()
            return try train(known.model.maxLength, source: source, in: folder, from: start, ranks, reporter) {
                try self.parameters(from: start, drawings: $0)
            }
        }
        let stored = try TrainingCheckpoint(contentsOf: folder.checkpoint)
        let job = try completed(from: stored.source, checkpoint: folder.checkpoint)
        var parameters = try job.changed(stored.parameters)
        try parameters.validate()
        parameters.initialModel = start?.record ?? stored.parameters.initialModel
        // The settings before the files are hashed, and the files before they are read.
        try stored.check(parameters, path: folder.checkpoint)
        let source = try job.source()
        try stored.check(parameters, source: source, path: folder.checkpoint)
        return try job.train(parameters.model.maxLength, source: source, in: folder, from: start, ranks, reporter) { _ in
            parameters
        }
    }

    /// - Parameter settings: the settings for a number of training drawings.
    private func train(
        _ maxLength: Int, source: RunSource, in folder: RunFolder, from start: InitialModel?, _ ranks: Ranks,
        _ reporter: Reporter, _ settings: (Int) throws -> TrainingParameters
    ) throws -> TrainResult {
        let (dataset, skipped) = try readDataset(maxLength: maxLength, reporter: reporter)
        let parameters = try settings(dataset.train.count)
        reporter.note(
            "\(counted(dataset.train.count, "training drawing")), "
                + "\(counted(dataset.validation.count, "validation drawing")), "
                + "\(counted(dataset.test.count, "test drawing")) (not used)")
        skipped.report(to: reporter)
        var metadata = ["data": data.map(OutputFile.fileName(of:)).joined(separator: ", ")]
        metadata["license"] = license
        let run = try TrainingRun(
            parameters: parameters, dataset: dataset, folder: folder, resume: resumes, initialModel: start,
            metadata: metadata, source: source, threads: threads, ranks: ranks)
        reporter.note(
            "products in \(run.parameters.precision == .bf16 ? "bfloat16 with float32 sums" : "float32"), "
                + "\(counted(min(threads, run.parameters.gradientSlices / ranks.count), "thread"))"
                + (ranks.count > 1 ? " in each of \(ranks.count) processes" : ""))
        if let start, !resumes { describe(start, of: run, dataset, reporter) }
        warn(of: run, reporter)
        let summary = try run.start(progress: { show($0, parameters, reporter) }, shouldStop: shouldStop)
        reporter.clear()
        if summary.wasStopped {
            reporter.message("studio: stopped after step \(summary.step) and saved; --resume continues the run.")
        }
        if summary.endedEarly {
            reporter.message(
                "studio: ended after step \(summary.step); the best validation was at step \(summary.bestStep).")
        }
        if plotsLosses, ranks.isFirst { try plot(run, reporter) }
        var report: FineTuningReport?
        if ranks.isFirst, !summary.wasStopped, let start = try start ?? run.parameters.initialModel.flatMap(Self.again) {
            report = try FineTuningReport(run, from: start, dataset, threads: threads)
            for line in report?.lines ?? [] { reporter.message("studio: " + line) }
        }
        return TrainResult(
            directory: run.directory, modelPath: summary.modelPath, summary: summary, sketches: dataset.train.count,
            skipped: skipped, report: report, isPrinted: ranks.isFirst)
    }

    /// The model that a resumed run started from, if it is still there.
    private static func again(_ record: InitialModel.Record) throws -> InitialModel? {
        guard let model = try? load(record.model), model.record == record else { return nil }
        return model
    }

    /// Plots the log if it has a line: a run that was stopped early may have none.
    private func plot(_ run: TrainingRun, _ reporter: Reporter) throws {
        var plot = LossesJob()
        (plot.runs, plot.output) = ([run.directory], run.directory + "/losses.png")
        do { _ = try plot.run(reporter) } catch let error as TrainingError {
            reporter.warn("the losses were not plotted: \(error).")
        }
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
            data, options: reading.fitted(toRows: maxLength), maxLength: maxLength, observer: monitor.observer
        ) { record, file in
            count += 1
            reporter.reading(record, number: count, of: file)
        }
        reporter.clear()
        read.skipped.add(.unreadable, monitor.errors)
        monitor.finish()
        return read
    }
}
