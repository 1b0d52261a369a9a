import LatentOps
import SketchInference
import Testing

@Suite struct AggregatePosteriorTests {
    private static let mean: [Float] = [1, -2, 0]
    private static let covariance: [Float] = [1.1, 0.6, 0, 0.6, 0.8, 0, 0, 0, 0.5]

    @Test func pointsFollowTheMoments() throws {
        let posterior = try AggregatePosterior(mean: Self.mean, covariance: Self.covariance)
        let points = try (0..<20_000).map {
            try posterior.point(noise: LatentDraw.prior(size: 3, seed: 4, drawIndex: UInt64($0)))
        }
        func mean(_ value: ([Float]) -> Double) -> Double { points.reduce(0) { $0 + value($1) } / 20_000 }
        let centre = (0..<3).map { k in mean { Double($0[k]) } }
        for row in 0..<3 {
            #expect(abs(centre[row] - Double(Self.mean[row])) < 0.03)
            for column in 0..<3 {
                let covariance = mean { (Double($0[row]) - centre[row]) * (Double($0[column]) - centre[column]) }
                #expect(abs(covariance - Double(Self.covariance[row * 3 + column])) < 0.05)
            }
        }
    }

    @Test func noiseOfZeroIsTheMean() throws {
        let posterior = try AggregatePosterior(mean: Self.mean, covariance: Self.covariance)
        #expect(try posterior.point(noise: [0, 0, 0]) == Self.mean)
        #expect(throws: LatentOpsError.sizesDiffer(3, 2)) { try posterior.point(noise: [0, 0]) }
    }

    @Test func aCovarianceThatIsNotPositiveDefiniteIsAnError() throws {
        var covariance = Self.covariance
        covariance[4] = 0
        #expect(throws: LatentOpsError.notPositiveDefinite(dimension: 1)) {
            try AggregatePosterior(mean: Self.mean, covariance: covariance)
        }
        #expect(throws: LatentOpsError.sizesDiffer(9, 4)) {
            try AggregatePosterior(mean: Self.mean, covariance: [1, 0, 0, 1])
        }
    }
}
