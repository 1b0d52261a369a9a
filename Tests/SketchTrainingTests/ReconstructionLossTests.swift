import Foundation
import SketchCore
import SketchInference
import SketchTraining
import Testing

/// The sampler's reconstruction losses against the trainer's: two implementations of the network, one of the loss.
@Suite struct ReconstructionLossTests {
    @Test(arguments: CellKind.allCases) func samplerAndTrainerAgree(cell: CellKind) throws {
        var configuration = ModelConfiguration()
        configuration.encoderCell = cell
        configuration.decoderCell = cell
        configuration.encoderSize = 9
        configuration.decoderSize = 14
        configuration.latentSize = 4
        configuration.mixtureCount = 3
        configuration.maxLength = 12
        configuration.hyperUnits = 7
        configuration.hyperEmbedding = 3
        let model = SketchModel(
            configuration: configuration, weights: configuration.initialWeights(seed: 4), scaleFactor: 1)
        let drawings = [5, 12, 1, 7].map { length in
            var random = PhiloxSequence(seed: 5, stream: UInt64(length))
            return Stroke3(
                rows: (0..<length).map {
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()), isLifted: $0 % 3 == 2)
                })
        }
        let rows = drawings.map(\.stroke5).map { Stroke5(rows: Array($0.rows.prefix { $0.pen != .end })) }
        let means = try SketchEncoder(model).encode(rows: rows).map(\.mean)
        let found = try SketchDecoder(model).reconstructionLosses(ofRows: rows, latents: means)
        let expected = try Evaluation(model: model).drawingLosses(of: drawings)
        for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-4 * max(1, abs(b)), "\(a), not \(b)") }
        #expect(Set(expected.map { Int($0 * 1000) }).count == 4)
    }
}
