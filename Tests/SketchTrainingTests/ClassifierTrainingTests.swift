import Foundation
import SketchCore
import SketchEvaluation
import SketchInference
import SketchTraining
import Testing

/// The classifier's gradient, and the guarantees of its training.
@Suite struct ClassifierTrainingTests {
    @Test func gradientIsTheSlopeOfTheLoss() throws {
        let trainer = try ClassifierTrainer<Double>(size: 5, classCount: 3, seed: 2)
        var random = PhiloxSequence(seed: 4, stream: 0)
        for k in 0..<trainer.parameters.count { trainer.parameters.vector[k] += 0.3 * random.nextNormal() }
        let drawings = GradientCheck.drawings([4, 9, 1, 6], &random)
        let labels = [2, 0, 1, 2]
        let dropout = Dropout(keep: 0.8, seed: 9, step: 2)
        _ = trainer.evaluate(drawings, labels: labels, dropout: dropout)
        let gradient = trainer.gradient
        func loss() -> Double {
            trainer.evaluate(drawings, labels: labels, dropout: dropout, differentiates: false).loss
        }
        GradientCheck.expectSlopes(
            of: loss, layout: trainer.layout, parameters: trainer.parameters, gradient: gradient, step: 1e-5, count: 9)
    }

    /// Boxes and zigzags, which differ only in the order of their turns.
    private static func drawings(test name: String = "star") -> [(strokes: Stroke3, name: String, split: SketchDataset.Split)] {
        var random = PhiloxSequence(seed: 7, stream: 0)
        func drawing(isBox: Bool) -> Stroke3 {
            let side = Float(20 + 60 * random.nextUniform())
            let count = 4 + Int(random.nextUniform() * 5)
            var rows: [Stroke3.Row] = []
            for k in 0..<count {
                let step: Float = isBox && k % 4 >= 2 ? -side : side
                rows.append(
                    Stroke3.Row(dx: k % 2 == 0 ? step : 0, dy: k % 2 == 1 ? step : 0, isLifted: k == count - 1))
            }
            return Stroke3(rows: rows)
        }
        var all: [(strokes: Stroke3, name: String, split: SketchDataset.Split)] = []
        for index in 0..<160 {
            let isBox = index % 2 == 0
            all.append((drawing(isBox: isBox), isBox ? "box" : "zigzag", index < 120 ? .train : .validation))
        }
        all.append((drawing(isBox: true), name, .test))
        return all
    }

    private static var parameters: ClassifierParameters {
        var parameters = ClassifierParameters()
        (parameters.size, parameters.steps, parameters.batchSize, parameters.learningRate) = (8, 120, 20, 0.02)
        return parameters
    }

    @Test func trainingLearnsAndIsReproducible() throws {
        let dataset = try ClassifierDataset(Self.drawings(), maxLength: 20)
        // The class of the test drawing is not one of the classes.
        #expect(dataset.classes == ["box", "zigzag"] && dataset.skipped == 0)
        var accuracy: Double?
        func train() throws -> SketchClassifier {
            try ClassifierTraining(parameters: Self.parameters, dataset: dataset).run {
                accuracy = $0.validationAccuracy ?? accuracy
            }
        }
        let classifier = try train()
        #expect(try #require(accuracy) > 0.95)
        #expect(try train().safetensorsData() == classifier.safetensorsData())
        // The sampler's kernels, which classify, agree with the matrix products that trained.
        let unseen = Self.drawings().filter { $0.split == .validation }
        let labels = try classifier.classify(unseen.map(\.strokes)).map(\.label)
        let correct = zip(unseen, labels).filter { $0.name == $1 }.count
        #expect(Double(correct) / Double(unseen.count) > 0.95)
    }

    @Test func unusableDataAndSettingsAreRefused() throws {
        let boxes = Self.drawings(test: "zigzag").filter { $0.name == "box" || $0.split == .test }
        #expect(throws: TrainingError.tooFewClasses(["box"])) { try ClassifierDataset(boxes, maxLength: 20) }
        let dataset = try ClassifierDataset(Self.drawings(), maxLength: 6)
        #expect(dataset.skipped > 0)
        var parameters = Self.parameters
        parameters.recurrentKeep = 0
        #expect(throws: TrainingError.self) { try ClassifierTraining(parameters: parameters, dataset: dataset) }
        parameters = Self.parameters
        (parameters.learningRate, parameters.gradientClip) = (1, 1e9)
        #expect(parameters.learningRate(at: 60) == 0.5)
    }
}
