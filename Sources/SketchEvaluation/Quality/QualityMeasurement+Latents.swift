import LatentOps
import SketchCore
import SketchInference

/// Interpolations and analogies between inputs.
extension QualityMeasurement {
    /// The random streams that select operands.
    private static let pairStream: UInt64 = 0x51 << 56
    private static let analogyStream: UInt64 = 0x52 << 56

    /// Paths between the means of random pairs of different classes, or of one class if there is only one.
    func interpolate(
        _ context: Context, _ procedure: DrawingProcedure
    ) throws -> (QualityReport.Interpolations?, [QualityDrawings.Interpolation]) {
        let inputs = context.inputs
        let pool = Pool(inputs, knownTo: classifier.classes)
        var random = PhiloxSequence(seed: settings.seed, stream: Self.pairStream)
        let pairs = (0..<settings.pairs).compactMap { _ in pool.pair(&random) }
        guard !pairs.isEmpty, let temperature = settings.temperatures.first else { return (nil, []) }
        let positions = try LatentPath.positions(steps: settings.steps)
        let paths = try pairs.enumerated().map { index, pair in
            try zip(
                positions,
                LatentPath.slerp.points(
                    from: context.latents[pair.0].mean, to: context.latents[pair.1].mean, steps: settings.steps)
            ).map { t, point in
                DecodeRequest(
                    latent: try model.latentBank?.pulled(point, weight: PathPull.weight(procedure.pull, at: t)) ?? point,
                    sampling: sampling(temperature), seed: settings.seed, drawIndex: UInt64(index))
            }
        }
        let drawn = try decoder.decode(
            paths: paths, choosing: procedure.interpolations,
            ends: pairs.map { (inputs[$0.0].strokes, inputs[$0.1].strokes) }, threads: settings.threads
        ) { progress("interpolations", $0, pairs.count * settings.steps) }
        let results = zip(pairs, drawn).map { QualityDrawings.Interpolation(from: $0.0, to: $0.1, steps: $1) }
        let rasters = drawn.map { $0.map { DrawingRaster($0.stroke5.stroke3) } }
        let smoothness = rasters.compactMap { PathSmoothness($0) }
        let report = QualityReport.Interpolations(
            pairs: pairs.count, steps: settings.steps, temperature: temperature,
            endpointAccuracy: try pool.isKnown ? endpointAccuracy(results, inputs) : nil,
            largestOverMeanStep: Distribution(smoothness.map(\.largestOverMean)),
            meanStep: Distribution(smoothness.map(\.meanStep)), endToEnd: Distribution(smoothness.map(\.endToEnd)),
            endDistance: Share(
                zip(pairs, rasters).compactMap { pair, path in
                    guard let first = path.first, let last = path.last else { return nil }
                    return
                        (first.distance(to: DrawingRaster(inputs[pair.0].strokes))
                        + last.distance(to: DrawingRaster(inputs[pair.1].strokes))) / 2
                }),
            neighbourDistance: Share(smoothness.map(\.meanStep)), picture: try picturePaths(results, inputs))
        return (report, results)
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

    /// The picture classifier's results for the paths between classes that it judges; nil without one.
    private func picturePaths(
        _ paths: [QualityDrawings.Interpolation], _ inputs: [QualityInput]
    ) throws -> QualityReport.PicturePaths? {
        guard let picture else { return nil }
        let known = paths.filter { path in
            [path.from, path.to].allSatisfy { picture.classes.contains(inputs[$0].name) }
        }
        let classified = try picture.classify(known.flatMap { $0.steps.map(\.stroke5.stroke3) }, threads: settings.threads)
        var (ends, probability, steps, all) = ([Bool](), [Double](), [Double](), [Bool]())
        for (index, path) in known.enumerated() {
            let own = classified[index * settings.steps..<(index + 1) * settings.steps]
            let names = [inputs[path.from].name, inputs[path.to].name]
            let columns = Set(names.compactMap(picture.classes.firstIndex))
            ends.append(own.first?.label == names[0] && own.last?.label == names[1])
            probability.append(
                own.reduce(0) { sum, step in columns.reduce(sum) { $0 + Double(step.probabilities[$1]) } }
                    / Double(own.count))
            let right = own.filter { $0.label.map(names.contains) ?? false }.count
            steps.append(Double(right) / Double(own.count))
            all.append(right == own.count)
        }
        return .init(
            endsRight: Share(ends), probability: Share(probability), stepsRight: Share(steps), allStepsRight: Share(all))
    }

    /// "A is to B as C is to ?" with A and C of one class and B of another; correct if the result is classified as B's
    /// class.
    func makeAnalogies(
        _ context: Context, _ procedure: DrawingProcedure
    ) throws -> (QualityReport.Analogies?, [QualityDrawings.Analogy]) {
        let (inputs, latents) = (context.inputs, context.latents)
        let pool = Pool(inputs, knownTo: classifier.classes)
        guard let temperature = settings.temperatures.first else { return (nil, []) }
        var random = PhiloxSequence(seed: settings.seed, stream: Self.analogyStream)
        let operands = (0..<settings.analogies).compactMap { _ in pool.analogy(&random) }
        guard !operands.isEmpty else { return (nil, []) }
        let expression = try LatentExpression("C + (B - A)")
        let requests = try operands.enumerated().map { index, operands in
            let own = [latents[operands.a].mean, latents[operands.b].mean, latents[operands.c].mean]
            let result = try expression.value(["A": own[0], "B": own[1], "C": own[2]])
            return DecodeRequest(
                latent: try model.latentBank.map { try $0.pulled(result, of: own, weight: procedure.pull) } ?? result,
                sampling: sampling(temperature), seed: settings.seed, drawIndex: UInt64(index))
        }
        let drawn = try decoder.decode(requests, choosing: procedure.analogies, threads: settings.threads) {
            progress("analogies", $0, requests.count)
        }
        let strokes = drawn.map(\.stroke5.stroke3)
        let labels = try classify(strokes)
        let correct = zip(operands, labels).filter { inputs[$0.b].name == $1 }.count
        let picture = try picture.flatMap { picture in
            Share(
                zip(operands, try picture.classify(strokes, threads: settings.threads)).compactMap { own, result in
                    picture.classes.contains(inputs[own.b].name) ? result.label == inputs[own.b].name : nil
                })
        }
        let report = QualityReport.Analogies(
            count: operands.count, temperature: temperature,
            accuracy: pool.isKnown ? Double(correct) / Double(operands.count) : nil, picture: picture)
        return (report, zip(operands, drawn).map { .init(a: $0.a, b: $0.b, c: $0.c, result: $1) })
    }

    /// The inputs by class, from which operands are selected.
    private struct Pool {
        /// The indices of the inputs, by class in the order of the names.
        let members: [[Int]]
        /// Whether the classifier has these classes.
        let isKnown: Bool

        /// The classes that the classifier has, or all if it has none of them.
        init(_ inputs: [QualityInput], knownTo classes: [String]) {
            var byName: [String: [Int]] = [:]
            for (place, input) in inputs.enumerated() { byName[input.name, default: []].append(place) }
            let known = byName.filter { classes.contains($0.key) }
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
