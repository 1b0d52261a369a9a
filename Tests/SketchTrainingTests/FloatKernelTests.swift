import CSketchKernels
import SketchCore
import SketchInference
import SketchTraining
import TestSupport
import Testing

/// The float32 kernels against the plain double-precision form, whose gradients are verified by finite differences: the
/// whole network with dropout, at sizes that are not multiples of the vector size, at every processor level. The tests run one
/// after another, since the level is a setting of the process.
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

    private static func drawings() -> [Stroke3] {
        var random = PhiloxSequence(seed: 6, stream: 2)
        return [10, 7, 7, 4, 2].map { count in
            Stroke3(
                rows: (0..<count).map { row in
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()), isLifted: row % 3 == 2)
                })
        }
    }

    /// Gradients and losses of both precisions at the same weights.
    private static func run<Scalar: TrainingScalar>(_ cell: CellKind, as: Scalar.Type) throws -> ([Double], Losses) {
        let configuration = configuration(cell)
        var random = PhiloxSequence(seed: 9, stream: 3)
        let trainer = try Trainer<Scalar>(configuration, weights: configuration.initialWeights(seed: 3))
        // Away from the initial zeros and ones, by numbers that both precisions can represent.
        for k in 0..<trainer.parameters.count {
            trainer.parameters.vector[k] += Scalar(Float(0.1 * random.nextNormal()))
        }
        var step = Trainer<Scalar>.Step()
        (step.klWeight, step.klTolerance) = (0.7, 0.01)
        step.noise = (0..<25).map { Scalar(sin(Double($0) * 1.7)) }
        step.dropout = Dropout(keep: 0.8, seed: 9, step: 2)
        let losses = trainer.evaluate(drawings(), step)
        return (trainer.gradient.map { Double($0) }, losses)
    }

    private static func sin(_ x: Double) -> Double {
        let r = x - (x / 6.283185307179586).rounded() * 6.283185307179586
        return r - r * r * r / 6 + r * r * r * r * r / 120
    }

    @Test(arguments: CellKind.allCases) func gradientsAgreeWithDoublePrecision(cell: CellKind) throws {
        let (expected, losses) = try Self.run(cell, as: Double.self)
        defer { KernelLevel.use(.best) }
        for level in KernelLevel.allCases where level.isSupported {
            KernelLevel.use(level)
            let (found, own) = try Self.run(cell, as: Float.self)
            let difference = relativeDifference(found, expected)
            #expect(difference < 2e-5, "level \(level)")
            #expect(abs(own.reconstruction - losses.reconstruction) < 1e-5 * losses.reconstruction)
            #expect(abs(own.kl - losses.kl) < 1e-5 * losses.kl)
        }
    }

    /// A mask consists of the generator's own bits for any count, so that runs of earlier versions can be resumed.
    @Test(arguments: [1, 7, 8, 127, 128, 129, 1000]) func dropoutMasksAreTheGeneratorsBits(count: Int) {
        let random = Philox(seed: 12, stream: 7 << 48 + 3)
        let (float, double) = (Buffer<Float>(count: count + 1), Buffer<Double>(count: count))
        float.vector[count] = 5
        Float.fillMask(float.vector[0..<count], random: random, threshold: 50_000, multiplier: 1.25)
        Double.fillMask(double.vector, random: random, threshold: 50_000, multiplier: 1.25)
        #expect(float.values.dropLast().map(Double.init) == double.values && float.vector[count] == 5)
    }

    @Test(arguments: [(1, 1), (5, 32), (17, 33), (40, 70)]) func packedProductsAreProducts(k: Int, n: Int) {
        var random = PhiloxSequence(seed: 1, stream: UInt64(k))
        let (weights, inputs, biases) = (
            Buffer(random.nextNormals(k * n)), Buffer(random.nextNormals(3 * k)), Buffer(random.nextNormals(n))
        )
        let (w, x) = (weights.vector.matrix(rows: k, columns: n), inputs.vector.matrix(rows: 3, columns: k))
        let (transposed, outputs) = (Buffer<Float>(count: k * n), Buffer<Float>(count: 3 * n))
        let (turned, y) = (transposed.vector.matrix(rows: n, columns: k), outputs.vector.matrix(rows: 3, columns: n))
        for row in 0..<k { for column in 0..<n { turned[column, row] = w[row, column] } }
        let packed = Buffer<Float>(count: Float.packedCount(k: k, n: n, .f32))
        func differsFromProduct(plus start: (Int) -> Float) -> Float {
            var worst: Float = 0
            for row in 0..<3 {
                for column in 0..<n {
                    let terms = (0..<k).map { Double(x[row, $0]) * Double(w[$0, column]) }
                    worst = max(worst, abs(y[row, column] - Float(terms.reduce(0, +)) - start(column)))
                }
            }
            return worst
        }
        y.fill(0.5)
        // Two blocks, whose rows share a tile.
        let blocks = [ProductRows(x.rows(0..<1), into: y.rows(0..<1)), ProductRows(x.rows(1..<3), into: y.rows(1..<3))]
        Float.pack(transposeOf: turned, .f32, into: packed.vector)
        Float.packedGEMM(blocks, packed: packed.vector, .f32, adding: true, rows: Buffer())
        #expect(differsFromProduct { _ in 0.5 } < 1e-4)
        Float.pack(w, bias: biases.vector, .f32, into: packed.vector)
        Float.packedGEMM(blocks, packed: packed.vector, .f32, adding: false, rows: Buffer())
        #expect(differsFromProduct { biases.vector[$0] } < 1e-4)
    }
}
