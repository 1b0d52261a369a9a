import CSketchKernels
import SketchCore
import SketchInference
import SketchTraining
import Testing

/// The float32 kernels against the plain double-precision form, whose gradients finite differences prove: the whole
/// network with dropout, at sizes that fill no vector, and at every processor level. One test after another, since
/// the level is the process's.
@Suite(.serialized) struct FloatKernelTests {
    private static func configuration(_ cell: CellKind) -> ModelConfiguration {
        var configuration = ModelConfiguration()
        configuration.encoderCell = cell
        configuration.decoderCell = cell
        (configuration.encoderSize, configuration.decoderSize, configuration.latentSize) = (19, 37, 5)
        (configuration.hyperUnits, configuration.hyperEmbedding, configuration.mixtureCount) = (21, 7, 3)
        configuration.maxLength = 12
        return configuration
    }

    private static func batch() -> SketchBatch {
        var random = PhiloxSequence(seed: 6, stream: 2)
        let drawings = [10, 7, 7, 4, 2].map { count in
            Stroke3(
                rows: (0..<count).map { row in
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()), isLifted: row % 3 == 2)
                })
        }
        return SketchBatch(drawings, maxLength: 12)
    }

    /// Gradients and losses of both precisions at the same weights.
    private static func run<Scalar: TrainingScalar>(_ cell: CellKind, as: Scalar.Type) throws -> ([Double], Losses) {
        let configuration = configuration(cell)
        var random = PhiloxSequence(seed: 9, stream: 3)
        let trainer = try Trainer<Scalar>(configuration, weights: configuration.initialWeights(seed: 3))
        // Away from the initial zeros and ones, by numbers that both precisions hold.
        for k in 0..<trainer.parameters.count {
            trainer.parameters.pointer[k] += Scalar(Float(0.1 * random.nextNormal()))
        }
        var step = Trainer<Scalar>.Step()
        (step.klWeight, step.klTolerance) = (0.7, 0.01)
        step.noise = (0..<25).map { Scalar(sin(Double($0) * 1.7)) }
        step.dropout = (keep: 0.8, seed: 9, step: 2)
        let losses = trainer.evaluate(batch(), step)
        let gradients = zip(trainer.shards[0].gradient.values, trainer.shards[1].gradient.values)
        return (gradients.map { Double($0) + Double($1) }, losses)
    }

    private static func sin(_ x: Double) -> Double {
        let r = x - (x / 6.283185307179586).rounded() * 6.283185307179586
        return r - r * r * r / 6 + r * r * r * r * r / 120
    }

    @Test(arguments: CellKind.allCases) func gradientsAgreeWithDoublePrecision(cell: CellKind) throws {
        let (expected, losses) = try Self.run(cell, as: Double.self)
        let best = sk_best_level()
        defer { _ = sk_set_level(best) }
        for level in 0...best {
            _ = sk_set_level(level)
            let (found, own) = try Self.run(cell, as: Float.self)
            let difference = relativeDifference(found, expected)
            #expect(difference < 2e-5, "level \(level)")
            #expect(abs(own.reconstruction - losses.reconstruction) < 1e-5 * losses.reconstruction)
            #expect(abs(own.kl - losses.kl) < 1e-5 * losses.kl)
        }
    }

    /// A mask is the generator's own bits, whatever the count; so runs of earlier versions can be taken up.
    @Test(arguments: [1, 7, 8, 127, 128, 129, 1000]) func masksAreTheGeneratorsBits(count: Int) {
        let random = Philox(seed: 12, stream: 7 << 48 + 3)
        let (float, double) = (Buffer<Float>(count: count + 1), Buffer<Double>(count: count))
        float.pointer[count] = 5
        Float.fillMask(float.pointer, count: count, random: random, threshold: 50_000, multiplier: 1.25)
        Double.fillMask(double.pointer, count: count, random: random, threshold: 50_000, multiplier: 1.25)
        #expect(float.values.dropLast().map(Double.init) == double.values && float.pointer[count] == 5)
    }

    @Test(arguments: [(1, 1), (5, 32), (17, 33), (40, 70)]) func packedProductsAreProducts(k: Int, n: Int) {
        var random = PhiloxSequence(seed: 1, stream: UInt64(k))
        let (w, x) = (Buffer(random.nextNormals(k * n)), Buffer(random.nextNormals(3 * k)))
        let transposed = Buffer<Float>(count: k * n)
        for row in 0..<k { for column in 0..<n { transposed.pointer[column * k + row] = w.pointer[row * n + column] } }
        let packed = Buffer<Float>(count: Float.packedCount(k: k, n: n))
        for turned in [false, true] {
            if turned {
                Float.pack(transposeOf: transposed.pointer, k: k, n: n, into: packed.pointer)
            } else {
                Float.pack(w.pointer, bias: nil, k: k, n: n, into: packed.pointer)
            }
            let y = Buffer<Float>(count: 3 * n)
            Float.multiply(
                x.pointer, lda: k, rows: 3, packed: packed.pointer, k: k, n: n, into: y.pointer, ldc: n, adding: true)
            for row in 0..<3 {
                for column in 0..<n {
                    let terms = (0..<k).map { Double(x.pointer[row * k + $0]) * Double(w.pointer[$0 * n + column]) }
                    #expect(abs(Double(y.pointer[row * n + column]) - terms.reduce(0, +)) < 1e-4)
                }
            }
        }
    }
}
