import SketchCore
import SketchInference
import SketchTraining
import TestSupport
import Testing

/// Losses, every gradient and Adam's steps against the reference's float64 numbers.
@Suite struct GoldenTrainingTests {
    @Test(arguments: goldenVariants)
    func lossesMatch(name: String) throws {
        let golden = try GoldenCase<Double>(name)
        let losses = golden.evaluate()
        let tolerance = 1e-6
        #expect(abs(losses.reconstruction - (try golden.scalar("out/r_cost"))) < tolerance)
        #expect(abs(losses.maskedReconstruction - (try golden.scalar("eval/r_cost"))) < tolerance)
        if golden.configuration.isConditional {
            #expect(abs(losses.kl - (try golden.scalar("out/kl_raw"))) < tolerance)
        }
    }

    @Test(arguments: goldenVariants)
    func gradientsMatchInDouble(name: String) throws {
        let golden = try GoldenCase<Double>(name)
        _ = golden.evaluate()
        let gradients = golden.summedGradients()
        for entry in golden.trainer.layout.entries {
            let expected = try golden.file.float64s("grad/" + entry.name).values
            let found = Array(gradients[entry.offset..<entry.offset + entry.count])
            #expect(relativeDifference(found, expected) < 1e-9, "\(entry.name)")
        }
    }

    @Test(arguments: goldenVariants)
    func gradientsMatchInFloat(name: String) throws {
        let golden = try GoldenCase<Float>(name)
        _ = golden.evaluate()
        let gradients = golden.summedGradients().map(Double.init)
        for entry in golden.trainer.layout.entries {
            let expected = try golden.file.float64s("grad/" + entry.name).values
            let reference = try golden.file.float64s("f32/grad/" + entry.name).values
            let found = Array(gradients[entry.offset..<entry.offset + entry.count])
            let bound = max(1e-5, 4 * relativeDifference(reference, expected))
            let difference = relativeDifference(found, expected)
            print("\(name) grad \(entry.name): \(difference), bound \(bound)")
            #expect(difference <= bound, "\(entry.name)")
        }
    }

    @Test(arguments: goldenVariants)
    func adamStepsMatch(name: String) throws {
        let golden = try GoldenCase<Double>(name)
        let clip = try golden.scalar("input/grad_clip")
        let rate = try golden.scalar("input/lr")
        for step in 0..<3 {
            _ = golden.trainer.train(
                golden.batch, golden.step, number: step, learningRate: rate, clip: clip)
            guard step != 1 else { continue }
            for entry in golden.trainer.layout.entries {
                let expected = try golden.file.float64s("after\(step + 1)/" + entry.name).values
                let found = (0..<entry.count).map { golden.trainer.parameters.pointer[entry.offset + $0] }
                #expect(relativeDifference(found, expected) < 1e-7, "\(entry.name) after \(step + 1)")
            }
        }
    }
}

/// Every variant of the model that the reference has numbers for.
let goldenVariants = [
    "lstm_cond", "lstm_uncond", "layer_norm_cond", "layer_norm_uncond", "hyper_cond", "hyper_uncond",
    "hyperenc_cond",
]

/// The largest difference over the largest expected value.
func relativeDifference(_ found: [Double], _ expected: [Double]) -> Double {
    let scale = expected.map(abs).max() ?? 0
    let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    return scale > 0 ? worst / scale : worst
}

/// A golden case set up as a trainer and the step it describes.
struct GoldenCase<Scalar: TrainingScalar> {
    let file: GoldenFile
    let configuration: ModelConfiguration
    let trainer: Trainer<Scalar>
    let batch: SketchBatch
    let step: Trainer<Scalar>.Step

    init(_ name: String) throws {
        file = try GoldenFile(name)
        var configuration = ModelConfiguration()
        configuration.isConditional = name.hasSuffix("_cond")
        configuration.decoderCell =
            name.hasPrefix("lstm") ? .lstm : name.hasPrefix("layer_norm") ? .layerNorm : .hyper
        configuration.encoderCell =
            name == "hyperenc_cond" ? .hyper : name == "layer_norm_cond" ? .layerNorm : .lstm
        configuration.hyperUnits = 12
        configuration.hyperEmbedding = 6
        configuration.encoderSize = 16
        configuration.decoderSize = 24
        configuration.latentSize = 8
        configuration.mixtureCount = 5
        configuration.maxLength = 20
        self.configuration = configuration
        var weights: [String: Tensor] = [:]
        for (name, shape) in configuration.tensorShapes {
            weights[name] = Tensor(
                shape: shape, values: try file.float64s("weights/" + name).values.map(Float.init))
        }
        trainer = try Trainer(configuration, weights: weights)
        trainer.runsFullLength = true
        batch = SketchBatch(
            maxLength: 20, lengths: try file.float64s("input/lengths").values.map { Int($0) },
            rows: try file.float64s("input/batch").values.map(Float.init))
        var step = Trainer<Scalar>.Step()
        if configuration.isConditional {
            step.noise = try file.float64s("input/eps").values.map { Scalar($0) }
            step.klWeight = try file.float64s("input/kl_weight").values[0]
            step.klTolerance = try file.float64s("input/kl_tolerance").values[0]
        }
        self.step = step
    }

    func evaluate() -> Losses { trainer.evaluate(batch, step) }

    func scalar(_ key: String) throws -> Double { try file.float64s(key).values[0] }

    func summedGradients() -> [Scalar] {
        zip(trainer.shards[0].gradient.values, trainer.shards[1].gradient.values).map { $0 + $1 }
    }
}
