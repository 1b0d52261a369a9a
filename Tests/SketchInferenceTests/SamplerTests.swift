import Foundation
import SketchCore
import SketchInference
import TestSupport
import Testing

@Suite struct SamplerTests {
    @Test func temperatureConventionsMatchTheirOriginals() {
        #expect(TemperatureConvention.paper.logitDivisor(0.25) == 0.25)
        #expect(TemperatureConvention.paper.deviationFactor(0.25) == 0.5)
        #expect(TemperatureConvention.magenta.logitDivisor(0.25) == 0.25)
        #expect(TemperatureConvention.magenta.deviationFactor(0.25) == 0.25)
        #expect(TemperatureConvention.js.logitDivisor(0.25) == 0.625)
        #expect(TemperatureConvention.js.deviationFactor(0.25) == 0.5)
    }

    /// A decoder-only model whose output is its bias at every step: the law of a row is known exactly.
    private func constantModel(_ output: [Float]) -> SketchModel {
        var model = ModelFixture.model(conditional: false, mixtures: 2, gain: 0)
        model.weights["vector_rnn/RNN/output_b"] = Tensor(shape: [15], values: output)
        return model
    }

    @Test(arguments: TemperatureConvention.allCases)
    func rowsFollowTheMixtureLaw(convention: TemperatureConvention) throws {
        let t = 0.5
        // Pen logits, then pi, mu_x, mu_y, s_x, s_y, rho of two components far apart in x.
        let model = constantModel([
            0.3, -0.2, -1, 0.4, -0.6, -50, 50, 1, 2, 0.2, -0.3, -0.5, 0.1, 0.8, -0.7,
        ])
        let drawn = try SketchDecoder(model).decode(
            (0..<40).map { DecodeRequest(sampling: Sampling(temperature: t, convention: convention), seed: 5, drawIndex: $0) },
            length: .steps(1000))
        let rows = drawn.flatMap(\.stroke5.rows)
        #expect(rows.count == 40_000 && drawn.allSatisfy(\.reachedEnd))
        // By hand, not by the sampler's own divisors: at T = 0.5.
        let divisors: (pi: Double, pen: Double) =
            switch convention {
            case .untemperedPen: (0.75, 1)
            case .paper, .magenta: (0.5, 0.5)
            case .js: (0.75, 0.75)
            }
        func softmax(_ logits: [Double], _ divisor: Double) -> [Double] {
            let e = logits.map { exp($0 / divisor) }
            return e.map { $0 / e.reduce(0, +) }
        }
        let left = rows.filter { $0.dx < 0 }
        #expect(abs(Double(left.count) / 40_000 - softmax([0.4, -0.6], divisors.pi)[0]) < 0.01)
        let pens = softmax([0.3, -0.2, -1], divisors.pen)
        for state in PenState.allCases {
            let share = Double(rows.count { $0.pen == state }) / 40_000
            #expect(abs(share - pens[state.rawValue]) < 0.01)
        }
        let factor = convention.deviationFactor(t)
        let (sx, sy) = (exp(0.2) * factor, exp(-0.5) * factor)
        let n = Double(left.count)
        let mx = left.reduce(0) { $0 + Double($1.dx) } / n
        let my = left.reduce(0) { $0 + Double($1.dy) } / n
        let vx = left.reduce(0) { $0 + pow(Double($1.dx) - mx, 2) } / n
        let vy = left.reduce(0) { $0 + pow(Double($1.dy) - my, 2) } / n
        let vxy = left.reduce(0) { $0 + (Double($1.dx) - mx) * (Double($1.dy) - my) } / n
        #expect(abs(mx + 50) < 0.03 && abs(my - 1) < 0.03)
        #expect(abs(vx.squareRoot() / sx - 1) < 0.02 && abs(vy.squareRoot() / sy - 1) < 0.02)
        #expect(abs(vxy / (vx * vy).squareRoot() - tanh(0.8)) < 0.02)
    }

    @Test func lengthsAndEnds() throws {
        var output = [Float](repeating: 0, count: 15)
        output[2] = 60
        let ending = try SketchDecoder(constantModel(output))
        let request = DecodeRequest(seed: 1)
        let ended = try ending.decode([request], length: .untilEnd(limit: 9))[0]
        #expect(ended.stroke5.rows.isEmpty && ended.reachedEnd)
        let steps = try ending.decode([request], length: .steps(9))[0]
        #expect(steps.stroke5.rows.count == 9 && steps.stroke5.rows.allSatisfy { $0.pen == .end })
        output[2] = -60
        let endless = try SketchDecoder(constantModel(output)).decode([request], length: .untilEnd(limit: 9))[0]
        #expect(endless.stroke5.rows.count == 9 && !endless.reachedEnd)
        #expect(try ending.decode([], length: .steps(3)).isEmpty)
        #expect(try ending.decode([request], length: .steps(0))[0].stroke5.rows.isEmpty)
    }

    @Test func aPrefixIsKeptAndReadByTheDecoder() throws {
        var model = ModelFixture.model(gain: 0.7)
        model.weights["vector_rnn/RNN/output_b"]?.values[2] = -9
        let decoder = try SketchDecoder(model)
        let latent: [Float] = [0.1, -0.5, 1, 0.3]
        let free = try decoder.decode([.init(latent: latent, seed: 3)], length: .steps(12))[0].stroke5.rows
        let prefix = Array(free.prefix { $0.pen != .end }.prefix(4))
        try #require(prefix.count == 4)
        // Draws are numbered by step, so a drawing continues as it would have.
        let again = try decoder.decode([.init(latent: latent, seed: 3, prefix: prefix)], length: .steps(12))[0]
        #expect(again.stroke5.rows == free && again.prefixCount == prefix.count)
        var other = prefix
        other[0].dx += 3
        let changed = try decoder.decode([.init(latent: latent, seed: 3, prefix: other)], length: .steps(12))[0]
        #expect(Array(changed.stroke5.rows.prefix(prefix.count)) == other)
        #expect(changed.stroke5.rows.dropFirst(prefix.count) != again.stroke5.rows.dropFirst(prefix.count))
        let zero = Sampling(temperature: 0)
        let greedy = Sampling(isGreedy: true)
        #expect(
            try decoder.decode([.init(latent: latent, sampling: zero, seed: 3)], length: .steps(12))
                == decoder.decode([.init(latent: latent, sampling: greedy, seed: 8)], length: .steps(12)))
    }

    @Test func errorsNameInvalidRequests() throws {
        let decoder = try SketchDecoder(ModelFixture.model())
        let good: [Float] = [0, 0, 0, 0]
        func sentence(_ request: DecodeRequest, steps: Int = 5) -> String {
            ModelFixture.sentence { _ = try decoder.decode([request], length: .steps(steps)) }
        }
        #expect(sentence(.init(latent: [1], seed: 0)).contains("The latent has 1 value; the model needs 4."))
        #expect(sentence(.init(seed: 0)).contains("The latent has 0 values; the model needs 4."))
        for temperature in [-1, .nan, .infinity] {
            let request = DecodeRequest(latent: good, sampling: .init(temperature: temperature), seed: 0)
            #expect(sentence(request).contains("temperature"))
        }
        #expect(sentence(.init(latent: good, seed: 0), steps: -1).contains("-1 rows"))
        var wild = ModelFixture.model()
        wild.weights["vector_rnn/RNN/output_b"]?.values = [Float](repeating: 3e38, count: 21)
        let failing = try SketchDecoder(wild)
        #expect(
            ModelFixture.sentence {
                _ = try failing.decode([.init(latent: good, seed: 0)], length: .steps(5))
            }.contains("row 0 of drawing 0"))
        #expect(
            ModelFixture.sentence {
                _ = try SketchEncoder(ModelFixture.model(conditional: false))
            }.contains("decoder-only"))
    }
}
