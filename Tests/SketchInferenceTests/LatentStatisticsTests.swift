import Foundation
import SketchInference
import Testing

/// Moments of the training latents, and their storage in model files.
@Suite struct LatentStatisticsTests {
    /// Latents around (1, -2, 0) whose first two means go together; the third says nothing.
    private static func statistics(count: Int = 400) -> LatentStatistics? {
        var random = PhiloxSequence(seed: 8, stream: 0)
        let latents = (0..<count).map { _ -> Latent in
            let (a, b) = (Float(random.nextNormal()), Float(random.nextNormal()))
            return Latent(mean: [1 + a, -2 + 0.6 * a + 0.3 * b, 0], logVariance: [-2, -1, 0])
        }
        return LatentStatistics(of: latents)
    }

    @Test func momentsAreThoseOfTheMixture() throws {
        let latents = [
            Latent(mean: [1, 0], logVariance: [0, -1]), Latent(mean: [3, 0], logVariance: [0, -1]),
            Latent(mean: [2, 0], logVariance: [0, -1]), Latent(mean: [2, 0]),
        ]
        let statistics = try #require(LatentStatistics(of: latents))
        #expect(statistics.mean == [2, 0])
        #expect(abs(statistics.activity[0] - 2.0 / 3) < 1e-6 && statistics.activeCount == 1)
        let spread = Float(exp(-1.0))
        let expected: [Float] = [2.0 / 3 + 1, 0, 0, spread]
        #expect(zip(statistics.covariance, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(abs(statistics.kl[0] - 14.0 / 6) < 1e-6 && abs(statistics.kl[1] - spread / 2) < 1e-6)
        #expect(LatentStatistics(of: [Latent(mean: [1])]) == nil)
    }

    /// Files keep the statistics whole whatever the precision of the weights; the fingerprint is the weights' alone.
    @Test(arguments: SafetensorsWriter.Precision.allCases)
    func filesKeepThem(precision: SafetensorsWriter.Precision) throws {
        var model = Self.model(latentSize: 3)
        let bare = model.fingerprint
        model.latentStatistics = Self.statistics()
        let data = try model.safetensorsData(dtype: precision)
        let read = try SketchModel(WeightFile(data: data, name: "m"))
        #expect(read.latentStatistics == model.latentStatistics)
        #expect(model.fingerprint == bare)
        // Of the wrong size for the model: refused by name.
        model.latentStatistics = LatentStatistics(of: [Latent(mean: [1, 2], logVariance: [0, 0])])
        let wrong = try WeightFile(data: model.safetensorsData(dtype: precision), name: "m")
        let error = #expect(throws: InferenceError.self) { try SketchModel(wrong) }
        #expect("\(try #require(error))".contains("latent/mean is [2], and a latent of 3"))
    }

    private static func model(latentSize: Int) -> SketchModel {
        var configuration = ModelConfiguration()
        (configuration.encoderSize, configuration.decoderSize, configuration.latentSize) = (4, 5, latentSize)
        configuration.mixtureCount = 2
        let weights = configuration.tensorShapes.map { name, shape in
            (name, Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { Float($0 % 7) / 8 }))
        }
        return SketchModel(
            configuration: configuration, weights: Dictionary(uniqueKeysWithValues: weights), scaleFactor: 20)
    }
}
