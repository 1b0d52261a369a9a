import SketchCore
import SketchInference
import SketchTraining
import Testing

/// Threads share the work of a training step and do not change a bit of its result.
@Suite struct ThreadsTests {
    private static func weights(
        _ cell: CellKind, threads: Int, slices: Int = 8, precision: ProductPrecision = .f32
    ) throws -> [Float] {
        var configuration = ModelConfiguration()
        (configuration.encoderCell, configuration.decoderCell) = (cell, cell)
        (configuration.encoderSize, configuration.decoderSize, configuration.latentSize) = (12, 20, 4)
        (configuration.hyperUnits, configuration.hyperEmbedding, configuration.mixtureCount) = (10, 6, 3)
        configuration.maxLength = 14
        let trainer = try Trainer<Float>(
            configuration, weights: configuration.initialWeights(seed: 3), slices: slices, precision: precision,
            threads: threads)
        var random = PhiloxSequence(seed: 6, stream: 2)
        let drawings = (0..<13).map { drawing in
            Stroke3(
                rows: (0..<1 + drawing).map { row in
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()), isLifted: row % 3 == 2)
                })
        }
        for number in 0..<3 {
            var step = Trainer<Float>.Step()
            step.noise = random.nextNormals(drawings.count * 4)
            step.klWeight = 0.5
            step.dropout = Dropout(keep: 0.8, seed: 9, step: number)
            _ = trainer.train(drawings, step, number: number, learningRate: 0.01, clip: 1)
        }
        return trainer.parameters.values
    }

    @Test(arguments: CellKind.allCases, [ProductPrecision.f32, .bf16])
    func numbersOfThreadsGiveTheSameBits(cell: CellKind, precision: ProductPrecision) throws {
        let alone = try Self.weights(cell, threads: 1, precision: precision)
        #expect(alone.allSatisfy { $0.isFinite })
        for threads in [2, 3, 8, 20] {
            #expect(try Self.weights(cell, threads: threads, precision: precision) == alone, "\(threads) threads")
        }
    }

    /// The number of slices changes rounding only; the dropout masks of different numbers of slices differ.
    @Test func precisionAndSlicesAreSettings() throws {
        let standard = try Self.weights(.lstm, threads: 2)
        #expect(try Self.weights(.lstm, threads: 2, slices: 2) != standard)
        let rounded = try Self.weights(.lstm, threads: 2, precision: .bf16)
        #expect(rounded != standard)
        let worst = zip(rounded, standard).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(worst < 0.07)
    }
}
