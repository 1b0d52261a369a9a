import LatentOps
import SketchData
import SketchInference
import Testing

@Suite struct LatentCodecTests {
    private func model() -> SketchModel {
        var configuration = ModelConfiguration()
        configuration.encoderSize = 6
        configuration.decoderSize = 10
        configuration.latentSize = 4
        configuration.mixtureCount = 3
        configuration.maxLength = 25
        var draws = PhiloxSequence(seed: 2, stream: 0)
        var weights: [String: Tensor] = [:]
        for (name, shape) in configuration.tensorShapes {
            let values = (0..<shape.reduce(1, *)).map { _ in Float(draws.nextUniform() - 0.5) }
            weights[name] = Tensor(shape: shape, values: values)
        }
        return SketchModel(configuration: configuration, weights: weights, scaleFactor: 30)
    }

    private let cat = Sketch(strokes: [
        [Point(x: 0, y: 0), Point(x: 30, y: 0), Point(x: 30, y: 60)],
        [Point(x: 90, y: 0), Point(x: 0, y: 1500)],
    ])
    private let pig = Sketch(strokes: [[Point(x: 5, y: 5), Point(x: -40, y: 25)]])

    @Test func rowsAreClampedAndInModelUnits() throws {
        let rows = try LatentCodec(model()).rows(cat).rows
        for (row, dx) in zip(rows, [1, 0, 2, -3] as [Float]) { #expect(abs(row.dx - dx) < 1e-5) }
        #expect(rows.map(\.pen) == [.down, .up, .down, .up])
        #expect(abs(rows[3].dy - 1000 / 30) < 1e-4)
        let dot = Sketch(strokes: [[Point(x: 1, y: 1)]], source: "dot.json")
        #expect(throws: LatentOpsError.emptyDrawing(name: "dot.json")) {
            try LatentCodec(model()).encode([dot])
        }
    }

    @Test func encodingGivesTheMeanUnlessADrawIsWanted() throws {
        let codec = try LatentCodec(model())
        let means = try codec.encode([cat, pig]).map(\.mean)
        #expect(try codec.points([cat, pig]) == means)
        let drawn = try codec.points([cat, pig], choice: .sample(seed: 1))
        #expect(drawn != means)
        #expect(try codec.points([cat, pig], choice: .sample(seed: 1)) == drawn)
        #expect(try codec.points([cat, pig], choice: .sample(seed: 2)) != drawn)
        #expect(try codec.points([cat], choice: .sample(seed: 1)) == [drawn[0]])
    }

    @Test func drawsFollowThePosterior() {
        let latent = Latent(mean: [2, -1], logVariance: [0, 2])
        let draws = (0..<20_000).map { LatentDraw.posterior(latent, seed: 4, cell: $0) }
        for (index, sigma) in [(0, 1.0), (1, 2.718281828)] {
            let values = draws.map { Double($0[index]) }
            let mean = values.reduce(0, +) / 20_000
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
            #expect(abs(mean - Double(latent.mean[index])) < 0.05 * sigma)
            #expect(abs(variance.squareRoot() / sigma - 1) < 0.03)
        }
        #expect(LatentDraw.posterior(Latent(mean: [1, 2]), seed: 4, cell: 0) == [1, 2])
    }

    @Test func interpolationBeginsAndEndsWithTheReconstructions() throws {
        let codec = try LatentCodec(model())
        let sampling = Sampling(temperature: 0.3)
        let row = try codec.interpolate(from: cat, to: pig, steps: 5, sampling: sampling, seed: 7)
        #expect(row.count == 5)
        let ends = try codec.points([cat, pig])
        let first = try codec.decode([ends[0]], sampling: sampling, seed: 7)
        let last = try codec.decode([ends[1]], sampling: sampling, seed: 7, firstCell: 4)
        #expect(first == [row[0]] && last == [row[4]])
        let single = try codec.interpolate(
            from: cat, to: pig, steps: 5, sampling: sampling, seed: 7, threads: 1)
        #expect(single == row)
    }
}
