import SketchCore
import SketchInference
import SketchTraining
import TestSupport
import Testing

/// Losses, every gradient and Adam's steps against the reference's float64 numbers.
@Suite struct GoldenTrainingTests {
    /// A golden model set up for the training step that it describes.
    private struct Case<Scalar: TrainingScalar> {
        let golden: GoldenModel
        let trainer: Trainer<Scalar>
        let drawings: [Stroke3]
        let step: Trainer<Scalar>.Step

        init(_ name: String) throws {
            golden = try GoldenModel(name)
            trainer = try Trainer(golden.configuration, weights: golden.model.weights)
            drawings = try golden.drawings()
            var step = Trainer<Scalar>.Step()
            step.runsFullLength = true
            if golden.isConditional {
                step.noise = try golden.file.float64s("input/eps").values.map { Scalar($0) }
                step.klWeight = try golden.scalar("input/kl_weight")
                step.klTolerance = try golden.scalar("input/kl_tolerance")
            }
            self.step = step
        }

        func evaluate() -> Losses { trainer.evaluate(drawings, step) }
    }

    @Test(arguments: GoldenModel.variants)
    func lossesMatch(name: String) throws {
        let test = try Case<Double>(name)
        let losses = test.evaluate()
        let tolerance = 1e-6
        #expect(abs(losses.reconstruction - (try test.golden.scalar("out/r_cost"))) < tolerance)
        #expect(abs(losses.maskedReconstruction - (try test.golden.scalar("eval/r_cost"))) < tolerance)
        if test.golden.isConditional {
            #expect(abs(losses.kl - (try test.golden.scalar("out/kl_raw"))) < tolerance)
        }
    }

    @Test(arguments: GoldenModel.variants)
    func gradientsMatchInDouble(name: String) throws {
        let test = try Case<Double>(name)
        _ = test.evaluate()
        let gradients = test.trainer.gradient
        for entry in test.trainer.layout.entries {
            let expected = try test.golden.file.float64s("grad/" + entry.name).values
            #expect(relativeDifference(Array(gradients[entry.slot.range]), expected) < 1e-9, "\(entry.name)")
        }
    }

    @Test(arguments: GoldenModel.variants)
    func gradientsMatchInFloat(name: String) throws {
        let test = try Case<Float>(name)
        _ = test.evaluate()
        let gradients = test.trainer.gradient
        for entry in test.trainer.layout.entries {
            let (worst, allowed) = try test.golden.difference("grad/" + entry.name, Array(gradients[entry.slot.range]))
            print("\(name) grad \(entry.name): \(worst), allowed \(allowed)")
            #expect(worst <= allowed, "\(entry.name)")
        }
    }

    @Test(arguments: GoldenModel.variants)
    func adamStepsMatch(name: String) throws {
        let test = try Case<Double>(name)
        let clip = try test.golden.scalar("input/grad_clip")
        let rate = try test.golden.scalar("input/lr")
        for step in 0..<3 {
            _ = test.trainer.train(test.drawings, test.step, number: step, learningRate: rate, clip: clip)
            guard step != 1 else { continue }
            let parameters = test.trainer.parameters.values
            for entry in test.trainer.layout.entries {
                let expected = try test.golden.file.float64s("after\(step + 1)/" + entry.name).values
                #expect(
                    relativeDifference(Array(parameters[entry.slot.range]), expected) < 1e-7,
                    "\(entry.name) after \(step + 1)")
            }
        }
    }
}
