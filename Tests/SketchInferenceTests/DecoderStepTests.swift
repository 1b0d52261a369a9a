import SketchCore
import SketchInference
import TestSupport
import Testing

@Suite struct DecoderStepTests {
    @Test(arguments: CellKind.allCases, [true, false])
    func steppingGivesTheRowsOfDecode(cell: CellKind, isConditional: Bool) throws {
        let decoder = try ModelFixture.model(conditional: isConditional, cell: cell).decoder()
        let latent: [Float]? = isConditional ? [0.3, -1, 0.2, 0] : nil
        let sampling = Sampling(temperature: 0.7)
        let request = DecodeRequest(latent: latent, sampling: sampling, seed: 11, drawIndex: 4)
        let expected = try decoder.decode([request], length: .steps(15))[0].stroke5.rows
        var state = try decoder.initialState(latent: latent)
        var row = Stroke5.Row.start
        for step in expected.indices {
            row = try decoder.step(row, state: &state).row(sampling: sampling, seed: 11, drawIndex: 4, step: step)
            #expect(row == expected[step])
        }
    }

    @Test func aCopyOfAStateIsABranch() throws {
        let decoder = try ModelFixture.model().decoder()
        var state = try decoder.initialState(latent: [0, 1, 0, 1])
        _ = try decoder.step(.start, state: &state)
        var branch = state
        let row = Stroke5.Row(dx: 1, dy: 2, pen: .up)
        let density = try decoder.step(row, state: &branch)
        #expect(branch != state)
        #expect(try decoder.step(row, state: &state) == density)
        #expect(branch == state)
    }

    @Test func aDensityIsNormalised() throws {
        let decoder = try ModelFixture.model().decoder()
        var state = try decoder.initialState(latent: [0, 1, 0, 1])
        let density = try decoder.step(.start, state: &state)
        #expect(density.mixtureCount == 3 && density.means.x.count == 3 && density.output.count == 21)
        #expect(abs(density.weights.reduce(0, +) - 1) < 1e-6 && abs(density.penProbabilities.reduce(0, +) - 1) < 1e-6)
        #expect((density.deviations.x + density.deviations.y).allSatisfy { $0 > 0 })
        #expect(density.correlations.allSatisfy { abs($0) < 1 })
        let greedy = try density.row(sampling: Sampling(isGreedy: true), seed: 0, step: 0)
        let best = try #require(density.weights.indices.max { density.weights[$0] < density.weights[$1] })
        #expect(greedy.dx == density.means.x[best] && greedy.dy == density.means.y[best])
    }

    @Test func statesAndLatentsOfOtherModelsAreErrors() throws {
        let decoder = try ModelFixture.model().decoder()
        #expect(throws: InferenceError.latentSize(found: 1, expected: 4)) { try decoder.initialState(latent: [0]) }
        var other = try ModelFixture.model(decoder: 11).decoder().initialState(latent: [0, 0, 0, 0])
        #expect(throws: InferenceError.stateSize(found: 22, expected: 20)) { try decoder.step(.start, state: &other) }
    }
}
