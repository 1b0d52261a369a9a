import Foundation
import SketchCore
import SketchInference
import SketchSupport

/// What a run reports after each step.
public struct TrainingProgress: Sendable {
    /// Steps done.
    public var step: Int
    public var totalSteps: Int
    /// Losses of the step's batch.
    public var losses: Losses
    /// Losses of the validation set, at the steps that take them.
    public var validation: Losses?
    public var klWeight: Double
    public var learningRate: Double
    public var sketchesPerSecond: Double
    public var secondsLeft: Double
}

/// How a run ended.
public struct TrainingSummary: Sendable {
    public var step: Int
    public var bestStep: Int
    /// Validation cost of the best model: reconstruction loss + final KL weight * KL loss.
    public var bestCost: Double
    /// `shouldStop` said so before the last step.
    public var wasStopped: Bool
    /// The run ended before the last step because its validations no longer improved.
    public var endedEarly: Bool
    public var modelPath: String
}

/// A training run in a directory: `checkpoint.safetensors` (the whole state), `model.safetensors` (the best
/// model by validation cost) and `log.jsonl` (a line every few steps).
public final class TrainingRun {
    public let parameters: TrainingParameters
    public let directory: String
    private let dataset: SketchDataset
    private let trainer: Trainer<Float>
    private let average: WeightAverage?
    private var state: TrainingCheckpoint
    private var log: TrainingLog
    /// The best model's further metadata (`license`, `data`).
    private let metadata: [String: String]

    public var checkpointPath: String { directory + "/checkpoint.safetensors" }
    public var modelPath: String { directory + "/model.safetensors" }

    /// Prepares a run, or takes one up where its last checkpoint left it.
    /// - Parameter initialModel: what to start from instead of fresh weights; a run that is taken up remembers its
    ///   own, so that it may be left out then.
    /// - Throws: `TrainingError`.
    public init(
        parameters: TrainingParameters, dataset: SketchDataset, directory: String, resume: Bool,
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
        let fingerprint = Self.fingerprint(dataset)
        let weights =
            resume
            ? [:]
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

    /// Trains to the last step, until the patience is at its end, or until `shouldStop` says so; each leaves a
    /// checkpoint.
    /// - Throws: `TrainingError.notANumber`, with the last checkpoint left as it was, or `FileError`.
    public func start(
        progress: (TrainingProgress) -> Void, shouldStop: () -> Bool
    ) throws -> TrainingSummary {
        var sampler = BatchSampler(dataset.train, parameters: parameters)
        let clock = ContinuousClock()
        var meter = Meter(start: clock.now)
        while state.step < parameters.steps, !isOutOfPatience, !shouldStop() {
            let number = state.step
            let batch = sampler.batch(at: number)
            let losses = trainer.train(
                batch, step(number, batchSize: batch.batchSize), number: number,
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
            report.sketchesPerSecond = Double(batch.batchSize) / pace
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

    /// Makes one weight a NaN, as a diverging run would; for tests.
    package func poison() { trainer.parameters.pointer[0] = .nan }

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
            step.dropout = (keep: parameters.recurrentKeep, seed: parameters.seed, step: number)
        }
        return step
    }

    /// The last validations, as many as the patience allows, brought nothing better.
    private var isOutOfPatience: Bool {
        parameters.patience > 0 && state.step % parameters.saveEvery == 0
            && state.step - state.bestStep >= parameters.patience * parameters.saveEvery
    }

    private func save() throws { try state.write(trainer, average: average, to: checkpointPath) }

    /// Judges the model on the validation set, keeps it if it is the best, and saves the run. The model is the
    /// weights' average, where there is one.
    private func validateAndSave() throws -> Losses {
        let losses = try withAverage { try validate() }
        try save()
        return losses
    }

    /// Runs `body` with the average in the weights' place.
    private func withAverage<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard let average else { return try body() }
        trainer.parameters.exchange(with: average.values)
        defer { trainer.parameters.exchange(with: average.values) }
        return try body()
    }

    private func validate() throws -> Losses {
        let losses = Evaluation(trainer: trainer).losses(
            of: dataset.validation, latentSeed: parameters.seed)
        let cost = losses.reconstruction + parameters.klWeight * losses.kl
        guard cost.isFinite else {
            throw TrainingError.notANumber(step: state.step, checkpoint: checkpointPath)
        }
        if cost < state.bestCost {
            (state.bestCost, state.bestStep) = (cost, state.step)
            try writeModel(losses)
        }
        return losses
    }

    private func writeModel(_ losses: Losses) throws {
        var model = SketchModel(
            configuration: parameters.model, weights: trainer.layout.scatter(trainer.parameters),
            scaleFactor: dataset.scaleFactor, classes: dataset.classes, metadata: metadata)
        let record = RunRecord(
            parameters: parameters, step: state.step, trainingDrawings: dataset.train.count,
            reconstructionLoss: losses.reconstruction,
            maskedReconstructionLoss: losses.maskedReconstruction, klLoss: losses.kl,
            familiarLoss: Evaluation(trainer: trainer).lossQuantile(0.99, of: dataset.train))
        model.latentStatistics = try latentStatistics(of: model)
        model.metadata["training"] = try TrainingCheckpoint.text(record)
        model.metadata["preprocessing"] = try TrainingCheckpoint.text(Preprocessing())
        try model.write(to: modelPath)
    }

    /// Where the training drawings lie; of many, 4,096 or so evenly chosen ones are looked at.
    private func latentStatistics(of model: SketchModel) throws -> LatentStatistics? {
        guard model.configuration.isConditional else { return nil }
        let stride = max(1, dataset.train.count / 4096)
        let chosen = dataset.train.indices.filter { $0 % stride == 0 }.map { dataset.train[$0].stroke5 }
        return LatentStatistics(of: try SketchEncoder(model).encode(rows: chosen))
    }

    /// FNV-1a over every row of the data that a run sees.
    private static func fingerprint(_ dataset: SketchDataset) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ value: UInt32) { hash = (hash ^ UInt64(value)) &* 0x100_0000_01b3 }
        for drawing in dataset.train + dataset.validation {
            mix(UInt32(truncatingIfNeeded: drawing.count))
            for row in drawing.rows {
                mix(row.dx.bitPattern)
                mix(row.dy.bitPattern)
                mix(row.isLifted ? 1 : 0)
            }
        }
        return String(hash, radix: 16)
    }

    /// What a model file tells about its making: the keys of `TrainingRecord` and more.
    private struct RunRecord: Encodable {
        var parameters: TrainingParameters
        var step: Int
        var trainingDrawings: Int
        var reconstructionLoss: Double
        var maskedReconstructionLoss: Double
        var klLoss: Double
        var familiarLoss: Double?
    }

    /// Seconds a step, averaged over the last hundred or so.
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
