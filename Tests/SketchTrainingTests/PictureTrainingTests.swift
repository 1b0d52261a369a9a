import Foundation
import SketchCore
import SketchEvaluation
import SketchInference
import SketchTraining
import Testing

/// The picture classifier's gradient, and the guarantees of its training.
@Suite struct PictureTrainingTests {
    @Test func gradientIsTheSlopeOfTheLoss() throws {
        let shape = PictureShape(filters: 2, features: 7, classCount: 3)
        let trainer = try PictureTrainer<Double>(shape, seed: 2)
        var random = PhiloxSequence(seed: 4, stream: 0)
        for k in 0..<trainer.parameters.count { trainer.parameters.vector[k] += 0.1 * random.nextNormal() }
        let drawings = GradientCheck.drawings([4, 9, 1, 6, 12], &random)
        let labels = [2, 0, 1, 2, 1]
        let dropout = Dropout(keep: 0.8, seed: 9, step: 2)
        _ = trainer.evaluate(drawings, labels: labels, smoothing: 0.1, dropout: dropout)
        let gradient = trainer.gradient
        func loss() -> Double {
            trainer.evaluate(drawings, labels: labels, smoothing: 0.1, dropout: dropout, differentiates: false).loss
        }
        GradientCheck.expectSlopes(
            of: loss, layout: trainer.layout, parameters: trainer.parameters, gradient: gradient, step: 1e-6, count: 11,
            allowsZero: false)
    }

    @Test func singlePrecisionHasTheSameGradient() throws {
        let shape = PictureShape(filters: 5, features: 9, classCount: 3)
        let (single, double) = (try PictureTrainer<Float>(shape, seed: 2), try PictureTrainer<Double>(shape, seed: 2))
        var random = PhiloxSequence(seed: 4, stream: 0)
        for k in 0..<double.parameters.count {
            single.parameters.vector[k] += 0.1 * Float(random.nextNormal())
            double.parameters.vector[k] = Double(single.parameters.vector[k])
        }
        let drawings = Self.drawings().prefix(7).map(\.strokes)
        let labels = [0, 1, 2, 2, 1, 0, 1]
        let (first, second) = (
            single.evaluate(drawings, labels: labels), double.evaluate(drawings, labels: labels)
        )
        #expect(abs(first.loss - second.loss) < 1e-5)
        let scale = double.gradient.reduce(0) { max($0, abs($1)) }
        for (a, b) in zip(single.gradient, double.gradient) { #expect(abs(Double(a) - b) < 1e-4 * scale) }
    }

    /// Boxes and crosses.
    private static func drawings() -> [(strokes: Stroke3, name: String, split: SketchDataset.Split)] {
        var random = PhiloxSequence(seed: 7, stream: 0)
        return (0..<160).map { index in
            let (x, y) = (Float(30 + 40 * random.nextUniform()), Float(30 + 40 * random.nextUniform()))
            let box = [(x, 0, false), (0, y, false), (-x, 0, false), (0, -y, true)] as [(Float, Float, Bool)]
            let cross = [(x, y, true), (0, -y, false), (-x, y, true)] as [(Float, Float, Bool)]
            let rows = (index % 2 == 0 ? box : cross).map { Stroke3.Row(dx: $0.0, dy: $0.1, isLifted: $0.2) }
            return (Stroke3(rows: rows), index % 2 == 0 ? "box" : "cross", index < 120 ? .train : .validation)
        }
    }

    private static var parameters: PictureParameters {
        var parameters = PictureParameters()
        (parameters.filters, parameters.features, parameters.steps, parameters.batchSize) = (4, 16, 60, 20)
        return parameters
    }

    @Test func trainingLearnsAndIsReproducible() throws {
        let dataset = try ClassifierDataset(Self.drawings(), maxLength: 20)
        var accuracy: Double?
        func train() throws -> PictureClassifier {
            try PictureTraining(parameters: Self.parameters, dataset: dataset).run {
                accuracy = $0.validationAccuracy ?? accuracy
            }
        }
        let classifier = try train()
        #expect(try #require(accuracy) > 0.95)
        #expect(try train().safetensorsData() == classifier.safetensorsData())
        // The sampler's kernels, which classify, agree with the matrix products that trained.
        let unseen = Self.drawings().filter { $0.split == .validation }
        let labels = try classifier.classify(unseen.map(\.strokes)).map(\.label)
        #expect(zip(unseen, labels).filter { $0.name == $1 }.count > 37)
        #expect(classifier.metadata["training"]?.contains("\"filters\":4") == true)
    }

    @Test func classesWithFewDrawingsAreTrainedButNotJudged() throws {
        var drawings = Self.drawings()
        for index in drawings.indices where index % 8 == 0 { drawings[index].name = "rare" }
        let dataset = try ClassifierDataset(drawings, maxLength: 20)
        #expect(dataset.classes == ["box", "cross", "rare"] && dataset.drawingCounts == [60, 80, 20])
        var parameters = Self.parameters
        (parameters.steps, parameters.judgedDrawings) = (2, 60)
        let classifier = try PictureTraining(parameters: parameters, dataset: dataset).run()
        #expect(classifier.knownClasses == dataset.classes && classifier.classes == ["box", "cross"])
        parameters.judgedDrawings = 61
        let single = try PictureTraining(parameters: parameters, dataset: dataset).run()
        #expect(single.judgedClasses == nil && single.classes == dataset.classes)
    }

    @Test func settingsAreRefusedOutsideTheirRange() throws {
        let dataset = try ClassifierDataset(Self.drawings(), maxLength: 20)
        var parameters = Self.parameters
        parameters.labelSmoothing = 1
        #expect(throws: TrainingError.self) { try PictureTraining(parameters: parameters, dataset: dataset) }
        let standard = PictureParameters()
        #expect(standard.learningRate(at: 0) < standard.learningRate / 100)
        #expect(abs(standard.learningRate(at: standard.steps / 2) - standard.learningRate / 2) < 1e-12)
        let text = try JSONEncoder().encode(Self.parameters)
        #expect(try JSONDecoder().decode(PictureParameters.self, from: text) == Self.parameters)
    }
}
