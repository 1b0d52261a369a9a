import Foundation
import SketchCore
import SketchInference
import SketchTraining
import Testing

/// Training on one's own drawings with the public API only: nothing here is `@testable` or `package`.
@Suite struct PublicAPITests {
    /// Rectangles of random size, in pixels.
    private static func drawings(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Stroke3] {
        (0..<count).map { _ in
            let (width, height) = (Double.random(in: 20...80, using: &random), Double.random(in: 20...80, using: &random))
            let corners = [(0, 0), (width, 0), (width, height), (0, height), (0, 0)].map { Point(x: $0, y: $1) }
            return Sketch(strokes: [corners], name: "rectangle", source: "").stroke3
        }
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func aModelCanBeTrainedEvaluatedAndUsed() throws {
        var random = PhiloxSequence(seed: 1, stream: 0)
        let dataset = SketchDataset(
            train: Self.drawings(60, &random), validation: Self.drawings(10, &random), test: Self.drawings(5, &random),
            maxLength: 10)
        var parameters = TrainingParameters()
        for (name, value) in [
            ("dec_rnn_size", "16"), ("enc_rnn_size", "8"), ("z_size", "4"), ("num_mixture", "3"), ("max_seq_len", "10"),
            ("num_steps", "40"), ("batch_size", "20"), ("save_every", "20"), ("learning_rate", "0.01"),
        ] {
            try #require(Hyperparameter.named(name)).set(from: value, in: &parameters)
        }
        try inFolder { folder in
            var steps = 0
            let run = try TrainingRun(parameters: parameters, dataset: dataset, directory: folder)
            let summary = try run.start(progress: { steps = $0.step })
            #expect(steps == 40 && summary.bestStep == 40 && summary.bestCost.isFinite)

            let model = try SketchModel(contentsOf: summary.modelPath)
            let losses = try Evaluation(model: model).losses(of: dataset.test, latentSeed: 1)
            #expect(losses.reconstruction.isFinite && losses.kl >= 0)
            let latents = try SketchEncoder(model).encode(rows: dataset.test.map(\.stroke5))
            #expect(latents.count == 5 && latents[0].mean.count == 4)

            let start = InitialModel(name: "rectangles", model: model)
            parameters.steps = 3
            let tuned = try TrainingRun(
                parameters: parameters, dataset: dataset, directory: folder + "/tuned", initialModel: start)
            #expect(try tuned.start().step == 3)
        }
    }

    @Test func aClassifierCanBeTrained() throws {
        var random = PhiloxSequence(seed: 2, stream: 0)
        let rectangles = Self.drawings(20, &random)
        let lines = rectangles.map { Stroke3(rows: Array($0.rows.prefix(1))) }
        let labelled = zip(rectangles, lines).enumerated().flatMap { index, pair in
            let split = index < 15 ? SketchDataset.Split.train : .validation
            return [(strokes: pair.0, name: "rectangle", split: split), (strokes: pair.1, name: "line", split: split)]
        }
        var parameters = ClassifierParameters()
        (parameters.size, parameters.steps, parameters.batchSize, parameters.learningRate) = (4, 40, 10, 0.03)
        let dataset = try ClassifierDataset(labelled, maxLength: 10)
        var accuracy: Double?
        let classifier = try ClassifierTraining(parameters: parameters, dataset: dataset).run {
            accuracy = $0.validationAccuracy ?? accuracy
        }
        #expect(classifier.classes == ["line", "rectangle"] && accuracy == 1)
    }
}
