import Dispatch
import SketchInference
import SketchTraining

/// The matrix products of one training step, by shape, on two workers of half a batch as the trainer runs them.
struct Products: Sendable {
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
    private var operands: [[Buffer<Float>]] = []

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
        let largest = shapes.map { ($0.m * $0.k, $0.k * $0.n, $0.m * $0.n, Float.packedCount(k: $0.k, n: $0.n)) }
        operands = (0..<2).map { _ in
            [largest.map(\.0), largest.map(\.1), largest.map(\.2), packsWeights ? largest.map(\.3) : []].map {
                Buffer(count: $0.max() ?? 0)
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

    private func runPlain(_ shape: Shape, _ operands: [Buffer<Float>]) {
        for _ in 0..<shape.times {
            Float.gemm(
                shape.transposeA ? matrix(operands[0], shape.k, shape.m) : matrix(operands[0], shape.m, shape.k),
                transposed: shape.transposeA,
                shape.transposeB ? matrix(operands[1], shape.n, shape.k) : matrix(operands[1], shape.k, shape.n),
                transposed: shape.transposeB, into: matrix(operands[2], shape.m, shape.n), adding: true)
        }
    }

    private func matrix(_ buffer: Buffer<Float>, _ rows: Int, _ columns: Int) -> MatrixView<Float> {
        buffer.vector.matrix(rows: rows, columns: columns)
    }

    private func runPacked(_ shape: Shape, _ operands: [Buffer<Float>]) {
        let packed = operands[3].vector
        if shape.transposeB {
            Float.pack(transposeOf: matrix(operands[1], shape.n, shape.k), into: packed)
        } else {
            Float.pack(matrix(operands[1], shape.k, shape.n), bias: nil, into: packed)
        }
        let (x, y) = (matrix(operands[0], shape.m, shape.k), matrix(operands[2], shape.m, shape.n))
        for _ in 0..<shape.times { Float.packedGEMM(x, packed: packed, into: y, adding: true) }
    }
}
