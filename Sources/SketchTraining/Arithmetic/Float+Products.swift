import COpenBLAS
import CSketchKernels
import SketchInference

/// The matrix products of single precision: OpenBLAS for large ones, the packed products of CSketchKernels for those with few
/// rows and for bfloat16. The words of packed bfloat16 pairs are stored in the memory of floats, of the same size.
extension Float: TrainingScalar {
    package static func gemm(
        _ a: MatrixView<Float>, transposed transposeA: Bool, _ b: MatrixView<Float>, transposed transposeB: Bool,
        into c: MatrixView<Float>, adding: Bool
    ) {
        let k = innerSize(a, transposed: transposeA, b, transposed: transposeB, c)
        guard c.rows > 0, c.columns > 0, k > 0 else { return }
        let status = openblas_sgemm(
            transposeA ? 1 : 0, transposeB ? 1 : 0, Int32(c.rows), Int32(c.columns), Int32(k), a.base, Int32(a.stride),
            b.base, Int32(b.stride), adding ? 1 : 0, c.base, Int32(c.stride))
        assert(status == 0, "OpenBLAS.load() comes before the first product")
    }

    package static func roundedGEMM(
        _ a: MatrixView<Float>, transposed transposeA: Bool, _ b: MatrixView<Float>, transposed transposeB: Bool,
        into c: MatrixView<Float>, adding: Bool, rows: Buffer<Float>, packed: Buffer<Float>
    ) {
        let k = innerSize(a, transposed: transposeA, b, transposed: transposeB, c)
        guard c.rows > 0, c.columns > 0, k > 0 else { return }
        let pairs = Int(sk_bf16_pairs(Int32(k)))
        rows.resize(to: c.rows * pairs)
        packed.resize(to: packedCount(k: k, n: c.columns, .bf16))
        if transposeA {
            sk_bf16_columns(a.base, Int32(a.stride), Int32(k), Int32(c.rows), words(rows.base))
        } else {
            sk_bf16_rows(a.base, Int32(a.stride), Int32(c.rows), Int32(k), words(rows.base))
        }
        if transposeB {
            sk_bf16_pack_transposed(b.base, Int32(b.stride), Int32(k), Int32(c.columns), words(packed.base))
        } else {
            sk_bf16_pack(b.base, Int32(b.stride), Int32(k), Int32(c.columns), words(packed.base))
        }
        var block = SKBF16Rows(
            x: words(rows.base), y: c.base, x_stride: Int32(pairs), y_stride: Int32(c.stride), rows: Int32(c.rows))
        sk_bf16_product(&block, 1, words(packed.base), Int32(k), Int32(c.columns), adding ? 1 : 0)
    }

    private static func words(_ floats: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt32> {
        UnsafeMutableRawPointer(floats).assumingMemoryBound(to: UInt32.self)
    }

    package static func packedCount(k: Int, n: Int, _ precision: ProductPrecision) -> Int {
        switch precision {
        case .f32: sk_packed_count(Int32(k), Int32(n))
        case .bf16: sk_bf16_packed_count(Int32(k), Int32(n))
        }
    }

    package static func pack(
        _ w: MatrixView<Float>, bias: VectorView<Float>?, _ precision: ProductPrecision, into packed: VectorView<Float>
    ) {
        assert(w.stride == w.columns && packed.count >= packedCount(k: w.rows, n: w.columns, precision))
        assert(bias.map { $0.count == w.columns } ?? true)
        switch precision {
        case .f32: sk_pack(w.base, bias?.base, Int32(w.rows), Int32(w.columns), packed.base)
        case .bf16: sk_bf16_pack(w.base, Int32(w.stride), Int32(w.rows), Int32(w.columns), words(packed.base))
        }
    }

    package static func pack(
        transposeOf w: MatrixView<Float>, _ precision: ProductPrecision, into packed: VectorView<Float>
    ) {
        assert(w.stride == w.columns && packed.count >= packedCount(k: w.columns, n: w.rows, precision))
        switch precision {
        case .f32: sk_train_pack_transposed(w.base, Int32(w.columns), Int32(w.rows), packed.base)
        case .bf16:
            sk_bf16_pack_transposed(w.base, Int32(w.stride), Int32(w.columns), Int32(w.rows), words(packed.base))
        }
    }

    package static func packedGEMM(
        _ blocks: [ProductRows<Float>], packed: VectorView<Float>, _ precision: ProductPrecision, adding: Bool,
        rows: Buffer<Float>
    ) {
        guard let (k, n) = blocks.first.map({ ($0.x.columns, $0.y.columns) }) else { return }
        assert(blocks.allSatisfy { $0.x.rows == $0.y.rows && $0.x.columns == k && $0.y.columns == n })
        assert(packed.count >= packedCount(k: k, n: n, precision))
        switch precision {
        case .f32:
            let parts = blocks.map { block in
                SKRows(
                    x: block.x.base, init: adding ? UnsafePointer(block.y.base) : nil, y: block.y.base,
                    x_stride: Int32(block.x.stride), init_stride: Int32(block.y.stride), y_stride: Int32(block.y.stride),
                    rows: Int32(block.x.rows))
            }
            sk_affine_blocks(parts, Int32(parts.count), packed.base, Int32(SK_FLOAT32), 0, Int32(k), Int32(n))
        case .bf16:
            let pairs = Int(sk_bf16_pairs(Int32(k)))
            rows.resize(to: blocks.reduce(0) { $0 + $1.x.rows } * pairs)
            var next = words(rows.base)
            let parts = blocks.map { block in
                defer { next += block.x.rows * pairs }
                sk_bf16_rows(block.x.base, Int32(block.x.stride), Int32(block.x.rows), Int32(k), next)
                return SKBF16Rows(
                    x: next, y: block.y.base, x_stride: Int32(pairs), y_stride: Int32(block.y.stride),
                    rows: Int32(block.x.rows))
            }
            sk_bf16_product(parts, Int32(parts.count), words(packed.base), Int32(k), Int32(n), adding ? 1 : 0)
        }
    }
}
