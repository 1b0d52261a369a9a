import SketchCore
import SketchInference
import SketchTraining
import Testing

/// The gradient of the whole loss against central differences in double precision.
@Suite struct FiniteDifferenceTests {
    @Test(arguments: [true, false], CellKind.allCases)
    func gradientIsTheSlopeOfTheCost(isConditional: Bool, cell: CellKind) throws {
        var configuration = ModelConfiguration()
        configuration.isConditional = isConditional
        configuration.encoderCell = cell
        configuration.decoderCell = cell
        configuration.hyperUnits = 4
        configuration.hyperEmbedding = 3
        configuration.encoderSize = 5
        configuration.decoderSize = 6
        configuration.latentSize = 4
        configuration.mixtureCount = 3
        configuration.maxLength = 12
        let trainer = try Trainer<Double>(
            configuration, weights: configuration.initialWeights(seed: 3))
        var random = PhiloxSequence(seed: 4, stream: 0)
        // Away from the tiny initial values, so that every path of the network carries gradient.
        for k in 0..<trainer.parameters.count { trainer.parameters.vector[k] += 0.3 * random.nextNormal() }
        let drawings = GradientCheck.drawings([9, 5, 2], &random)
        var step = Trainer<Double>.Step()
        step.klWeight = 0.7
        step.klTolerance = 0.01
        if isConditional { step.noise = (0..<3 * 4).map { _ in random.nextNormal() } }
        step.dropout = Dropout(keep: 0.8, seed: 9, step: 2)

        _ = trainer.evaluate(drawings, step)
        let gradient = trainer.gradient
        step.differentiates = false
        func cost() -> Double {
            let losses = trainer.evaluate(drawings, step)
            return losses.reconstruction + (isConditional ? step.klWeight * losses.kl : 0)
        }
        GradientCheck.expectSlopes(
            of: cost, layout: trainer.layout, parameters: trainer.parameters, gradient: gradient, step: 1e-5, count: 7)
    }

    /// The last row that is run stands for the padding after it: the loss must not decrease with N's padding.
    @Test func paddingIsCountedUpToN() throws {
        var configuration = ModelConfiguration()
        configuration.encoderSize = 4
        configuration.decoderSize = 5
        configuration.latentSize = 3
        configuration.mixtureCount = 2
        configuration.maxLength = 60
        let trainer = try Trainer<Double>(configuration, weights: configuration.initialWeights(seed: 1))
        let drawing = Stroke3(rows: (0..<4).map { Stroke3.Row(dx: Float($0), dy: 1, isLifted: $0 == 3) })
        var step = Trainer<Double>.Step()
        step.differentiates = false
        let short = trainer.evaluate([drawing], step)
        step.runsFullLength = true
        let full = trainer.evaluate([drawing], step)
        #expect(short.offset == full.offset)
        #expect(short.maskedPen == full.maskedPen)
        #expect(abs(short.pen - full.pen) < 0.15 * full.pen)
        #expect(full.pen > 5 * full.maskedPen)
    }
}
