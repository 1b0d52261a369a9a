import COpenBLAS
import Dispatch
import Foundation
import SketchData
import SketchInference
import SketchTraining

/// `training-benchmark [ROUNDS] [lstm|layer_norm|hyper]`: a training step at the paper's sizes (encoder 256, decoder 512, z 128, M 20, 100 drawings of 129 rows)
/// beside its bare matrix products, one after the other in the same run, so that a noisy machine disturbs
/// both alike. Prints medians and their ratio.
@main
struct TrainingBenchmark {
    static let batchSize = 100
    static let steps = 129

    static func main() throws {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 7
        var configuration = ModelConfiguration()
        configuration.maxLength = steps
        configuration.decoderCell =
            CommandLine.arguments.dropFirst(2).first.flatMap(CellKind.init) ?? configuration.decoderCell
        let trainer = try Trainer<Float>(
            configuration, weights: configuration.initialWeights(seed: 1))
        var random = PhiloxSequence(seed: 1, stream: 0)
        let drawings = (0..<batchSize).map { _ in
            Stroke3(
                rows: (0..<steps).map { row in
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()),
                        isLifted: row % 10 == 9)
                })
        }
        let batch = SketchBatch(drawings, maxLength: steps)
        let products = Products(configuration)
        var (whole, bare): ([Double], [Double]) = ([], [])
        for round in 0...rounds {
            var step = Trainer<Float>.Step()
            step.noise = random.nextNormals(batchSize * configuration.latentSize)
            step.klWeight = 0.5
            step.dropout = (keep: 0.9, seed: 1, step: round)
            let a = seconds {
                _ = trainer.trainSpecialized(batch, step, number: round)
            }
            let b = seconds { products.run() }
            // The first round fills the caches and the allocator.
            if round > 0 {
                whole.append(a)
                bare.append(b)
            }
        }
        let (step, matrices) = (median(whole), median(bare))
        print("decoder               \(configuration.decoderCell.rawValue)")
        print("cores                 \(ProcessInfo.processInfo.activeProcessorCount)")
        print("OpenBLAS              \(String(cString: openblas_get_corename()))")
        print(String(format: "training step         %.3f s, %.1f sketches/s", step, Double(batchSize) / step))
        print(
            String(
                format: "its matrix products   %.3f s, %.0f GFLOP, %.0f GFLOP/s", matrices,
                products.flops / 1e9, products.flops / 1e9 / matrices))
        print(String(format: "step / products       %.2f", step / matrices))
    }

    static func seconds(_ body: () -> Void) -> Double {
        ContinuousClock().measure(body) / .seconds(1)
    }

    static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}

/// The products of one step, by shape, on two workers of half a batch as the trainer runs them.
struct Products: Sendable {
    private struct Shape: Sendable {
        var (m, n, k) = (0, 0, 0)
        var transposeA = false
        var transposeB = false
        var times = 1
    }

    private var shapes: [Shape] = []
    /// a, b and c of each worker, large enough for every shape.
    private var operands: [[Buffer<Float>]] = []

    init(_ c: ModelConfiguration) {
        let (b, t) = (TrainingBenchmark.batchSize / 2, TrainingBenchmark.steps)
        for n in [c.encoderSize, c.encoderSize, c.decoderSize] {
            shapes.append(Shape(m: b, n: 4 * n, k: n, times: t))
            shapes.append(Shape(m: b, n: n, k: 4 * n, transposeB: true, times: t))
            shapes.append(Shape(m: n, n: 4 * n, k: b * t, transposeA: true))
            shapes.append(Shape(m: b * t, n: 4 * n, k: 5))
            shapes.append(Shape(m: 5, n: 4 * n, k: b * t, transposeA: true))
        }
        let (d, outputs) = (c.decoderSize, 6 * c.mixtureCount + 3)
        if c.decoderCell == .hyper {
            let (u, v) = (c.hyperUnits, c.hyperEmbedding)
            for k in [u, d] {
                shapes.append(Shape(m: b, n: 4 * u, k: k, times: t))
                shapes.append(Shape(m: b, n: k, k: 4 * u, transposeB: true, times: t))
                shapes.append(Shape(m: k, n: 4 * u, k: b * t, transposeA: true))
            }
            shapes.append(Shape(m: b, n: v, k: u, times: 12 * t))
            shapes.append(Shape(m: b, n: u, k: v, transposeB: true, times: 12 * t))
            shapes.append(Shape(m: u, n: v, k: b * t, transposeA: true, times: 12))
            // Scales are made again on the way back.
            shapes.append(Shape(m: b, n: d, k: v, times: 2 * 12 * t))
            shapes.append(Shape(m: b, n: v, k: d, transposeB: true, times: 12 * t))
            shapes.append(Shape(m: v, n: d, k: b, transposeA: true, times: 12 * t))
        }
        shapes.append(Shape(m: b * t, n: outputs, k: d))
        shapes.append(Shape(m: d, n: outputs, k: b * t, transposeA: true))
        shapes.append(Shape(m: b * t, n: d, k: outputs, transposeB: true))
        operands = (0..<2).map { _ in
            [
                Buffer(count: shapes.map { $0.m * $0.k }.max() ?? 0),
                Buffer(count: shapes.map { $0.k * $0.n }.max() ?? 0),
                Buffer(count: shapes.map { $0.m * $0.n }.max() ?? 0),
            ]
        }
    }

    var flops: Double {
        shapes.reduce(0) { $0 + 2 * 2 * Double($1.m * $1.n) * Double($1.k * $1.times) }
    }

    func run() {
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            let (a, b, c) = (operands[worker][0], operands[worker][1], operands[worker][2])
            for shape in shapes {
                for _ in 0..<shape.times {
                    Float.multiply(
                        a.pointer, transposed: shape.transposeA, lda: shape.transposeA ? shape.m : shape.k,
                        b.pointer, transposed: shape.transposeB, ldb: shape.transposeB ? shape.k : shape.n,
                        into: c.pointer, ldc: shape.n, beta: 1, m: shape.m, n: shape.n, k: shape.k)
                }
            }
        }
    }
}
