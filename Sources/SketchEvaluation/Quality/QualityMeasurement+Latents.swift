import LatentOps
import SketchCore
import SketchInference

/// Interpolations and analogies between inputs.
extension QualityMeasurement {
    /// The random streams that select operands.
    private static let pairStream: UInt64 = 0x51 << 56
    private static let analogyStream: UInt64 = 0x52 << 56

    /// Slerp between the means of random pairs of different classes, or of one class if there is only one.
    func interpolate(
        _ inputs: [QualityInput], _ latents: [Latent], into report: inout QualityReport
    ) throws -> [QualityDrawings.Interpolation] {
        let pool = Pool(inputs, knownTo: classifier)
        var random = PhiloxSequence(seed: settings.seed, stream: Self.pairStream)
        let pairs = (0..<settings.pairs).compactMap { _ in pool.pair(&random) }
        guard !pairs.isEmpty, let temperature = settings.temperatures.first else { return [] }
        let requests = try pairs.enumerated().flatMap { index, pair in
            try LatentPath.slerp.points(
                from: latents[pair.0].mean, to: latents[pair.1].mean, steps: settings.steps
            ).map {
                DecodeRequest(
                    latent: $0, sampling: sampling(temperature), seed: settings.seed, drawIndex: UInt64(index))
            }
        }
        let drawn = try decode(requests, "interpolations")
        let paths = pairs.enumerated().map { index, pair in
            QualityDrawings.Interpolation(
                from: pair.0, to: pair.1,
                steps: Array(drawn[index * settings.steps..<(index + 1) * settings.steps]))
        }
        let smoothness = paths.compactMap { path in PathSmoothness(path.steps.map { DrawingRaster($0.stroke5.stroke3) }) }
        report.interpolations = .init(
            pairs: pairs.count, steps: settings.steps, temperature: temperature,
            endpointAccuracy: try pool.isKnown ? endpointAccuracy(paths, inputs) : nil,
            largestOverMeanStep: Distribution(smoothness.map(\.largestOverMean)),
            meanStep: Distribution(smoothness.map(\.meanStep)), endToEnd: Distribution(smoothness.map(\.endToEnd)))
        return paths
    }

    private func endpointAccuracy(
        _ paths: [QualityDrawings.Interpolation], _ inputs: [QualityInput]
    ) throws -> Double {
        let first = try classify(paths.compactMap { $0.steps.first?.stroke5.stroke3 })
        let last = try classify(paths.compactMap { $0.steps.last?.stroke5.stroke3 })
        let correct = paths.indices.filter {
            first[$0] == inputs[paths[$0].from].name && last[$0] == inputs[paths[$0].to].name
        }
        return Double(correct.count) / Double(paths.count)
    }

    /// "A is to B as C is to ?" with A and C of one class and B of another; correct if the result is classified as B's
    /// class.
    func makeAnalogies(
        _ inputs: [QualityInput], _ latents: [Latent], into report: inout QualityReport
    ) throws -> [QualityDrawings.Analogy] {
        let pool = Pool(inputs, knownTo: classifier)
        guard pool.isKnown, let temperature = settings.temperatures.first else { return [] }
        var random = PhiloxSequence(seed: settings.seed, stream: Self.analogyStream)
        let operands = (0..<settings.analogies).compactMap { _ in pool.analogy(&random) }
        guard !operands.isEmpty else { return [] }
        let expression = try LatentExpression("C + (B - A)")
        let requests = try operands.enumerated().map { index, operands in
            let latent = try expression.value([
                "A": latents[operands.a].mean, "B": latents[operands.b].mean, "C": latents[operands.c].mean,
            ])
            return DecodeRequest(
                latent: latent, sampling: sampling(temperature), seed: settings.seed, drawIndex: UInt64(index))
        }
        let drawn = try decode(requests, "analogies")
        let labels = try classify(drawn.map(\.stroke5.stroke3))
        let correct = zip(operands, labels).filter { inputs[$0.b].name == $1 }.count
        report.analogies = .init(
            count: operands.count, temperature: temperature, accuracy: Double(correct) / Double(operands.count))
        return zip(operands, drawn).map { .init(a: $0.a, b: $0.b, c: $0.c, result: $1) }
    }

    /// The inputs by class, from which operands are selected.
    private struct Pool {
        /// The indices of the inputs, by class in the order of the names.
        let members: [[Int]]
        /// Whether the classifier has these classes.
        let isKnown: Bool

        /// The classes that the classifier has, or all if it has none of them.
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
