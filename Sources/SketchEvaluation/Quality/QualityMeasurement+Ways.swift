import LatentOps
import SketchInference

/// Ways between drawings, and arithmetic with them.
extension QualityMeasurement {
    /// The streams that choose operands.
    private static let pairStream: UInt64 = 0x51 << 56
    private static let analogyStream: UInt64 = 0x52 << 56

    /// Random pairs of different classes (of one class where there is but one), slerp between their means.
    func interpolate(
        _ inputs: [QualityInput], _ latents: [Latent], into report: inout QualityReport
    ) throws -> [QualityDrawings.Way] {
        let pool = Pool(inputs, knownTo: classifier)
        var random = PhiloxSequence(seed: settings.seed, stream: Self.pairStream)
        let pairs = (0..<settings.pairs).compactMap { _ in pool.pair(&random) }
        guard !pairs.isEmpty, let temperature = settings.temperatures.first else { return [] }
        let requests = try pairs.enumerated().flatMap { cell, pair in
            try LatentPath.slerp.points(
                from: latents[pair.0].mean, to: latents[pair.1].mean, steps: settings.steps
            ).map {
                DecodeRequest(
                    latent: $0, sampling: sampling(temperature), seed: settings.seed, drawIndex: UInt64(cell))
            }
        }
        let drawn = try draw(requests, "interpolations")
        let ways = pairs.enumerated().map { index, pair in
            QualityDrawings.Way(
                from: pair.0, to: pair.1,
                steps: Array(drawn[index * settings.steps..<(index + 1) * settings.steps]))
        }
        let evenness = ways.compactMap { way in Evenness(way.steps.map { DrawingRaster($0.stroke5.stroke3) }) }
        report.interpolations = .init(
            pairs: pairs.count, steps: settings.steps, temperature: temperature,
            endsRight: try pool.isKnown ? shareOfRightEnds(ways, inputs) : nil,
            largestOverMeanStep: Distribution(evenness.map(\.largestOverMean)),
            meanStep: Distribution(evenness.map(\.meanStep)), endToEnd: Distribution(evenness.map(\.endToEnd)))
        return ways
    }

    private func shareOfRightEnds(_ ways: [QualityDrawings.Way], _ inputs: [QualityInput]) throws -> Double {
        let first = try judge(ways.compactMap { $0.steps.first?.stroke5.stroke3 })
        let last = try judge(ways.compactMap { $0.steps.last?.stroke5.stroke3 })
        let right = ways.indices.filter {
            first[$0] == inputs[ways[$0].from].name && last[$0] == inputs[ways[$0].to].name
        }
        return Double(right.count) / Double(ways.count)
    }

    /// "A is to B as C is to ?" with A and C of one class and B of another; right where the result shows B's class.
    func makeAnalogies(
        _ inputs: [QualityInput], _ latents: [Latent], into report: inout QualityReport
    ) throws -> [QualityDrawings.Analogy] {
        let pool = Pool(inputs, knownTo: classifier)
        guard pool.isKnown, let temperature = settings.temperatures.first else { return [] }
        var random = PhiloxSequence(seed: settings.seed, stream: Self.analogyStream)
        let operands = (0..<settings.analogies).compactMap { _ in pool.analogy(&random) }
        guard !operands.isEmpty else { return [] }
        let expression = try LatentExpression("C + (B - A)")
        let requests = try operands.enumerated().map { cell, places in
            let latent = try expression.value([
                "A": latents[places.a].mean, "B": latents[places.b].mean, "C": latents[places.c].mean,
            ])
            return DecodeRequest(
                latent: latent, sampling: sampling(temperature), seed: settings.seed, drawIndex: UInt64(cell))
        }
        let drawn = try draw(requests, "analogies")
        let labels = try judge(drawn.map(\.stroke5.stroke3))
        let right = zip(operands, labels).filter { inputs[$0.b].name == $1 }.count
        report.analogies = .init(
            count: operands.count, temperature: temperature, right: Double(right) / Double(operands.count))
        return zip(operands, drawn).map { .init(a: $0.a, b: $0.b, c: $0.c, result: $1) }
    }

    /// The inputs by class, to draw operands from.
    private struct Pool {
        /// Places of the inputs, by class in the order of the names.
        let members: [[Int]]
        /// Whether the classifier knows these classes.
        let isKnown: Bool

        /// The classes that the classifier knows; where it knows none, all.
        init(_ inputs: [QualityInput], knownTo classifier: SketchClassifier) {
            var byName: [String: [Int]] = [:]
            for (place, input) in inputs.enumerated() { byName[input.name, default: []].append(place) }
            let known = byName.filter { classifier.classes.contains($0.key) }
            isKnown = !known.isEmpty
            members = (known.isEmpty ? byName : known).sorted { $0.key < $1.key }.map(\.value)
        }

        /// Two inputs of different classes, or two of the only class.
        func pair(_ random: inout PhiloxSequence) -> (Int, Int)? {
            guard let (a, b) = twoClasses(&random) else {
                guard let only = members.first, only.count >= 2 else { return nil }
                let first = below(only.count, &random)
                return (only[first], only[(first + 1 + below(only.count - 1, &random)) % only.count])
            }
            return (a[below(a.count, &random)], b[below(b.count, &random)])
        }

        /// A and C are two drawings of one class, B one of another.
        func analogy(_ random: inout PhiloxSequence) -> (a: Int, b: Int, c: Int)? {
            guard let (own, other) = twoClasses(&random), own.count >= 2 else { return nil }
            let first = below(own.count, &random)
            let second = (first + 1 + below(own.count - 1, &random)) % own.count
            return (own[first], other[below(other.count, &random)], own[second])
        }

        private func twoClasses(_ random: inout PhiloxSequence) -> ([Int], [Int])? {
            guard members.count >= 2 else { return nil }
            let first = below(members.count, &random)
            return (members[first], members[(first + 1 + below(members.count - 1, &random)) % members.count])
        }

        private func below(_ count: Int, _ random: inout PhiloxSequence) -> Int {
            min(Int(random.nextUniform() * Double(count)), count - 1)
        }
    }
}
