import CSketchKernels
import SketchInference
import SketchTraining
import Testing

/// bfloat16 products against their definition, term by term, with equal bits at every processor level. The tests run one
/// after another, since the level is a setting of the process.
@Suite(.serialized) struct BFloat16ProductTests {
    /// The nearest bfloat16, ties to even, without subnormal numbers.
    private static func rounded(_ x: Float) -> Float {
        if abs(x) < .leastNormalMagnitude { return x.sign == .minus ? -0.0 : 0 }
        let bits = x.bitPattern
        return Float(bitPattern: (bits + 0x7fff + (bits >> 16) & 1) & 0xffff_0000)
    }

    /// sum + x w as the instruction rounds it: to 24 bits, then to zero if it is subnormal. Exact in double precision for
    /// the numbers of these tests.
    private static func term(_ x: Float, _ w: Float, _ sum: Float) -> Float {
        let exact = Double(x) * Double(w) + Double(sum)
        if abs(exact) < 0x1p-126 - 0x1p-151 { return exact.sign == .minus ? -0.0 : 0 }
        return sum.addingProduct(x, w)
    }

    private static func product(_ x: [Float], _ w: [Float], start: Float) -> Float {
        var sum = abs(start) < .leastNormalMagnitude ? start * 0 : start
        for pair in stride(from: 0, to: x.count, by: 2) {
            for k in [pair + 1, pair] {
                sum = k < x.count ? term(rounded(x[k]), rounded(w[k]), sum) : term(0, 0, sum)
            }
        }
        return sum
    }

    private static func bits(_ buffer: Buffer<Float>) -> [UInt32] { buffer.values.map(\.bitPattern) }

    @Test(arguments: [(1, 5, 7), (8, 33, 70), (13, 64, 128), (3, 1100, 40)], [1, 0x1p-60])
    func productsFollowTheInstruction(_ shape: (rows: Int, k: Int, n: Int), scale: Double) {
        let (rows, k, n) = shape
        var random = PhiloxSequence(seed: 5, stream: UInt64(rows))
        let scale = Float(scale)
        let x = random.nextNormals(rows * k).map { $0 * scale }
        let w = random.nextNormals(k * n).map { $0 * scale * 0.25 }
        let start = random.nextNormals(rows * n).map { $0 * scale * scale }
        defer { KernelLevel.use(.best) }
        let expected = (0..<rows * n).map { index -> UInt32 in
            let (row, column) = (index / n, index % n)
            return Self.product(
                Array(x[row * k..<(row + 1) * k]), (0..<k).map { w[$0 * n + column] }, start: start[index]
            ).bitPattern
        }
        for level in KernelLevel.allCases where level.isSupported {
            KernelLevel.use(level)
            let (inputs, weights, sums) = (Buffer(x), Buffer(w), Buffer(start))
            let packed = Buffer<Float>(count: Float.packedCount(k: k, n: n, .bf16))
            Float.pack(
                weights.vector.matrix(rows: k, columns: n), bias: nil, .bf16, into: packed.vector)
            let (a, y) = (inputs.vector.matrix(rows: rows, columns: k), sums.vector.matrix(rows: rows, columns: n))
            let blocks = [0..<rows / 2, rows / 2..<rows].map { ProductRows(a.rows($0), into: y.rows($0)) }
            Float.packedGEMM(blocks, packed: packed.vector, .bf16, adding: true, rows: Buffer())
            #expect(Self.bits(sums) == expected, "level \(level)")
        }
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func transposedFactorsGiveTheSameBits(transposed: (Bool, Bool)) {
        let (m, k, n) = (11, 37, 45)
        var random = PhiloxSequence(seed: 7, stream: 1)
        let (x, w) = (random.nextNormals(m * k), random.nextNormals(k * n))
        func matrix(_ values: [Float], _ rows: Int, _ columns: Int, _ isTransposed: Bool) -> (Buffer<Float>, (Int, Int)) {
            guard isTransposed else { return (Buffer(values), (rows, columns)) }
            return (Buffer((0..<rows * columns).map { values[$0 % rows * columns + $0 / rows] }), (columns, rows))
        }
        let (a, aShape) = matrix(x, m, k, transposed.0)
        let (b, bShape) = matrix(w, k, n, transposed.1)
        let c = Buffer<Float>(count: m * n)
        Products<Float>(.bf16).multiply(
            a.vector.matrix(rows: aShape.0, columns: aShape.1), transposed: transposed.0,
            b.vector.matrix(rows: bShape.0, columns: bShape.1), transposed: transposed.1,
            into: c.vector.matrix(rows: m, columns: n), adding: false)
        let expected = (0..<m * n).map { index in
            Self.product(
                Array(x[index / n * k..<(index / n + 1) * k]), (0..<k).map { w[$0 * n + index % n] }, start: 0
            ).bitPattern
        }
        #expect(Self.bits(c) == expected)
    }
}
