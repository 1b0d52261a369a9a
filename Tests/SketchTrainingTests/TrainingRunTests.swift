import Foundation
import SketchCore
import SketchInference
import SketchTraining
import Testing

/// A run from a user's point of view: it learns, it can be resumed bit for bit, and it refuses unsuitable input.
@Suite struct TrainingRunTests {
    static func dataset(_ seed: UInt64 = 1) -> SketchDataset {
        var random = PhiloxSequence(seed: seed, stream: 0)
        func drawing() -> Stroke3 {
            let side = Float(20 + 60 * random.nextUniform())
            let count = 4 + Int(random.nextUniform() * 6)
            return Stroke3(
                rows: (0..<count).map { k in
                    Stroke3.Row(
                        dx: k % 2 == 0 ? side : 0, dy: k % 2 == 1 ? side : 0, isLifted: k == count - 1)
                })
        }
        return SketchDataset(
            train: (0..<40).map { _ in drawing() }, validation: (0..<8).map { _ in drawing() }, test: [],
            maxLength: 12)
    }

    static func parameters(steps: Int) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.model.encoderSize = 8
        parameters.model.decoderSize = 12
        parameters.model.latentSize = 4
        parameters.model.mixtureCount = 3
        parameters.model.maxLength = 12
        parameters.batchSize = 10
        parameters.steps = steps
        parameters.saveEvery = 5
        parameters.learningRate = 0.01
        return parameters
    }

    func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func aRunLearns() throws {
        try inFolder { folder in
            var validations: [Double] = []
            let run = try TrainingRun(
                parameters: Self.parameters(steps: 60), dataset: Self.dataset(),
                directory: folder + "/a", resume: false)
            let summary = try run.start(
                progress: { if let v = $0.validation { validations.append(v.reconstruction) } },
                shouldStop: { false })
            let (first, last) = (try #require(validations.first), try #require(validations.last))
            #expect(last < 0.7 * first)
            #expect(summary.step == 60)
            let model = try SketchModel(contentsOf: run.modelPath)
            #expect(model.configuration == run.parameters.model)
            // The model file states a loss that nearly all of its training drawings stay below.
            let typical = try #require(model.trainingRecord.typicalLossP99)
            let losses = try Evaluation(model: model).drawingLosses(of: Self.dataset().train)
            let statistics = try #require(model.latentStatistics)
            let kl = try Evaluation(model: model).losses(of: Self.dataset().train, latentSeed: nil).kl
            #expect(abs(Double(statistics.kl.reduce(0, +)) / 4 - kl) < 1e-4 * kl)
            #expect(losses.filter { $0 <= typical }.count >= 39 && losses.contains { $0 >= typical })
        }
    }

    /// The mean of single drawings' losses is the loss of all; neither depends on the batch.
    @Test(arguments: [-1, 0, 1, 3, 100]) func lossesOfDrawingsAverageToTheLoss(batchSize: Int) throws {
        var parameters = Self.parameters(steps: 1)
        parameters.model.maxLength = 14
        let model = SketchModel(
            configuration: parameters.model, weights: parameters.model.initialWeights(seed: 3), scaleFactor: 1)
        let drawings = Self.dataset().validation
        let evaluation = try Evaluation(model: model)
        let all = evaluation.losses(of: drawings, latentSeed: nil, batchSize: batchSize)
        let mean = evaluation.drawingLosses(of: drawings).reduce(0, +) / Double(drawings.count)
        #expect(abs(mean - all.maskedReconstruction) < 1e-6 * mean)
        let reference = evaluation.losses(of: drawings, latentSeed: nil)
        #expect(abs(all.reconstruction - reference.reconstruction) < 1e-6 * reference.reconstruction)
    }

    @Test(arguments: [0, 0.99]) func aStoppedRunGoesOnBitForBit(averageDecay: Double) throws {
        var parameters = Self.parameters(steps: 12)
        parameters.averageDecay = averageDecay
        try inFolder { folder in
            let whole = try TrainingRun(
                parameters: parameters, dataset: Self.dataset(),
                directory: folder + "/whole", resume: false)
            _ = try whole.start(progress: { _ in }, shouldStop: { false })

            var steps = 0
            let first = try TrainingRun(
                parameters: parameters, dataset: Self.dataset(),
                directory: folder + "/parts", resume: false)
            let stopped = try first.start(progress: { steps = $0.step }, shouldStop: { steps == 7 })
            #expect(stopped.wasStopped && stopped.step == 7)
            let second = try TrainingRun(
                parameters: parameters, dataset: Self.dataset(),
                directory: folder + "/parts", resume: true)
            _ = try second.start(progress: { _ in }, shouldStop: { false })

            for file in ["checkpoint.safetensors", "model.safetensors"] {
                let a = try Data(contentsOf: URL(fileURLWithPath: folder + "/whole/" + file))
                let b = try Data(contentsOf: URL(fileURLWithPath: folder + "/parts/" + file))
                #expect(a == b, "\(file)")
            }
        }
    }

    @Test func anotherRunsFolderIsLeftAlone() throws {
        try inFolder { folder in
            let run = try TrainingRun(
                parameters: Self.parameters(steps: 5), dataset: Self.dataset(), directory: folder,
                resume: false)
            _ = try run.start(progress: { _ in }, shouldStop: { false })
            #expect(throws: TrainingError.directoryInUse(folder)) {
                try TrainingRun(
                    parameters: Self.parameters(steps: 5), dataset: Self.dataset(), directory: folder,
                    resume: false)
            }
            var other = Self.parameters(steps: 5)
            other.learningRate = 0.02
            #expect(throws: TrainingError.self) {
                try TrainingRun(
                    parameters: other, dataset: Self.dataset(), directory: folder, resume: true)
            }
            #expect(throws: TrainingError.self) {
                try TrainingRun(
                    parameters: Self.parameters(steps: 5), dataset: Self.dataset(2), directory: folder,
                    resume: true)
            }
        }
    }

    @Test func aRunThatDivergesStopsAndKeepsItsLastCheckpoint() throws {
        try inFolder { folder in
            var parameters = Self.parameters(steps: 5)
            let run = try TrainingRun(
                parameters: parameters, dataset: Self.dataset(), directory: folder, resume: false)
            _ = try run.start(progress: { _ in }, shouldStop: { false })
            let path = folder + "/checkpoint.safetensors"
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            parameters.steps = 50
            let diverged = try Self.withHugeWeight(before)
            try diverged.write(to: URL(fileURLWithPath: path))
            let resumed = try TrainingRun(
                parameters: parameters, dataset: Self.dataset(), directory: folder, resume: true)
            #expect(throws: TrainingError.notANumber(step: 5, checkpoint: path)) { try resumed.start() }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == diverged)
        }
    }

    /// A checkpoint with a weight in the output layer's bias that makes every loss infinite.
    private static func withHugeWeight(_ checkpoint: Data) throws -> Data {
        var bytes = [UInt8](checkpoint)
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any]
        let entry = try #require(header?["weights/vector_rnn/RNN/output_b"] as? [String: Any])
        let start = 8 + length + (try #require(entry["data_offsets"] as? [Int]))[0]
        bytes.replaceSubrange(start..<start + 4, with: [0xFF, 0xFF, 0x7F, 0xFF])
        return Data(bytes)
    }

    /// The stored model is the average of the weights after each step of a run without averaging.
    @Test func theModelIsTheAverageOfTheWeights() throws {
        func weights(after steps: Int, averageDecay: Double) throws -> [String: Tensor] {
            var weights: [String: Tensor] = [:]
            try inFolder { folder in
                var parameters = Self.parameters(steps: steps)
                (parameters.averageDecay, parameters.saveEvery) = (averageDecay, 100)
                let run = try TrainingRun(
                    parameters: parameters, dataset: Self.dataset(), directory: folder, resume: false)
                _ = try run.start(progress: { _ in }, shouldStop: { false })
                weights = try SketchModel(contentsOf: run.modelPath).weights
            }
            return weights
        }
        let name = "vector_rnn/RNN/output_b"
        let initial = Self.parameters(steps: 1).model.initialWeights(seed: Self.parameters(steps: 1).seed)
        var expected = try #require(initial[name]).values
        let decays: [Float] = [1 / 10, 2 / 11, 1 / 4]
        for (step, decay) in decays.enumerated() {
            let own = try #require(try weights(after: step + 1, averageDecay: 0)[name]).values
            expected = zip(expected, own).map { $0 * decay + $1 * (1 - decay) }
        }
        let found = try #require(try weights(after: 3, averageDecay: 0.25)[name]).values
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(found != (try weights(after: 3, averageDecay: 0))[name]?.values)
    }

    /// A run that no longer improves ends when its patience is exhausted, and does not continue when resumed.
    @Test func aRunThatNoLongerImprovesEnds() throws {
        try inFolder { folder in
            var parameters = Self.parameters(steps: 400)
            (parameters.learningRate, parameters.minimumLearningRate, parameters.patience) = (0.2, 0.2, 2)
            func run(resume: Bool) throws -> TrainingSummary {
                try TrainingRun(
                    parameters: parameters, dataset: Self.dataset(), directory: folder, resume: resume
                ).start(progress: { _ in }, shouldStop: { false })
            }
            let ended = try run(resume: false)
            #expect(ended.endedEarly && !ended.wasStopped && ended.step == ended.bestStep + 10)
            #expect(try run(resume: true).step == ended.step)
            parameters.patience = 0
            parameters.steps = ended.step + 3
            #expect(try run(resume: true).step == ended.step + 3)
        }
    }

    @Test func learningRatesFollowTheirSchedule() {
        var parameters = TrainingParameters()
        #expect(parameters.learningRate(at: 0) == 1e-3)
        let original: Double = 0.99e-3 * pow(0.9999, 1000) + 1e-5
        #expect(abs(parameters.learningRate(at: 1000) - original) < 1e-15)
        parameters.schedule = .cosine
        parameters.steps = 200
        #expect(parameters.learningRate(at: 0) == 1e-3 && parameters.learningRate(at: 200) == 1e-5)
        #expect(abs(parameters.learningRate(at: 100) - 0.505e-3) < 1e-12)
        parameters.warmupSteps = 50
        #expect(abs(parameters.learningRate(at: 0) - 0.02e-3) < 1e-9)
        #expect(parameters.learningRate(at: 49) > 0.8e-3 && parameters.learningRate(at: 100) < 0.6e-3)
    }

    /// Runs of a version without the later settings can be resumed: a setting without a key is off. Such runs had two slices.
    @Test func missingSettingsAreOff() throws {
        let old = #"{"num_steps":77}"#
        let read = try JSONDecoder().decode(TrainingParameters.self, from: Data(old.utf8))
        var expected = TrainingParameters()
        (expected.steps, expected.gradientSlices) = (77, 2)
        #expect(read == expected)
    }
}
