import CSketchKernels
import Foundation
import SketchInference
import TestSupport
import Testing

/// The sampler's cell kernels against plain implementations in double precision, at sizes that are and are not multiples of
/// a vector's, with several seeds; and the same bits at every processor level.
@Suite struct CellKernelTests {
    private static let sizes = [1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 100, 127, 128, 129, 256, 512, 1000]
    private static let seeds: [UInt64] = [1, 2, 3, 4, 5]

    // MARK: Plain implementations

    private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// i, j, f, o = split(a); c' = c sig(f + 1) + sig(i) tanh(j); h' = tanh(c') sig(o).
    private static func lstm(_ a: [Double], c: [Double]) -> (c: [Double], h: [Double]) {
        let n = c.count
        var (next, hidden) = (c, c)
        for k in 0..<n {
            let (i, j, f, o) = (a[k], a[n + k], a[2 * n + k], a[3 * n + k])
            next[k] = c[k] * sigmoid(f + 1) + sigmoid(i) * tanh(j)
            hidden[k] = tanh(next[k]) * sigmoid(o)
        }
        return (next, hidden)
    }

    /// (x - mean) / sqrt(variance + 1e-3) * gain + shift, with the population variance.
    private static func normalized(_ x: [Double], gain: [Double], shift: [Double]) -> [Double] {
        let n = Double(x.count)
        let mean = x.reduce(0, +) / n
        let variance = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / n
        return x.indices.map { (x[$0] - mean) / (variance + 1e-3).squareRoot() * gain[$0] + shift[$0] }
    }

    /// The LSTM with each gate's block normalised, and c' normalised before its tanh, but not where it is carried on.
    private static func normalizedLSTM(
        _ a: [Double], gain: [Double], shift: [Double], cellGain: [Double], cellShift: [Double], c: [Double]
    ) -> (c: [Double], h: [Double]) {
        let n = c.count
        let gates = (0..<4).flatMap { gate in
            let block = gate * n..<(gate + 1) * n
            return normalized(Array(a[block]), gain: Array(gain[block]), shift: Array(shift[block]))
        }
        let next = lstm(gates, c: c).c
        let squashed = normalized(next, gain: cellGain, shift: cellShift)
        return (next, (0..<n).map { tanh(squashed[$0]) * sigmoid(gates[3 * n + $0]) })
    }

    /// scales_0 x + scales_1 h + scales_2 + bias.
    private static func scaled(_ x: [Double], _ h: [Double], scales: [Double], bias: [Double]) -> [Double] {
        let n = x.count
        return (0..<n).map { k in
            let (fromInput, fromHidden): (Double, Double) = (scales[k] * x[k], scales[n + k] * h[k])
            return fromInput + fromHidden + scales[2 * n + k] + bias[k]
        }
    }

    // MARK: Comparisons

    private static func doubles(_ values: [Float]) -> [Double] { values.map { Double($0) } }

    /// The largest difference, relative to the larger of 1 and the expected value.
    private static func error(_ found: [Float], _ expected: [Double]) -> Double {
        guard found.count == expected.count else { return .infinity }
        return zip(found, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
    }

    private static func draws(_ count: Int, _ random: inout PhiloxSequence, times scale: Float) -> [Float] {
        random.nextNormals(count).map { $0 * scale }
    }

    @Test(arguments: sizes, seeds) func lstmGatesAreTheLSTMs(n: Int, seed: UInt64) {
        var random = PhiloxSequence(seed: seed, stream: UInt64(n))
        let (a, c) = (Self.draws(4 * n, &random, times: 3), Self.draws(n, &random, times: 2))
        let expected = Self.lstm(Self.doubles(a), c: Self.doubles(c))
        var (next, hidden) = (c, c)
        let isSame = KernelLevels.agree {
            (next, hidden) = (c, [Float](repeating: .nan, count: n))
            sk_lstm_gates(a, Int32(n), &next, &hidden)
            return next + hidden
        }
        #expect(isSame)
        #expect(Self.error(next, expected.c) < 5e-7 && Self.error(hidden, expected.h) < 5e-7)
    }

    @Test(arguments: sizes, seeds) func normalizedGatesAreTheLayerNormalizedLSTMs(n: Int, seed: UInt64) {
        var random = PhiloxSequence(seed: seed, stream: 1 << 32 + UInt64(n))
        let a = Self.draws(4 * n, &random, times: 5).map { $0 + 2 }
        let c = Self.draws(n, &random, times: 2)
        let gain = Self.draws(4 * n, &random, times: 0.3).map { $0 + 1 }
        let shift = Self.draws(4 * n, &random, times: 0.5)
        let cellGain = Self.draws(n, &random, times: 0.3).map { $0 + 1 }
        let cellShift = Self.draws(n, &random, times: 0.5)
        let expected = Self.normalizedLSTM(
            Self.doubles(a), gain: Self.doubles(gain), shift: Self.doubles(shift), cellGain: Self.doubles(cellGain),
            cellShift: Self.doubles(cellShift), c: Self.doubles(c))
        var (next, hidden) = (c, c)
        let isSame = KernelLevels.agree {
            var used = a
            (next, hidden) = (c, [Float](repeating: .nan, count: n))
            sk_norm_lstm_gates(&used, Int32(n), gain, shift, cellGain, cellShift, &next, &hidden)
            return next + hidden
        }
        #expect(isSame)
        #expect(Self.error(next, expected.c) < 4e-6 && Self.error(hidden, expected.h) < 4e-6)
    }

    @Test(arguments: sizes, seeds) func hyperScaleIsTheScaledSum(n: Int, seed: UInt64) {
        var random = PhiloxSequence(seed: seed, stream: 2 << 32 + UInt64(n))
        let (x, h) = (Self.draws(n, &random, times: 2), Self.draws(n, &random, times: 2))
        let (scales, bias) = (Self.draws(3 * n, &random, times: 1), Self.draws(n, &random, times: 1))
        let expected = Self.scaled(
            Self.doubles(x), Self.doubles(h), scales: Self.doubles(scales), bias: Self.doubles(bias))
        var sums: [Float] = []
        let isSame = KernelLevels.agree {
            sums = [Float](repeating: .nan, count: n)
            sk_hyper_scale(x, h, scales, bias, Int32(n), &sums)
            return sums
        }
        #expect(isSame)
        #expect(Self.error(sums, expected) < 2e-6)
    }

    /// A constant block has variance 0; the 1e-3 under the root keeps the result finite and equal to the shift.
    @Test func aConstantBlockIsNormalizedToItsShift() {
        let n = 20
        var a = [Float](repeating: 7, count: 4 * n)
        var (c, h) = ([Float](repeating: 0, count: n), [Float](repeating: .nan, count: n))
        let (ones, shift) = ([Float](repeating: 1, count: 4 * n), [Float](repeating: 0.25, count: 4 * n))
        sk_norm_lstm_gates(&a, Int32(n), ones, shift, ones, [Float](repeating: 0, count: n), &c, &h)
        let expected = Self.sigmoid(0.25) * tanh(0.25)
        #expect(c.allSatisfy { abs(Double($0) - expected) < 1e-6 } && h.allSatisfy { abs($0) < 1e-5 })
    }
}
