import CSketchKernels
import SketchCore

/// The decoder's distribution of the next row: a mixture of M bivariate normal components for the offset, and a
/// categorical distribution of the pen state (Ha & Eck, section 3.2, equations 3-7). Offsets are in model units.
public struct MixtureDensity: Hashable, Sendable {
    /// y [6M + 3], the decoder's output: three pen logits (down, up, end), then M values each of pi, mu_x, mu_y, s_x, s_y
    /// and rho, before softmax, exp and tanh.
    public let output: [Float]

    /// - Parameter output: [6M + 3], with M at least 1.
    init(output: [Float]) { self.output = output }

    /// M.
    public var mixtureCount: Int { (output.count - 3) / 6 }

    /// The probabilities of the pen states down, up and end; 3 values.
    public var penProbabilities: [Float] { Elementwise.softmax(Array(output[0..<3])) }

    /// Pi, the probabilities of the components; M values.
    public var weights: [Float] { Elementwise.softmax(Array(output[block(0)])) }

    /// The components' mean offsets, M values each.
    public var means: (x: [Float], y: [Float]) { (Array(output[block(1)]), Array(output[block(2)])) }

    /// The components' standard deviations, M values each.
    public var deviations: (x: [Float], y: [Float]) {
        (Elementwise.exp(Array(output[block(3)])), Elementwise.exp(Array(output[block(4)])))
    }

    /// Rho, the components' correlations; M values.
    public var correlations: [Float] { Elementwise.tanh(Array(output[block(5)])) }

    /// A row from the distribution, with the noise that `SketchDecoder.decode` uses at this step of a drawing.
    ///
    /// - Parameters:
    ///   - step: the row's position in its drawing, counted from 0.
    /// - Throws: `InferenceError.invalidTemperature`, `.numericalFailure` if an offset is not finite.
    public func row(sampling: Sampling, seed: UInt64, drawIndex: UInt64 = 0, step: Int) throws -> Stroke5.Row {
        try sampling.validate()
        let draws = StepDraws(Philox(seed: seed, stream: drawIndex), step: step)
        let row = output.withUnsafeBufferPointer { output in
            output.baseAddress.map { MixtureSampler(mixtureCount: mixtureCount).row($0, sampling: sampling, draws: draws) }
        }
        guard let row, row.dx.isFinite, row.dy.isFinite else {
            throw InferenceError.numericalFailure(detail: "row \(step)")
        }
        return row
    }

    private func block(_ index: Int) -> Range<Int> {
        let start = 3 + index * mixtureCount
        return start..<start + mixtureCount
    }
}
