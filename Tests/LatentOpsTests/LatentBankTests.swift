import LatentOps
import SketchInference
import Testing

@Suite struct LatentBankTests {
    /// Two classes on the integers of two lines: class 0 at (k, 0), class 1 at (k, 10), k from 0 to 19.
    private static func bank() throws -> LatentBank {
        try LatentBank(
            points: (0..<40).flatMap { [Float($0 % 20), $0 < 20 ? 0 : 10] }, labels: (0..<40).map { $0 / 20 }, size: 2)
    }

    @Test func theNearestLatentsComeInOrder() throws {
        let bank = try Self.bank()
        #expect(try bank.nearest(to: [3.2, 1], count: 4) == [3, 4, 2, 5])
        #expect(try bank.nearest(to: [3.2, 1], count: 2, label: 1) == [23, 24])
        #expect(try bank.nearest(to: [3, 0], count: 2, excluding: 3) == [2, 4], "ties go to the lower row")
        #expect(try bank.nearest(to: [0, 0], count: 100).count == 40)
        #expect(throws: LatentOpsError.sizesDiffer(2, 1)) { try bank.nearest(to: [1], count: 1) }
    }

    @Test func theDistanceUsesEveryDimension() throws {
        // 19 dimensions: two full groups of eight and a rest. Row k differs from the origin in dimension k alone.
        let size = 19
        let points = (0..<size).flatMap { row in (0..<size).map { $0 == row ? Float(row + 1) : 0 } }
        let bank = try LatentBank(points: points, labels: [Int](repeating: 0, count: size), size: size)
        #expect(try bank.nearest(to: [Float](repeating: 0, count: size), count: size) == Array(0..<size))
    }

    @Test func blendsLieBetweenNeighboursOfOneClass() throws {
        let bank = try Self.bank()
        for index in 0..<500 {
            let point = try LatentDraw.bank(bank, rows: bank.rows(of: [1]), seed: 3, drawIndex: UInt64(index))
            #expect(point[1] == 10, "both latents are of the chosen class")
            #expect((0...19).contains(point[0]))
        }
        // b = row 0; its ten nearest of the class are rows 1 to 10; t = 0.3 + 0.4 * 0.5.
        let middle = try bank.blend(rows: [0], noise: (0, 0.95, 0.5))
        #expect(middle == [5, 0])
        let ends = try (try bank.blend(rows: [0], noise: (0, 0, 0)), bank.blend(rows: [0], noise: (0, 0.999, 0.999999)))
        #expect(abs(ends.0[0] - 0.3) < 1e-6 && abs(ends.1[0] - 7) < 1e-4)
    }

    @Test func aClassOfOneLatentGivesThatLatent() throws {
        let bank = try LatentBank(points: [1, 2, 3, 4], labels: [0, 1], size: 2)
        #expect(try bank.blend(rows: [1], noise: (0.5, 0.5, 0.5)) == [3, 4])
        #expect(throws: LatentOpsError.emptyBank) { try bank.blend(rows: bank.rows(of: [7]), noise: (0, 0, 0)) }
    }

    @Test func pullingMovesTowardsTheMeanOfTheFiveNearest() throws {
        let bank = try Self.bank()
        // The five nearest of (10, 1) are 8 to 12 on the first line: mean (10, 0).
        #expect(try bank.pulled([10, 1], weight: 0.75) == [10, 0.25])
        #expect(try bank.pulled([10, 1], weight: 1) == [10, 0])
        let latent: [Float] = [0.1, -7.3]
        #expect(try bank.pulled(latent, weight: 0) == latent)
    }

    @Test func theWeightIsZeroAtTheInputsAndLargestInTheMiddle() {
        for t in [0.0, 1] { #expect(PathPull.weight(0.75, at: t) == 0) }
        #expect(abs(PathPull.weight(0.75, at: 0.5) - 0.75) < 1e-12)
        #expect(abs(PathPull.weight(0.8, at: 0.25) - 0.8 * 0.5.squareRoot().squareRoot()) < 1e-12)
        for corner in [(0.0, 0.0), (0, 1), (1, 0), (1, 1)] {
            #expect(PathPull.weight(0.75, atU: corner.0, v: corner.1) == 0)
        }
        #expect(PathPull.weight(0.75, atU: 0.3, v: 0) == PathPull.weight(0.75, at: 0.3))
        #expect(abs(PathPull.weight(0.75, atU: 0.5, v: 0.9) - 0.75) < 1e-12)
    }

    @Test func aResultIsRescaledToTheMeanNorm() {
        #expect(PathPull.rescaled([3, 4], toMeanNormOf: [[0, 1], [2, 0], [0, -3]]) == [1.2, 1.6])
        #expect(PathPull.rescaled([0, 0], toMeanNormOf: [[0, 1]]) == [0, 0])
        #expect(PathPull.rescaled([3, 4], toMeanNormOf: [[0, 0]]) == [3, 4])
    }

    @Test func sizesAndNumbersAreChecked() {
        #expect(throws: LatentOpsError.sizesDiffer(4, 3)) { try LatentBank(points: [1, 2, 3], labels: [0, 0], size: 2) }
        #expect(throws: LatentOpsError.nonFinite(index: 1)) { try LatentBank(points: [1, .nan], labels: [0], size: 2) }
        #expect(throws: LatentOpsError.self) { try LatentBank(points: [], labels: [], size: 2) }
    }
}
