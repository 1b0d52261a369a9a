import CSketchKernels
import SketchCore
import SketchSupport

/// The log likelihood of a row under the decoder's output at T = 1: log(p(dx, dy) + 1e-6) + log p(pen) (the negative of
/// Ha & Eck, equations 9 and 10, for one row). Exponentials are those of the sampling kernels and logarithms are portable,
/// so equal outputs give equal bits on every processor.
struct RowLikelihood {
    private let mixtureCount: Int
    /// Scratch memory: exp(-s_x), exp(-s_y) [2M], tanh rho [M], exponents [M], pi [M], pen [3].
    private let scratch: FloatBuffer

    /// Added to the density before its logarithm, as in training.
    private static let floor = 1e-6

    init(mixtureCount: Int) {
        self.mixtureCount = mixtureCount
        scratch = FloatBuffer(count: 5 * mixtureCount + 3)
    }

    /// - Parameters:
    ///   - output: y [6M + 3]; see `MixtureSampler`.
    ///   - row: in model units; at the end of a drawing only its pen state counts.
    func value(_ output: UnsafePointer<Float>, _ row: Stroke5.Row) -> Double {
        let pen = penValue(output, row.pen)
        return row.pen == .end ? pen : pen + offsetValue(output + 3, Double(row.dx), Double(row.dy))
    }

    private func penValue(_ logits: UnsafePointer<Float>, _ state: PenState) -> Double {
        let weights = scratch.base + 5 * mixtureCount
        let top = max(logits[0], logits[1], logits[2])
        for k in 0..<3 { weights[k] = logits[k] - top }
        let own = Double(weights[state.rawValue])
        sk_exp(weights, weights, 3)
        return own - PortableMath.log(Double(weights[0]) + Double(weights[1]) + Double(weights[2]))
    }

    /// y points at the mixture's blocks.
    private func offsetValue(_ y: UnsafePointer<Float>, _ dx: Double, _ dy: Double) -> Double {
        let m = mixtureCount
        let (inverse, rho) = (scratch.base, scratch.base + 2 * m)
        let (exponents, weights) = (scratch.base + 3 * m, scratch.base + 4 * m)
        for k in 0..<2 * m { inverse[k] = -y[3 * m + k] }
        sk_exp(inverse, inverse, Int32(2 * m))
        sk_tanh(y + 5 * m, rho, Int32(m))
        var top = y[0]
        for k in 1..<m { top = max(top, y[k]) }
        for k in 0..<m {
            let x = (Float(dx) - y[m + k]) * inverse[k]
            let z = (Float(dy) - y[2 * m + k]) * inverse[m + k]
            // 1 - rho^2, kept above 0 where tanh rounds to 1.
            let across = max((1 - rho[k]) * (1 + rho[k]), 1e-7)
            exponents[k] = max((2 * rho[k] * x * z - x * x - z * z) / (2 * across), -80)
            rho[k] = across
            weights[k] = y[k] - top
        }
        sk_exp(exponents, exponents, Int32(m))
        sk_exp(weights, weights, Int32(m))
        var (density, total) = (0.0, 0.0)
        for k in 0..<m {
            total += Double(weights[k])
            density +=
                Double(weights[k]) * Double(exponents[k]) * Double(inverse[k]) * Double(inverse[m + k])
                / Double(rho[k]).squareRoot()
        }
        let likelihood = density / (total * 2 * .pi)
        // Deviations near the smallest numbers overflow; such a row has the likelihood of `floor`.
        return PortableMath.log((likelihood < 1e300 ? likelihood : 0) + Self.floor)
    }
}
