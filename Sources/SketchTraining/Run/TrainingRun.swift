import SketchCore
import SketchInference
import SketchSupport

/// A training run in a folder: `checkpoint.safetensors` (the whole state), `model.safetensors` (the best model by
/// validation cost) and `log.jsonl` (a line every few steps).
///
///     let dataset = SketchDataset(train: train, validation: validation, test: [], maxLength: 200)
///     var parameters = TrainingParameters()
///     parameters.steps = 2_000
///     let run = try TrainingRun(parameters: parameters, dataset: dataset, directory: "run")
///     let summary = try run.start()
///     let model = try SketchModel(contentsOf: summary.modelPath)
///
/// The folder is locked from `init` until `start` has ended; a second run in it is refused.
public final class TrainingRun {
    /// The settings in force; for a resumed run, with the initial model that it records.
    public let parameters: TrainingParameters
    /// The run's folder.
    public let directory: String
    /// The lines of the log that could not be read when the run was resumed; they were moved to `log.damaged.jsonl`.
    public let damagedLogLines: Int
    let dataset: SketchDataset
    let trainer: Trainer<Float>
    let average: WeightAverage?
    var state: TrainingCheckpoint
    private let folder: RunFolder
    /// Nil in a process that writes nothing.
    private let log: TrainingLog?
    private let ranks: Ranks
    /// Further metadata of the best model (`license`, `data`).
    let metadata: [String: String]

    /// The number of steps done.
    public var step: Int { state.step }
    /// The whole state of the run.
    public var checkpointPath: String { folder.checkpoint }
    /// The best model by validation cost.
    public var modelPath: String { folder.model }

    /// Prepares a new run, or continues one from its last checkpoint.
    /// - Parameters:
    ///   - parameters: the settings. A resumed run must have its own again, except `steps` (with the exponential schedule)
    ///     and `patience`.
    ///   - dataset: the drawings; the training and the validation split each need at least one.
    ///   - directory: the run's folder, created if necessary.
    ///   - resume: continue the run in `directory`; false refuses a folder that is not empty.
    ///   - replacing: start a new run in a folder with any contents; a run in it is replaced.
    ///   - initialModel: the model to start from instead of fresh weights. A resumed run records it, so it may be nil
    ///     then.
    ///   - metadata: further metadata of the model file, such as `license` and `data`.
    ///   - source: where the drawings come from, for the checkpoint; a resumed run keeps its own.
    ///   - threads: the maximum number of threads, which does not change the result.
    /// - Throws: `TrainingError`; `InferenceError` for an initial model that cannot be used; `FileError`.
    public convenience init(
        parameters: TrainingParameters, dataset: SketchDataset, directory: String, resume: Bool = false,
        replacing: Bool = false, initialModel: InitialModel? = nil, metadata: [String: String] = [:], source: RunSource? = nil,
        threads: Int = Threads.automatic
    ) throws {
        try self.init(
            parameters: parameters, dataset: dataset,
            folder: RunFolder(directory, for: resume ? .resuming : replacing ? .replacing : .new), resume: resume,
            initialModel: initialModel, metadata: metadata, source: source, threads: threads, ranks: .alone)
    }

    /// As the public initialiser, in a folder that is locked already, for one of several processes.
    package init(
        parameters: TrainingParameters, dataset: SketchDataset, folder: RunFolder, resume: Bool, initialModel: InitialModel?,
        metadata: [String: String], source: RunSource?, threads: Int, ranks: Ranks
    ) throws {
        try parameters.validate()
        try Self.check(dataset)
        var parameters = parameters
        parameters.initialModel = initialModel?.record
        self.dataset = dataset
        (self.folder, directory) = (folder, folder.path)
        self.metadata = metadata
        let fingerprint = Self.fingerprint(of: dataset)
        let weights =
            resume
            ? nil
            : try initialModel?.weights(
                for: parameters.model, scaleFactor: dataset.scaleFactor, drawings: dataset.train)
                ?? parameters.model.initialWeights(seed: parameters.seed)
        if resume {
            var state = try TrainingCheckpoint(contentsOf: folder.checkpoint)
            try state.check(parameters, source: source, fingerprint: fingerprint, path: folder.checkpoint)
            (state.parameters.steps, state.parameters.patience) = (parameters.steps, parameters.patience)
            state.source = state.source ?? source
            self.state = state
        } else {
            state = TrainingCheckpoint(parameters: parameters, fingerprint: fingerprint, source: source)
        }
        self.parameters = state.parameters
        trainer = try Trainer(
            parameters.model, weights: weights, slices: self.parameters.gradientSlices,
            precision: self.parameters.precision, threads: threads, ranks: ranks)
        self.ranks = ranks
        try Self.compare(self.parameters, fingerprint, ranks)
        average =
            parameters.averageDecay > 0
            ? WeightAverage(decay: parameters.averageDecay, parameters: trainer.parameters) : nil
        if resume {
            try TrainingCheckpoint.restore(trainer, average: average, from: folder.checkpoint)
            log = folder.isWritten ? try TrainingLog(path: folder.log, continuingAfter: state.step) : nil
        } else {
            try folder.begin()
            log = folder.isWritten ? try TrainingLog(path: folder.log) : nil
        }
        damagedLogLines = log?.damagedLines ?? 0
    }

    /// - Throws: `TrainingError.ranksDiffer`, in all processes, if they do not have the same drawings and settings.
    private static func compare(_ parameters: TrainingParameters, _ fingerprint: String, _ ranks: Ranks) throws {
        var hash = FNV1a()
        for byte in (try JSONText.sorted(parameters) + fingerprint).utf8 { hash.combine(UInt64(byte)) }
        // Halves are exact as floating-point numbers.
        let halves = ranks.gather([Double(hash.value >> 32), Double(hash.value & 0xffff_ffff)])
        for rank in 0..<ranks.count where halves[2 * rank] != halves[0] || halves[2 * rank + 1] != halves[1] {
            throw TrainingError.ranksDiffer(rank: rank)
        }
    }

    /// - Throws: `TrainingError.tooFewDrawings`, or `.outOfRange` for a scale factor that a model file cannot state.
    private static func check(_ dataset: SketchDataset) throws {
        for (split, drawings) in [("train", dataset.train), ("validation", dataset.validation)]
        where drawings.isEmpty {
            throw TrainingError.tooFewDrawings(split: split, count: 0, needed: 1)
        }
        let factor = MetadataNumber.scaleFactor
        guard factor.accepts(dataset.scaleFactor) else {
            throw TrainingError.outOfRange(
                name: factor.name, value: dataset.scaleFactor, lower: factor.range.lowerBound, upper: factor.range.upperBound)
        }
    }

    /// Trains to the last step, until the patience is exhausted, or until `shouldStop` returns true; in each case the
    /// checkpoint is up to date and a model is there.
    /// - Parameters:
    ///   - progress: called after every step.
    ///   - shouldStop: called before every step.
    /// - Throws: `TrainingError.notANumber`, with the last checkpoint unchanged, or `FileError`.
    public func start(
        progress: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws -> TrainingSummary {
        try folder.open()
        defer { folder.close() }
        if folder.isWritten, isModelMissing { try replaceMissingModel() }
        var sampler = BatchSampler(dataset.train, parameters: parameters)
        let clock = ContinuousClock()
        var meter = Meter(start: clock.now)
        // Only the process that validates knows when the patience is exhausted.
        while state.step < parameters.steps, !ranks.anyStops(isOutOfPatience || shouldStop()) {
            let number = state.step
            let batch = sampler.batch(at: number)
            let losses = trainer.train(
                batch, step(number, batchSize: batch.count), number: number,
                learningRate: parameters.learningRate(at: number), clip: parameters.gradientClip)
            guard losses.isUsable else { throw divergence }
            average?.update(trainer.parameters, step: number)
            state.step += 1
            var report = TrainingProgress(
                step: state.step, totalSteps: parameters.steps, losses: losses, validation: nil,
                klWeight: parameters.klWeight(at: number),
                learningRate: parameters.learningRate(at: number), sketchesPerSecond: 0, secondsLeft: 0)
            if folder.isWritten, state.step % parameters.saveEvery == 0 || state.step == parameters.steps {
                report.validation = try validateAndSave()
            }
            let pace = meter.tick(at: clock.now)
            report.sketchesPerSecond = Double(batch.count) / pace
            report.secondsLeft = pace * Double(parameters.steps - state.step)
            try log?.append(report)
            progress(report)
        }
        let endedEarly = state.step < parameters.steps && isOutOfPatience
        let wasStopped = state.step < parameters.steps && !endedEarly
        if folder.isWritten {
            if wasStopped { try save() }
            if state.bestStep == 0 { try writeEarlyModel() }
            if isModelMissing { try replaceMissingModel() }
        }
        return TrainingSummary(
            step: state.step, bestStep: state.bestStep, bestCost: state.bestCost,
            wasStopped: wasStopped, endedEarly: endedEarly, modelPath: modelPath)
    }

    private func step(_ number: Int, batchSize: Int) -> Trainer<Float>.Step {
        var step = Trainer<Float>.Step()
        if parameters.model.isConditional {
            var random = PhiloxSequence(
                seed: parameters.seed, stream: RandomStream.latentNoise + UInt64(number))
            step.noise = random.nextNormals(batchSize * parameters.model.latentSize)
            step.klWeight = parameters.klWeight(at: number)
            step.klTolerance = parameters.klTolerance
        }
        if parameters.recurrentKeep < 1 {
            step.dropout = Dropout(keep: parameters.recurrentKeep, seed: parameters.seed, step: number)
        }
        return step
    }

    /// Whether the last `patience` validations brought no improvement.
    private var isOutOfPatience: Bool {
        folder.isWritten && parameters.patience > 0 && state.step % parameters.saveEvery == 0
            && state.step - state.bestStep >= parameters.patience * parameters.saveEvery
    }

    /// The time per step, averaged over the last fifty or so.
    private struct Meter {
        private var last: ContinuousClock.Instant
        private var average: Double?

        init(start: ContinuousClock.Instant) { last = start }

        mutating func tick(at now: ContinuousClock.Instant) -> Double {
            let seconds = max((now - last) / .seconds(1), 1e-9)
            last = now
            let smoothed = average.map { $0 * 0.98 + seconds * 0.02 } ?? seconds
            average = smoothed
            return smoothed
        }
    }
}
