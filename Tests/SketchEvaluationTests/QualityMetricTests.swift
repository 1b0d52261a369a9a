import Foundation
import LatentOps
import SketchCore
import SketchEvaluation
import SketchInference
import Testing

/// The measures against cases that can be worked out by hand.
@Suite struct QualityMetricTests {
    private func drawing(_ offsets: [(Float, Float)], liftedAt lifts: Set<Int> = []) -> Stroke3 {
        Stroke3(
            rows: offsets.enumerated().map { Stroke3.Row(dx: $1.0, dy: $1.1, isLifted: lifts.contains($0)) })
    }

    @Test func picturesDoNotDependOnSizeOrderOrDirection() {
        let corner = DrawingRaster(drawing([(10, 0), (0, 10)], liftedAt: [1]))
        #expect(DrawingRaster(drawing([(3, 0), (0, 3)], liftedAt: [1])).distance(to: corner) < 1e-3)
        #expect(DrawingRaster(drawing([(0, -10), (-10, 0)], liftedAt: [1])).distance(to: corner) < 1e-3)
        // More points along the same line make no other picture.
        #expect(DrawingRaster(drawing([(4, 0), (6, 0), (0, 5), (0, 5)], liftedAt: [3])).distance(to: corner) < 1e-3)
        let nothing = DrawingRaster(Stroke3(rows: []))
        #expect(nothing.distance(to: corner) == 2.0.squareRoot())
    }

    /// A level and an upright line cross in the middle, where each has its full cross-section s of inks: their product
    /// there is (sum s)^2.
    @Test func crossingLinesOverlapInTheMiddle() {
        let level = DrawingRaster(drawing([(10, 0)], liftedAt: [0]))
        let upright = DrawingRaster(drawing([(0, 10)], liftedAt: [0]))
        let places = [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]
        func ink(_ x: Double, _ y: Double) -> Double { max(1 - (x * x + y * y).squareRoot() / 4, 0) }
        let section = places.map { ink(0, $0) }
        let sum = section.reduce(0, +)
        // 20 columns of whole cross-section, and a half disc at each end.
        var square = 20 * section.reduce(0) { $0 + $1 * $1 }
        for x in places {
            for y in places { square += ink(x, y) * ink(x, y) }
        }
        #expect(abs(level.distance(to: upright) - (2 - 2 * sum * sum / square).squareRoot()) < 1e-5)
    }

    @Test func theNearestIsFoundByAnyNumberOfThreads() throws {
        var random = PhiloxSequence(seed: 3, stream: 0)
        func drawings(_ count: Int) -> [Stroke3] {
            (0..<count).map { _ in
                drawing((0..<6).map { _ in (Float(random.nextNormal()), Float(random.nextNormal())) })
            }
        }
        let (all, some) = (drawings(150), drawings(70))
        let found = try DrawingCollection(all, threads: 1).nearestDistances(of: some, threads: 1)
        for (own, distance) in zip(some, found) {
            let raster = DrawingRaster(own)
            let least = try #require(all.map { raster.distance(to: DrawingRaster($0)) }.min())
            #expect(abs(least - distance) < 1e-4)
        }
        #expect(try DrawingCollection(all, threads: 3).nearestDistances(of: some, threads: 2) == found)
        #expect(try DrawingCollection([]).nearestDistances(of: some).isEmpty)
        #expect(try DrawingCollection(some).nearestDistances(of: [some[3]])[0] < 1e-3)
    }

    private func decoded(_ lengths: [Float], reachedEnd: Bool = true) -> DecodedSketch {
        DecodedSketch(
            stroke5: Stroke5(rows: lengths.map { Stroke5.Row(dx: $0, dy: 0, pen: .down) }), prefixCount: 0,
            reachedEnd: reachedEnd)
    }

    @Test func tenTinyOffsetsInARowAreDegenerate() {
        let tiny: Float = 0.04
        #expect(!decoded([1] + Array(repeating: tiny, count: 9) + [1]).isDegenerate)
        #expect(decoded([1] + Array(repeating: -tiny, count: 10) + [1]).isDegenerate)
        #expect(!decoded(Array(repeating: tiny, count: 9) + [1] + Array(repeating: tiny, count: 9)).isDegenerate)
        #expect(!decoded(Array(repeating: 0.06, count: 50)).isDegenerate)
        #expect(decoded([1, 1], reachedEnd: false).isDegenerate)
        #expect(!decoded([]).isDegenerate)
    }

    /// Dimension 0: means 1 and -1 at unit variance cost 1/2 nat each. Dimension 1 never moves: mean 0.1, variance
    /// e^-1: (e^-1 + 0.01 - 1 + 1) / 2.
    @Test func latentUsageMatchesItsDefinition() {
        let statistics = LatentUsage([
            Latent(mean: [1, 0.1], logVariance: [0, -1]), Latent(mean: [-1, 0.1], logVariance: [0, -1]),
        ])
        #expect(statistics.dimensions == 2 && statistics.activeDimensions == 1)
        #expect(abs(statistics.klByDimension[0] - 0.5) < 1e-6)
        #expect(abs(statistics.klByDimension[1] - (exp(-1) + 0.01) / 2) < 1e-6)
    }

    @Test func smoothnessDistinguishesAJumpFromEqualSteps() throws {
        let a = DrawingRaster(drawing([(10, 0)]))
        let b = DrawingRaster(drawing([(0, 10)]))
        let jump = try #require(PathSmoothness([a, a, a, b]))
        #expect(abs(jump.largestOverMean - 3) < 0.01)
        #expect(abs(jump.endToEnd - a.distance(to: b)) < 1e-9 && abs(jump.meanStep * 3 - jump.endToEnd) < 0.01)
        #expect(try abs(#require(PathSmoothness([a, b, a])).largestOverMean - 1) < 1e-6)
        #expect(PathSmoothness([a, b]) == nil)
    }

    @Test func distributionsAreOrderStatistics() throws {
        let numbers = try #require(Distribution((0...100).reversed().map(Double.init)))
        #expect(numbers.minimum == 0 && numbers.percentile1 == 1 && numbers.percentile10 == 10)
        #expect(numbers.median == 50 && numbers.maximum == 100 && numbers.mean == 50 && numbers.count == 101)
        #expect(Distribution([]) == nil)
    }

    @Test func theSelectionDoesNotDependOnTheOrderOfFiles() {
        let all = (0..<60).map {
            QualityInput(strokes: drawing([(Float($0), 1)]), name: $0 % 3 == 0 ? "cat" : "pig", key: "key-\($0)")
        }
        let chosen = QualityInput.chosen(from: all, perClass: 15, seed: 1)
        #expect(chosen.filter { $0.name == "cat" }.count == 15 && chosen.filter { $0.name == "pig" }.count == 15)
        #expect(QualityInput.chosen(from: all.reversed(), perClass: 15, seed: 1) == chosen)
        #expect(QualityInput.chosen(from: all, perClass: 15, seed: 2) != chosen)
        #expect(Set(QualityInput.chosen(from: all, perClass: 99, seed: 1)) == Set(all))
    }
}
