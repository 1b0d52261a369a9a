import LatentOps
import SketchInference
import Testing

@Suite struct CandidateTests {
    private static let scores = CandidateScores(
        likelihoods: [1, 3, 2], hasEnded: [true, true, true], meanDistances: [0.2, 0.9, 0.1],
        inputDistances: [0.5, 0.5, 0.9])

    @Test func costsAreStandardScores() {
        // z of 1, 3, 2 is (-1, 1, 0) sqrt(3/2).
        let unit = 1.5.squareRoot()
        for (cost, expected) in zip(Self.scores.costs(.likelihood), [unit, -unit, 0]) {
            #expect(abs(cost - expected) < 1e-12)
        }
        let distances = [0.2, 0.9, 0.1]
        let deviation = (distances.reduce(0) { $0 + ($1 - 0.4) * ($1 - 0.4) } / 3).squareRoot()
        for (k, cost) in Self.scores.costs(.consensus).enumerated() {
            let z = [-unit, unit, 0][k]
            #expect(abs(cost - ((distances[k] - 0.4) / deviation - z) / 2) < 1e-12)
        }
        // Of two equally near the input, the more likely.
        #expect(CandidateScores.best(Self.scores.costs(.likeness)) == 1)
        #expect(CandidateScores.best(Self.scores.costs(.likelihood)) == 1)
        #expect(CandidateScores.best(Self.scores.costs(.consensus)) == 2)
        #expect(CandidateScores.best(Self.scores.costs(.first)) == 0)
    }

    @Test func aCandidateThatDoesNotEndIsNotChosen() {
        var scores = Self.scores
        scores.hasEnded = [true, false, true]
        for criterion in CandidateCriterion.allCases { #expect(scores.costs(criterion)[1] == .infinity) }
        scores.hasEnded = [false, true, true]
        #expect(CandidateScores.best(scores.costs(.first)) == 1)
        scores.hasEnded = [false, false, false]
        #expect(CandidateScores.best(scores.costs(.likelihood)) == 0)
    }

    @Test func equalCandidatesGiveTheFirst() {
        let scores = CandidateScores(likelihoods: [2, 2], hasEnded: [true, true], meanDistances: [0, 0])
        for criterion in CandidateCriterion.allCases { #expect(CandidateScores.best(scores.costs(criterion)) == 0) }
        #expect(scores.costs(.consensus) == [0, 0])
    }

    @Test func withoutAnInputLikenessIsConsensus() {
        var scores = Self.scores
        scores.inputDistances = []
        #expect(scores.costs(.likeness) == scores.costs(.consensus))
    }

    /// The path is compared with the best of all combinations.
    @Test(arguments: 0..<20) func thePathIsTheBestOfAll(seed: UInt64) {
        var random = PhiloxSequence(seed: seed, stream: 1)
        let (steps, count) = (5, 4)
        var costs = (0..<steps).map { _ in (0..<count).map { _ in random.nextUniform() } }
        // Some candidates do not end; at one step none does.
        costs[1][2] = .infinity
        costs[3] = [.infinity, .infinity, .infinity, .infinity]
        let distances = (0..<steps * count * count).map { _ in random.nextUniform() }
        func distance(_ step: Int, _ from: Int, _ to: Int) -> Double { distances[(step * count + from) * count + to] }

        var path = CandidatePath()
        for step in 0..<steps { path.add(costs: costs[step]) { distance(step, $0, $1) } }

        func total(_ choice: [Int]) -> Double {
            var sum = 0.0
            for step in 0..<steps {
                sum += step == 3 ? 0 : costs[step][choice[step]]
                if step > 0 { sum += 3 * distance(step, choice[step - 1], choice[step]) }
            }
            return sum
        }
        var best = Double.infinity
        for code in 0..<1024 {
            best = min(best, total((0..<steps).map { code >> (2 * $0) & 3 }))
        }
        #expect(path.choice.count == steps)
        #expect(abs(total(path.choice) - best) < 1e-12)
    }

    @Test func aPathOfOneStepTakesTheSmallestCost() {
        var path = CandidatePath()
        #expect(path.choice == [])
        path.add(costs: [2, 1, 1]) { _, _ in 0 }
        #expect(path.choice == [1])
    }
}
