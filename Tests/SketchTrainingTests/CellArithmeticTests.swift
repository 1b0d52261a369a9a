import SketchCore
import SketchInference
import SketchTraining
import TestSupport
import Testing

/// Each float32 kernel of a training step against the plain form, at sizes that are and are not multiples of a vector's, and
/// with the same bits at every processor level.
@Suite struct CellArithmeticTests {
    private static let sizes = [1, 3, 8, 15, 16, 17, 31, 33, 64, 100, 129, 512]

    /// Random numbers as float32, in both types.
    private struct Operands {
        var random: PhiloxSequence
        var floats: [Buffer<Float>] = []
        var doubles: [Buffer<Double>] = []

        init(seed: Int) { random = PhiloxSequence(seed: 8, stream: UInt64(seed)) }

        mutating func add(_ counts: Int...) {
            for count in counts {
                let values = random.nextNormals(count)
                floats.append(Buffer(values))
                doubles.append(Buffer(values.map { Double($0) }))
            }
        }

        /// Runs the kernel at every level and the plain form, and compares all buffers.
        func agree(
            _ kernel: ([VectorView<Float>]) -> Void, _ plain: ([VectorView<Double>]) -> Void
        ) -> Bool {
            let start = floats.map(\.values)
            let isSame = KernelLevels.agree {
                for (buffer, values) in zip(floats, start) {
                    for (index, value) in values.enumerated() { buffer.vector[index] = value }
                }
                kernel(floats.map(\.vector))
                return floats.map(\.values)
            }
            plain(doubles.map(\.vector))
            let worst = zip(floats, doubles).map { single, double in
                zip(single.values, double.values).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
            }
            return isSame && worst.allSatisfy { $0 < 1e-5 }
        }
    }

    @Test(arguments: sizes) func gatesAndTheirGradients(n: Int) {
        for hasDropout in [false, true] {
            // a, c, keep, activations, next, and the gradient of h's part, gradients, dc.
            var operands = Operands(seed: n)
            operands.add(4 * n, n, n, 4 * n, n, n, 4 * n, n)
            func run<Scalar: TrainingScalar>(_ v: [VectorView<Scalar>]) {
                let keep = hasDropout ? v[2] : nil
                Scalar.activateGates(v[0], cell: v[1], keep: keep, activations: v[3], next: v[4])
                Scalar.differentiateGates(
                    v[3], cell: v[1], fromHidden: v[5], keep: keep, gradients: v[6], cellGradient: v[7])
            }
            #expect(operands.agree(run, run))
        }
    }

    @Test(arguments: sizes) func outputAndItsGradients(n: Int) {
        // x, gate, squashed, hidden, and the gradients of h, gate and x.
        var operands = Operands(seed: n)
        operands.add(n, n, n, n, n, n, n)
        func run<Scalar: TrainingScalar>(_ v: [VectorView<Scalar>]) {
            Scalar.squashOutput(v[0], gate: v[1], squashed: v[2], hidden: v[3])
            Scalar.differentiateOutput(v[4], gate: v[1], squashed: v[2], gateGradient: v[5], inputGradient: v[6])
        }
        #expect(operands.agree(run, run))
    }

    @Test(arguments: sizes.dropFirst()) func normalizationAndItsGradients(n: Int) {
        // x, gain, shift, normal, y, and the gradients of y, gain, shift and x.
        var operands = Operands(seed: n)
        operands.add(n, n, n, n, n, n, n, n, n)
        func run<Scalar: TrainingScalar>(_ v: [VectorView<Scalar>]) {
            let inverse = Scalar.normalize(v[0], gain: v[1], shift: v[2], normal: v[3], into: v[4])
            Scalar.differentiateNormal(
                v[5], normal: v[3], inverse: inverse, gain: v[1], gainGradient: v[6], shiftGradient: v[7],
                inputGradient: v[8])
        }
        #expect(operands.agree(run, run))
    }

    @Test(arguments: sizes) func scalingAndItsGradients(n: Int) {
        // x, h, scales, bias, a, and the gradients of a, x, h and the scales.
        var operands = Operands(seed: n)
        operands.add(n, n, 3 * n, n, n, n, n, n, 3 * n)
        func run<Scalar: TrainingScalar>(_ v: [VectorView<Scalar>]) {
            Scalar.scaleProducts(v[0], v[1], scales: v[2], bias: v[3], into: v[4])
            Scalar.differentiateScaling(
                v[5], scales: v[2], x: v[0], h: v[1], xGradient: v[6], hGradient: v[7], scaleGradient: v[8])
        }
        #expect(operands.agree(run, run))
    }

    @Test(arguments: sizes + [1200], [1, 4]) func inputGradientsAndAdam(n: Int, rows: Int) {
        // x, da, dw, a total by row, a total over rows; parameters, m, v, two gradients.
        var operands = Operands(seed: n)
        operands.add(5 * rows, rows * n, 5 * n, rows * n, n, n, n, n, n, n)
        func run<Scalar: TrainingScalar>(_ v: [VectorView<Scalar>]) {
            let (x, da) = (v[0].matrix(rows: rows, columns: 5), v[1].matrix(rows: rows, columns: n))
            let dw = v[2].matrix(rows: 5, columns: n)
            Scalar.addInputGradients(x, da, to: dw, total: nil)
            Scalar.addInputGradients(x, da, to: dw, total: .byRow(v[3].matrix(rows: rows, columns: n)))
            Scalar.addInputGradients(x, da, to: dw, total: .overRows(v[4]))
            for k in 0..<n { v[7][k] = abs(v[7][k]) }
            for gradient in [v[8], v[9]] {
                Scalar.updateAdam(v[5], m: v[6], v: v[7], gradient: gradient, rate: 0.01, limit: 1)
            }
        }
        #expect(operands.agree(run, run))
    }
}
