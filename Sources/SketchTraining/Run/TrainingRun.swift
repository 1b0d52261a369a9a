import Foundation
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
public final class TrainingRun {
    /// The settings in force; for a resumed run, with the initial model that it records.
    public let parameters: TrainingParameters
    /// The run's folder.
    public let directory: String
    let dataset: SketchDataset
    let trainer: Trainer<Float>
    let average: WeightAverage?
    var state: TrainingCheckpoint
    private let log: TrainingLog
    /// Further metadata of the best model (`license`, `data`).
    let metadata: [String: String]

    /// The whole state of the run.
    public var checkpointPath: String { directory + "/checkpoint.safetensors" }
    /// The best model by validation cost.
    public var modelPath: String { directory + "/model.safetensors" }

    /// Prepares a new run, or continues one from its last checkpoint.
    /// - Parameters:
    ///   - parameters: the settings. A resumed run must have its own again, except `steps` (with the exponential schedule)
    ///     and `patience`.
    ///   - dataset: the drawings; the training and the validation split each need at least one.
    ///   - directory: the run's folder, created if necessary.
    ///   - resume: continue the run in `directory`; false refuses a folder that contains one.
    ///   - initialModel: the model to start from instead of fresh weights. A resumed run records it, so it may be nil
    ///     then.
    ///   - metadata: further metadata of the model file, such as `license` and `data`.
    /// - Throws: `TrainingError`; `InferenceError` for an initial model that cannot be used; `FileError`.
    public init(
        parameters: TrainingParameters, dataset: SketchDataset, directory: String, resume: Bool = false,
        initialModel: InitialModel? = nil, metadata: [String: String] = [:]
    ) throws {
        try parameters.validate()
        var parameters = parameters
        parameters.initialModel = initialModel?.record
        for (split, drawings) in [("train", dataset.train), ("validation", dataset.validation)]
        where drawings.isEmpty {
            throw TrainingError.tooFewDrawings(split: split, count: 0, needed: 1)
        }
        self.dataset = dataset
        self.directory = directory
        self.metadata = metadata
        let checkpoint = directory + "/checkpoint.safetensors"
        let exists = FileManager.default.fileExists(atPath: checkpoint)
        if exists && !resume { throw TrainingError.directoryInUse(directory) }
        if !exists && resume { throw TrainingError.nothingToResume(directory) }
        let fingerprint = Self.fingerprint(of: dataset)
        let weights =
            resume
            ? nil
            : try initialModel?.weights(
                for: parameters.model, scaleFactor: dataset.scaleFactor, drawings: dataset.train)
                ?? parameters.model.initialWeights(seed: parameters.seed)
        trainer = try Trainer(parameters.model, weights: weights)
        average =
            parameters.averageDecay > 0
            ? WeightAverage(decay: parameters.averageDecay, parameters: trainer.parameters) : nil
        if resume {
            state = try TrainingCheckpoint.restore(
                trainer, average: average, from: checkpoint, parameters: parameters, fingerprint: fingerprint)
        } else {
            do {
                try FileManager.default.createDirectory(
                    atPath: directory, withIntermediateDirectories: true)
            } catch {
                throw FileError.notWritable(path: directory, reason: FileReason.sentence(for: error))
            }
            state = TrainingCheckpoint(parameters: parameters, fingerprint: fingerprint)
        }
        self.parameters = state.parameters
        log = try TrainingLog(path: directory + "/log.jsonl", keepingThrough: state.step)
    }

    /// Trains to the last step, until the patience is exhausted, or until `shouldStop` returns true; in each case the
    /// checkpoint is up to date.
    /// - Parameters:
    ///   - progress: called after every step.
    ///   - shouldStop: called before every step.
    /// - Throws: `TrainingError.notANumber`, with the last checkpoint unchanged, or `FileError`.
    public func start(
        progress: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws -> TrainingSummary {
        var sampler = BatchSampler(dataset.train, parameters: parameters)
        let clock = ContinuousClock()
        var meter = Meter(start: clock.now)
        while state.step < parameters.steps, !isOutOfPatience, !shouldStop() {
            let number = state.step
            let batch = sampler.batch(at: number)
            let losses = trainer.train(
                batch, step(number, batchSize: batch.count), number: number,
                learningRate: parameters.learningRate(at: number), clip: parameters.gradientClip)
            guard losses.reconstruction.isFinite, losses.kl.isFinite else {
                throw TrainingError.notANumber(step: number, checkpoint: checkpointPath)
            }
            average?.update(trainer.parameters, step: number)
            state.step += 1
            var report = TrainingProgress(
                step: state.step, totalSteps: parameters.steps, losses: losses, validation: nil,
                klWeight: parameters.klWeight(at: number),
                learningRate: parameters.learningRate(at: number), sketchesPerSecond: 0, secondsLeft: 0)
            if state.step % parameters.saveEvery == 0 || state.step == parameters.steps {
                report.validation = try validateAndSave()
            }
            let pace = meter.tick(at: clock.now)
            report.sketchesPerSecond = Double(batch.count) / pace
            report.secondsLeft = pace * Double(parameters.steps - state.step)
            try log.append(report)
            progress(report)
        }
        let endedEarly = state.step < parameters.steps && isOutOfPatience
        let wasStopped = state.step < parameters.steps && !endedEarly
        if wasStopped { try save() }
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
        parameters.patience > 0 && state.step % parameters.saveEvery == 0
            && state.step - state.bestStep >= parameters.patience * parameters.saveEvery
    }

    func save() throws { try state.write(trainer, average: average, to: checkpointPath) }

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
