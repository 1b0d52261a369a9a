import SketchEvaluation
import SketchInference
import Testing

/// The measures on feature sets, against closed forms, hand cases and plain loops.
@Suite struct FeatureMetricTests {
    private static func normals(_ count: Int, _ size: Int, seed: UInt64, scale: Float = 1, offset: Float = 0) -> [[Float]] {
        var random = PhiloxSequence(seed: seed, stream: 0)
        return (0..<count).map { _ in random.nextNormals(size).map { $0 * scale + offset } }
    }

    private static func set(_ features: [[Float]]) throws -> FeatureSet { try #require(FeatureSet(features)) }

    @Test(arguments: [1, 2, 3, 8, 31]) func eigenvectorsDiagonaliseTheMatrix(n: Int) {
        var random = PhiloxSequence(seed: 3, stream: UInt64(n))
        var matrix = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0...i {
                matrix[i * n + j] = random.nextNormal()
                matrix[j * n + i] = matrix[i * n + j]
            }
        }
        let eigen = SymmetricEigen(matrix, size: n)
        for i in 0..<n {
            for j in 0..<n {
                var (value, product) = (0.0, 0.0)
                for k in 0..<n {
                    value += eigen.vectors[i * n + k] * eigen.values[k] * eigen.vectors[j * n + k]
                    product += eigen.vectors[k * n + i] * eigen.vectors[k * n + j]
                }
                #expect(abs(value - matrix[i * n + j]) < 1e-12 * Double(n))
                #expect(abs(product - (i == j ? 1 : 0)) < 1e-13 * Double(n))
            }
        }
    }

    @Test func degenerateMatricesHaveTheirEigenvalues() {
        let zero = SymmetricEigen([0, 0, 0, 0, 0, 0, 0, 0, 0], size: 3)
        #expect(zero.values == [0, 0, 0])
        // All ones has rank 1.
        let ones = SymmetricEigen([Double](repeating: 1, count: 16), size: 4).values.sorted()
        #expect(abs(ones[3] - 4) < 1e-14 && ones[0..<3].allSatisfy { abs($0) < 1e-14 })
    }

    @Test func theFrechetDistanceOfEqualSetsIsZeroAndItIsSymmetric() throws {
        let a = try Self.set(Self.normals(60, 9, seed: 1))
        let b = try Self.set(Self.normals(70, 9, seed: 2, scale: 1.5, offset: 0.3))
        #expect(try #require(FrechetDistance.between(a, a)) < 1e-9)
        let (ab, ba) = (try #require(FrechetDistance.between(a, b)), try #require(FrechetDistance.between(b, a)))
        #expect(ab > 1 && abs(ab - ba) < 1e-9)
    }

    /// The points +-a and +-b around a centre have the covariance 2/3 (a a^T + b b^T).
    private static func cross(_ a: (Float, Float), _ b: (Float, Float), centre: (Float, Float) = (0, 0)) -> [[Float]] {
        [(a.0, a.1), (-a.0, -a.1), (b.0, b.1), (-b.0, -b.1)].map { [$0.0 + centre.0, $0.1 + centre.1] }
    }

    @Test func theFrechetDistanceOfKnownGaussiansIsTheClosedForm() throws {
        // One dimension: (m1 - m2)^2 + (s1 - s2)^2; the standard deviation of +-x is sqrt 2 x.
        let narrow = try Self.set([[1], [-1]])
        let wide = try Self.set([[8], [2]])
        let line = try #require(FrechetDistance.between(narrow, wide))
        #expect(abs(line - (25 + 8)) < 1e-12)
        // Axes that are turned against each other: tr M^(1/2) = sqrt(tr M + 2 sqrt(det M)) for a 2 x 2 matrix.
        let first = try Self.set(Self.cross((3, 0), (0, 1)))
        let second = try Self.set(Self.cross((2, 2), (-0.5, 0.5), centre: (1, -2)))
        let s = [6.0, 2 / 3.0]
        let t = [2 / 3.0 * 4.25, 2 / 3.0 * 3.75]
        let trace = s[0] * t[0] + s[1] * t[0]
        let determinant = s[0] * s[1] * (t[0] * t[0] - t[1] * t[1])
        let expected = 5 + s[0] + s[1] + 2 * t[0] - 2 * (trace + 2 * determinant.squareRoot()).squareRoot()
        #expect(abs(try #require(FrechetDistance.between(first, second)) - expected) < 1e-12)
        // A direction without variance.
        let flat = try Self.set([[1, 0], [-1, 0]])
        let upright = try Self.set([[0, 1], [0, -1]])
        #expect(abs(try #require(FrechetDistance.between(flat, upright)) - 4) < 1e-12)
    }

    @Test func precisionAndRecallOfHandCases() throws {
        // Radii for k = 1: real 1, 1, 3; drawn 0.5, 0.5, 94.5.
        let real = try Self.set([[0], [1], [4]])
        let drawn = try Self.set([[5], [5.5], [100]])
        let pair = try #require(PrecisionRecall(real: real, drawn: drawn, neighbours: 1))
        #expect(pair.precision == 2 / 3.0)
        #expect(pair.recall == 0)
        let turned = try #require(PrecisionRecall(real: drawn, drawn: real, neighbours: 1))
        #expect(turned.precision == 0 && turned.recall == 2 / 3.0)
        // A point at the distance of the radius belongs to the region.
        let edge = try #require(PrecisionRecall(real: real, drawn: try Self.set([[7], [7.25]]), neighbours: 1))
        #expect(edge.precision == 0.5)
        let same = try #require(PrecisionRecall(real: real, drawn: real, neighbours: 2))
        #expect(same.precision == 1 && same.recall == 1)
    }

    @Test func precisionAndRecallAreThoseOfPlainLoops() throws {
        let (real, drawn) = (Self.normals(83, 10, seed: 5), Self.normals(61, 10, seed: 6, scale: 0.7, offset: 0.4))
        func distance(_ a: [Float], _ b: [Float]) -> Double {
            zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
        }
        func covered(_ set: [[Float]], by other: [[Float]]) -> Double {
            let radii = other.map { own in other.map { distance(own, $0) }.sorted()[3] }
            let inside = set.filter { own in zip(other, radii).contains { distance(own, $0) <= $1 } }
            return Double(inside.count) / Double(set.count)
        }
        let (realSet, drawnSet) = (try Self.set(real), try Self.set(drawn))
        let pair = try #require(PrecisionRecall(real: realSet, drawn: drawnSet, threads: 1))
        #expect(pair.precision == covered(drawn, by: real) && pair.recall == covered(real, by: drawn))
        #expect(pair.precision > 0.3 && pair.recall > 0.1 && pair.recall < pair.precision)
        #expect(PrecisionRecall(real: realSet, drawn: drawnSet, threads: 3) == pair)
    }

    @Test func retrievalRanksOriginals() throws {
        let originals = try Self.set([[0], [10], [20], [30]])
        let retrieval = try #require(Retrieval(of: try Self.set([[1], [16], [19], [-5]]), among: originals))
        #expect(retrieval.ranks == [1, 2, 1, 4])
        #expect(retrieval.rate(within: 1) == 0.5 && retrieval.rate(within: 2) == 0.75 && retrieval.rate(within: 4) == 1)
        let chosen = try #require(Retrieval(of: try Self.set([[19], [11]]), among: originals, originals: [2, 1]))
        #expect(chosen.ranks == [1, 1])
        // Features without information do not find anything.
        let constant = try Self.set([[Float]](repeating: [3, 3], count: 5))
        #expect(try #require(Retrieval(of: constant, among: constant)).ranks == [5, 5, 5, 5, 5])
    }

    @Test func setsThatCannotBeComparedHaveNoMeasures() throws {
        #expect(FeatureSet([]) == nil && FeatureSet([[1], [1, 2]]) == nil && FeatureSet([[.nan]]) == nil)
        let (one, two) = (try Self.set([[1]]), try Self.set([[1, 2], [3, 4]]))
        #expect(FrechetDistance.between(one, one) == nil && FrechetDistance.between(one, two) == nil)
        #expect(PrecisionRecall(real: two, drawn: two, neighbours: 2) == nil)
        #expect(Retrieval(of: two, among: two, originals: [0, 2]) == nil && Retrieval(of: one, among: two) == nil)
    }
}
