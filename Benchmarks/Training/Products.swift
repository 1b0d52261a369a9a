import COpenBLAS
import CSketchKernels
import Dispatch
import SketchInference
import SketchTraining

/// The matrix products of one training step, by shape, on two workers of half a batch: a lower bound of the step's time.
final class Products: @unchecked Sendable {
    enum Kind: Equatable {
        /// Each product is one OpenBLAS call.
        case openBLAS
        /// Weights are packed once per step, as in the trainer, and a HyperLSTM's embeddings are computed at once.
        case packed(ProductPrecision)
    }

    private struct Shape: Sendable {
        var (m, n, k) = (0, 0, 0)
        var transposeA = false
        var transposeB = false
        /// Products with the same b: one pass through time.
        var times = 1
        /// Whether the factors stay in float32 whatever the precision.
        var isSmall = false
    }

    private let kind: Kind
    private var shapes: [Shape] = []
    /// a, b and c of each worker, large enough for every shape, packed weights and rounded rows.
    private var operands: [[UnsafeMutablePointer<Float>]] = []

    init(_ c: ModelConfiguration, _ kind: Kind) {
        self.kind = kind
        let (b, t) = (TrainingBenchmark.batchSize / 2, TrainingBenchmark.steps)
        for n in [c.encoderSize, c.encoderSize, c.decoderSize] {
            shapes.append(Shape(m: b, n: 4 * n, k: n, times: t))
            shapes.append(Shape(m: b, n: n, k: 4 * n, transposeB: true, times: t))
            shapes.append(Shape(m: n, n: 4 * n, k: b * t, transposeA: true))
            shapes.append(Shape(m: b * t, n: 4 * n, k: 5, isSmall: true))
            shapes.append(Shape(m: 5, n: 4 * n, k: b * t, transposeA: true, isSmall: true))
        }
        let (d, outputs) = (c.decoderSize, 6 * c.mixtureCount + 3)
        if c.decoderCell == .hyper { addHyper(c, b: b, t: t) }
        shapes.append(Shape(m: b * t, n: outputs, k: d))
        shapes.append(Shape(m: d, n: outputs, k: b * t, transposeA: true))
        shapes.append(Shape(m: b * t, n: d, k: outputs, transposeB: true))
        let sizes = shapes.map { shape in
            let (k, n) = (Int32(shape.k), Int32(shape.n))
            return (
                shape.m * shape.k, shape.k * shape.n, shape.m * shape.n,
                max(sk_packed_count(k, n), sk_bf16_packed_count(k, n)), shape.m * Int(sk_bf16_pairs(k))
            )
        }
        operands = (0..<2).map { _ in
            [sizes.map(\.0), sizes.map(\.1), sizes.map(\.2), sizes.map(\.3), sizes.map(\.4)].map {
                let pointer = UnsafeMutablePointer<Float>.allocate(capacity: $0.max() ?? 0)
                pointer.initialize(repeating: 0, count: $0.max() ?? 0)
                return pointer
            }
        }
    }

    deinit { for pointer in operands.joined() { pointer.deallocate() } }

    private func addHyper(_ c: ModelConfiguration, b: Int, t: Int) {
        let (d, u, v) = (c.decoderSize, c.hyperUnits, c.hyperEmbedding)
        for k in [u, d] {
            shapes.append(Shape(m: b, n: 4 * u, k: k, times: t))
            shapes.append(Shape(m: b, n: k, k: 4 * u, transposeB: true, times: t))
            shapes.append(Shape(m: k, n: 4 * u, k: b * t, transposeA: true))
        }
        let (width, branches) = kind == .openBLAS ? (v, 12) : (12 * v, 1)
        shapes.append(Shape(m: b, n: width, k: u, times: branches * t))
        shapes.append(Shape(m: b, n: u, k: width, transposeB: true, times: branches * t))
        shapes.append(Shape(m: u, n: width, k: b * t, transposeA: true, times: branches))
        // Scales are computed again in the backward pass.
        shapes.append(Shape(m: b, n: d, k: v, times: 2 * 12 * t))
        shapes.append(Shape(m: b, n: v, k: d, transposeB: true, times: 12 * t))
        shapes.append(Shape(m: v, n: d, k: b * t, transposeA: true, times: 12))
    }

    var flops: Double {
        shapes.reduce(0) { $0 + 2 * 2 * Double($1.m * $1.n) * Double($1.k * $1.times) }
    }

    func run() {
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            for shape in shapes {
                switch kind {
                case .packed(.bf16) where !shape.isSmall: runRounded(shape, operands[worker])
                case .packed where !shape.transposeA: runPacked(shape, operands[worker])
                default: runPlain(shape, operands[worker])
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

    /// Packs b once, rounds a for each product, as the trainer does.
    private func runRounded(_ shape: Shape, _ operands: [UnsafeMutablePointer<Float>]) {
        let (m, n, k) = (Int32(shape.m), Int32(shape.n), Int32(shape.k))
        let pairs = sk_bf16_pairs(k)
        let (packed, rows) = (words(operands[3]), words(operands[4]))
        if shape.transposeB {
            sk_bf16_pack_transposed(operands[1], k, k, n, packed)
        } else {
            sk_bf16_pack(operands[1], n, k, n, packed)
        }
        for _ in 0..<shape.times {
            if shape.transposeA {
                sk_bf16_columns(operands[0], m, k, m, rows)
            } else {
                sk_bf16_rows(operands[0], k, m, k, rows)
            }
            var block = SKBF16Rows(x: rows, y: operands[2], x_stride: pairs, y_stride: n, rows: m)
            sk_bf16_product(&block, 1, packed, k, n, 1)
        }
    }

    private func words(_ floats: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(floats).assumingMemoryBound(to: UInt32.self)
    }
}
