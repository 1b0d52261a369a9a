import Foundation
import LatentOps
import SketchInference
import TestSupport
import Testing

@Suite struct LatentPathTests {
    @Test(arguments: LatentPath.allCases)
    func agreesWithTheReference(path: LatentPath) throws {
        let golden = try GoldenFile("data")
        let (from, to) = (try golden.float64s("slerp/p0").values, try golden.float64s("slerp/p1").values)
        let expected = try golden.float64s("\(path.rawValue)/out").values
        var worst = 0.0
        for (row, t) in try golden.float64s("slerp/t").values.enumerated() {
            let found = try path.point(from: from, to: to, at: t)
            for (column, value) in found.enumerated() {
                worst = max(worst, abs(value - expected[row * from.count + column]))
            }
        }
        print("golden data \(path.rawValue): worst \(worst)")
        #expect(worst < 1e-13)
    }

    @Test func endsAreExact() throws {
        let a: [Float] = [0.1, -3, 2.2]
        let b: [Float] = [1, 1.7, -0.3]
        for path in LatentPath.allCases {
            let points = try path.points(from: a, to: b, steps: 7)
            #expect(points.count == 7 && points.first == a && points.last == b)
        }
    }

    @Test func pathsAreFiniteWhereNoArcIsDefined() throws {
        let a: [Double] = [1, 2, -0.5]
        let zero: [Double] = [0, 0, 0]
        let opposite = a.map { -$0 }
        let pairs: [([Double], [Double])] = [
            (a, a), (a, a.map { $0 * 3 }), (a, opposite), (a, opposite.map { 2 * $0 }), (a, zero), (zero, a),
            (zero, zero), (a, a.map { $0 + 1e-12 }), (a, opposite.map { $0 + 1e-9 }), ([1e-200, 0, 0], a),
            ([1e200, 1, 1], [-1e200, 2, 3]), ([2], [-3]), ([], []),
        ]
        for (from, to) in pairs {
            let longest = max(norm(from), norm(to))
            for t in stride(from: 0.0, through: 1.0, by: 0.125) {
                let point = try LatentPath.slerp.point(from: from, to: to, at: t)
                #expect(point.allSatisfy { $0.isFinite }, "\(from) \(to) \(t)")
                #expect(norm(point) <= longest * 1.0001)
            }
        }
        #expect(try LatentPath.slerp.point(from: a, to: a, at: 0.3) == a)
        // Opposite vectors of one length: half-way round the sphere, not through its middle.
        let half = try LatentPath.slerp.point(from: a, to: opposite, at: 0.5)
        #expect(abs(norm(half) - norm(a)) < 1e-12)
        let product = half[0] * a[0] + half[1] * a[1] + half[2] * a[2]
        #expect(abs(product) < 1e-12)
    }

    @Test func arcsStayOnTheSphereAndTurnEvenly() throws {
        let a: [Double] = [3, 0, 0]
        let b: [Double] = [-1.5, 1.5 * 3.0.squareRoot(), 0]
        for step in 0...12 {
            let t = Double(step) / 12
            let point = try LatentPath.slerp.point(from: a, to: b, at: t)
            #expect(abs(norm(point) - 3) < 1e-12)
            #expect(abs(atan2(point[1], point[0]) - t * 2 * .pi / 3) < 1e-12)
        }
    }

    /// For thousands of pairs of any size and length: exact ends, symmetry, and linear change of
    /// length.
    @Test(arguments: LatentPath.allCases) func propertiesHoldForAnyPair(path: LatentPath) throws {
        for seed in 0..<4000 as Range<UInt64> {
            var random = PhiloxSequence(seed: seed, stream: 5)
            let size = 1 + Int(random.nextUniform() * 130)
            func vector() -> [Double] {
                let scale = exp(20 * random.nextUniform() - 10)
                return random.nextNormals(size).map { Double($0) * scale }
            }
            let (a, b) = (vector(), vector())
            let t = random.nextUniform()
            #expect(try path.point(from: a, to: b, at: 0) == a && path.point(from: a, to: b, at: 1) == b)
            let (there, back) = (try path.point(from: a, to: b, at: t), try path.point(from: b, to: a, at: 1 - t))
            let largest = max(norm(a), norm(b))
            // In one dimension there is no great circle: the path between opposite numbers passes through 0.
            #expect(zip(there, back).allSatisfy { abs($0 - $1) <= 1e-9 * largest }, "seed \(seed)")
            // The arc between unlike lengths may swing out where the vectors are nearly opposite.
            if path == .lerp { #expect(norm(there) <= largest * (1 + 1e-12)) }
            let equal = b.map { $0 * norm(a) / norm(b) }
            if path == .slerp, size > 1 {
                let between = try path.point(from: a, to: equal, at: t)
                #expect(abs(norm(between) / norm(a) - 1) < 1e-6, "seed \(seed)")
            }
        }
    }

    @Test func stepsAndErrors() throws {
        #expect(try LatentPath.positions(steps: 1) == [0.5])
        #expect(try LatentPath.positions(steps: 3) == [0, 0.5, 1])
        #expect(throws: LatentOpsError.stepCount(0, allowed: 1...100_000)) { try LatentPath.positions(steps: 0) }
        #expect(throws: LatentOpsError.sizesDiffer(1, 2)) {
            try LatentPath.lerp.point(from: [1.0], to: [1.0, 2.0], at: 0.5)
        }
        #expect(throws: LatentOpsError.nonFinite(index: 1)) {
            try LatentPath.slerp.point(from: [1.0, 2.0], to: [1.0, .nan], at: 0.5)
        }
        #expect("\(LatentOpsError.stepCount(0, allowed: 1...100_000))".contains("0 steps"))
    }

    private func norm(_ vector: [Double]) -> Double {
        let largest = vector.map { abs($0) }.max() ?? 0
        guard largest > 0 else { return 0 }
        let sum = vector.reduce(0.0) { $0 + ($1 / largest) * ($1 / largest) }
        return largest * sum.squareRoot()
    }
}
