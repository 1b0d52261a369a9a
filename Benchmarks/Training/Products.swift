import COpenBLAS
import CSketchKernels
import Dispatch
import SketchInference

/// The matrix products of one training step, by shape, on two workers of half a batch as the trainer runs them.
struct Products: @unchecked Sendable {
    private struct Shape: Sendable {
        var (m, n, k) = (0, 0, 0)
        var transposeA = false
        var transposeB = false
        /// Products with the same b: one pass through time.
        var times = 1
    }

    private var shapes: [Shape] = []
    private let packsWeights: Bool
    /// a, b and c of each worker, large enough for every shape, and packed weights.
    private var operands: [[UnsafeMutablePointer<Float>]] = []

    /// - Parameter packsWeights: packs weights that are used by several products and computes a HyperLSTM's embeddings
    ///   at once; otherwise each product is one OpenBLAS call.
    init(_ c: ModelConfiguration, packsWeights: Bool) {
        self.packsWeights = packsWeights
        let (b, t) = (TrainingBenchmark.batchSize / 2, TrainingBenchmark.steps)
        for n in [c.encoderSize, c.encoderSize, c.decoderSize] {
            shapes.append(Shape(m: b, n: 4 * n, k: n, times: t))
            shapes.append(Shape(m: b, n: n, k: 4 * n, transposeB: true, times: t))
            shapes.append(Shape(m: n, n: 4 * n, k: b * t, transposeA: true))
            shapes.append(Shape(m: b * t, n: 4 * n, k: 5))
            shapes.append(Shape(m: 5, n: 4 * n, k: b * t, transposeA: true))
        }
        let (d, outputs) = (c.decoderSize, 6 * c.mixtureCount + 3)
        if c.decoderCell == .hyper { addHyper(c, b: b, t: t) }
        shapes.append(Shape(m: b * t, n: outputs, k: d))
        shapes.append(Shape(m: d, n: outputs, k: b * t, transposeA: true))
        shapes.append(Shape(m: b * t, n: d, k: outputs, transposeB: true))
        let largest = shapes.map { ($0.m * $0.k, $0.k * $0.n, $0.m * $0.n, sk_packed_count(Int32($0.k), Int32($0.n))) }
        operands = (0..<2).map { _ in
            [largest.map(\.0), largest.map(\.1), largest.map(\.2), packsWeights ? largest.map(\.3) : []].map {
                let pointer = UnsafeMutablePointer<Float>.allocate(capacity: $0.max() ?? 0)
                pointer.initialize(repeating: 0, count: $0.max() ?? 0)
                return pointer
            }
        }
    }

    private mutating func addHyper(_ c: ModelConfiguration, b: Int, t: Int) {
        let (d, u, v) = (c.decoderSize, c.hyperUnits, c.hyperEmbedding)
        for k in [u, d] {
            shapes.append(Shape(m: b, n: 4 * u, k: k, times: t))
            shapes.append(Shape(m: b, n: k, k: 4 * u, transposeB: true, times: t))
            shapes.append(Shape(m: k, n: 4 * u, k: b * t, transposeA: true))
        }
        let (width, ways) = packsWeights ? (12 * v, 1) : (v, 12)
        shapes.append(Shape(m: b, n: width, k: u, times: ways * t))
        shapes.append(Shape(m: b, n: u, k: width, transposeB: true, times: ways * t))
        shapes.append(Shape(m: u, n: width, k: b * t, transposeA: true, times: ways))
        // Scales are computed again in the backward pass.
        shapes.append(Shape(m: b, n: d, k: v, times: 2 * 12 * t))
        shapes.append(Shape(m: b, n: v, k: d, transposeB: true, times: 12 * t))
        shapes.append(Shape(m: v, n: d, k: b, transposeA: true, times: 12 * t))
    }

    var flops: Double {
        shapes.reduce(0) { $0 + 2 * 2 * Double($1.m * $1.n) * Double($1.k * $1.times) }
    }

    func run() {
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            for shape in shapes {
                if packsWeights, shape.times > 1, !shape.transposeA {
                    runPacked(shape, operands[worker])
                } else {
                    runPlain(shape, operands[worker])
                }
            }
        }
    }

    private func runPlain(_ shape: Shape, _ operands: [UnsafeMutablePointer<Float>]) {
        let (m, n, k) = (Int32(shape.m), Int32(shape.n), Int32(shape.k))
        for _ in 0..<shape.times {
            _ = openblas_sgemm(
                shape.transposeA ? 1 : 0, shape.transposeB ? 1 : 0, m, n, k, operands[0], shape.transposeA ? m : k,
                operands[1], shape.transposeB ? k : n, 1, operands[2], n)
        }
    }

    private func runPacked(_ shape: Shape, _ operands: [UnsafeMutablePointer<Float>]) {
        let (m, n, k) = (Int32(shape.m), Int32(shape.n), Int32(shape.k))
        let (weights, packed) = (operands[1], operands[3])
        if shape.transposeB {
            sk_train_pack_transposed(weights, k, n, packed)
        } else {
            sk_pack(weights, nil, k, n, packed)
        }
        for _ in 0..<shape.times {
            sk_affine(operands[0], k, m, packed, k, n, UnsafePointer(operands[2]), n, operands[2], n)
        }
    }
}
