import Foundation
import SketchData
import SketchInference
import SketchTraining
import Testing

/// A run as a user sees it: it learns, it resumes bit for bit, it refuses what it should.
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

    @Test func itLearns() throws {
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
            // The model file tells what its own training drawings cost: nearly all of them no more than this.
            let familiar = try #require(model.trainingRecord.familiarLoss)
            let losses = try Evaluation(model: model).drawingLosses(of: Self.dataset().train)
            #expect(losses.filter { $0 <= familiar }.count >= 39 && losses.contains { $0 >= familiar })
        }
    }

    /// Losses of single drawings average to the loss of all; neither depends on the batch.
    @Test(arguments: [1, 3, 100]) func lossesOfDrawingsAverageToTheLoss(batchSize: Int) throws {
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

    @Test func aStoppedRunGoesOnBitForBit() throws {
        try inFolder { folder in
            let whole = try TrainingRun(
                parameters: Self.parameters(steps: 12), dataset: Self.dataset(),
                directory: folder + "/whole", resume: false)
            _ = try whole.start(progress: { _ in }, shouldStop: { false })

            var steps = 0
            let first = try TrainingRun(
                parameters: Self.parameters(steps: 12), dataset: Self.dataset(),
                directory: folder + "/parts", resume: false)
            let stopped = try first.start(progress: { steps = $0.step }, shouldStop: { steps == 7 })
            #expect(stopped.wasStopped && stopped.step == 7)
            let second = try TrainingRun(
                parameters: Self.parameters(steps: 12), dataset: Self.dataset(),
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
            let trainer = try TrainingRun(
                parameters: parameters, dataset: Self.dataset(), directory: folder, resume: true)
            trainer.poison()
            #expect(throws: TrainingError.notANumber(step: 5, checkpoint: path)) {
                try trainer.start(progress: { _ in }, shouldStop: { false })
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }
}
