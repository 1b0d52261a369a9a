import CSketchKernels
import SketchCore

/// The noise of one decoder step, in the order of the original's `sample`.
package struct StepDraws: Hashable, Sendable {
    /// Uniforms in [0, 1) that select the mixture component and the pen state.
    package var mixture: Double
    package var pen: Double
    /// Two standard normals: that of dx, and the part of dy that is independent of it.
    package var normalX: Double
    package var normalY: Double

    package init(mixture: Double, pen: Double, normalX: Double, normalY: Double) {
        self.mixture = mixture
        self.pen = pen
        self.normalX = normalX
        self.normalY = normalY
    }

    /// The noise of step `step` of a drawing: blocks 2 step and 2 step + 1 of its random stream, for candidate k those
    /// from k 2^32 on.
    package init(_ source: Philox, step: Int, candidate: Int = 0) {
        let first = UInt64(candidate) << 32 + UInt64(step) * 2
        let uniforms = source.uniforms(first)
        let normals = source.normals(first + 1)
        self.init(mixture: uniforms.0, pen: uniforms.1, normalX: normals.0, normalY: normals.1)
    }
}

/// Samples a stroke-5 row from the decoder's output vector (Ha & Eck, section 3.2, equations 3-8).
///
/// y [6M + 3] contains three pen logits (down, up, end), then six blocks of M: pi, mu_x, mu_y, s_x, s_y, rho. Sums over
/// components and pen states are evaluated in index order.
struct MixtureSampler {
    let mixtureCount: Int
    /// Scratch memory for max(M, 3) weights.
    private let weights: FloatBuffer

    init(mixtureCount: Int) {
        self.mixtureCount = mixtureCount
        weights = FloatBuffer(count: max(mixtureCount, 3))
    }

    /// The next row, in model units. Its offsets are not finite if the output is not; the caller checks.
    func row(_ output: UnsafePointer<Float>, sampling: Sampling, draws: StepDraws) -> Stroke5.Row {
        let m = mixtureCount
        let divisor = sampling.convention.logitDivisor(sampling.temperature)
        let isGreedy = sampling.isGreedy
        let component =
            isGreedy || divisor == 0
            ? mostProbable(output + 3, count: m)
            : choose(output + 3, count: m, divisor: divisor, uniform: draws.mixture)
        let penDivisor = sampling.convention.penDivisor(sampling.temperature)
        let pen =
            isGreedy || penDivisor == 0
            ? mostProbable(output, count: 3)
            : choose(output, count: 3, divisor: penDivisor, uniform: draws.pen)
        let state = PenState(rawValue: pen) ?? .end
        let means = output + 3 + m
        let x = Double(means[component])
        let y = Double(means[m + component])
        if isGreedy { return Stroke5.Row(dx: Float(x), dy: Float(y), pen: state) }

        let factor = sampling.convention.deviationFactor(sampling.temperature)
        weights.base[0] = means[2 * m + component]
        weights.base[1] = means[3 * m + component]
        sk_exp(weights.base, weights.base, 2)
        weights.base[2] = means[4 * m + component]
        sk_tanh(weights.base + 2, weights.base + 2, 1)
        let deviationX = Double(weights.base[0]) * factor
        let deviationY = Double(weights.base[1]) * factor
        let rho = Double(weights.base[2])
        let across = (1 - rho * rho).squareRoot()
        return Stroke5.Row(
            dx: Float(x + deviationX * draws.normalX),
            dy: Float(y + deviationY * (rho * draws.normalX + across * draws.normalY)), pen: state)
    }

    /// The first k whose cumulative softmax(logits / divisor) reaches `uniform`; the last if none does.
    private func choose(
        _ logits: UnsafePointer<Float>, count: Int, divisor: Double, uniform: Double
    ) -> Int {
        let highest = logits[mostProbable(logits, count: count)]
        for k in 0..<count {
            weights.base[k] = Float(Double(logits[k] - highest) / divisor)
        }
        sk_exp(weights.base, weights.base, Int32(count))
        var total = 0.0
        for k in 0..<count { total += Double(weights.base[k]) }
        let threshold = uniform * total
        var sum = 0.0
        for k in 0..<count {
            sum += Double(weights.base[k])
            if sum >= threshold { return k }
        }
        return count - 1
    }

    private func mostProbable(_ logits: UnsafePointer<Float>, count: Int) -> Int {
        var best = 0
        for k in 1..<max(count, 1) where logits[k] > logits[best] { best = k }
        return best
    }
}
