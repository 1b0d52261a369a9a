import LatentOps
import SketchCore
import SketchInference
import SketchSupport

/// Measures a model's drawings: whether they keep their class, terminate, are near copies of training drawings, are as
/// varied as these, and change evenly along a path.
///
/// Everything is measured for drawings made as in the paper and, if `Settings.procedure` is set, for drawings made with the
/// model's bank and a choice among candidates. The result depends only on model, classifiers, inputs and seed. The draw
/// index of a reconstruction is the hash of its drawing's key; sample i, interpolation i and analogy i have draw index i.
public struct QualityMeasurement {
    /// The amounts and the sampling of a measurement.
    public struct Settings: Hashable, Sendable {
        /// At least one. Interpolations and analogies use the first.
        public var temperatures = [0.1, 0.3, 0.6]
        /// Nil for the model's standard convention.
        public var convention: TemperatureConvention?
        /// The second procedure; nil measures the paper's alone.
        public var procedure: DrawingProcedure? = .standard
        public var samples = 2000
        /// Pairs of inputs to interpolate between, and the steps of each path, both ends included.
        public var pairs = 120
        public var steps = 10
        public var analogies = 200
        /// Samples of each class.
        public var samplesPerClass = 20
        /// The largest number of drawings of a kind that are compared with the training drawings.
        public var nearestLimit = 200
        /// The number of drawings of each set whose features are compared, where there are that many.
        public var likenessCount = 2000
        public var seed: UInt64 = 1
        public var threads = Threads.automatic

        public init() {}
    }

    public let settings: Settings
    let model: SketchModel
    let classifier: any DrawingClassifier
    /// The classifier of pictures; nil measures without it.
    let picture: PictureClassifier?
    /// Reports the kind of work, the amount done and the total.
    let progress: (String, Int, Int) -> Void
    let decoder: SketchDecoder

    /// - Parameter progress: called with the kind of work, the amount done and the total.
    /// - Throws: what `SketchDecoder.init` throws.
    public init(
        model: SketchModel, classifier: any DrawingClassifier, picture: PictureClassifier? = nil,
        settings: Settings = Settings(), progress: @escaping (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        (self.model, self.classifier, self.picture) = (model, classifier, picture)
        (self.settings, self.progress) = (settings, progress)
        decoder = try SketchDecoder(model)
    }

    /// What every procedure is compared with.
    struct Context {
        var inputs: [QualityInput]
        /// The inputs' latents; empty for a decoder-only model.
        var latents: [Latent] = []
        /// The inputs' features by the picture classifier.
        var features: FeatureSet?
        /// The training drawings, for near copies.
        var collection: DrawingCollection
        /// The distance to the nearest training drawing that 1 % of the inputs stay below.
        var threshold: Double?
        /// The features of training drawings, as many of each class of the model; nil if some class has none.
        var real: FeatureSet?
    }

    /// Fills in the parts of the report that the model allows.
    ///
    /// - Parameters:
    ///   - inputs: from `QualityInput.chosen`.
    ///   - training: the training drawings; if empty, what compares with them is absent.
    /// - Returns: the measured drawings, for the sheets.
    /// - Throws: `InferenceError`.
    public func measure(
        _ inputs: [QualityInput], training: [QualityInput], into report: inout QualityReport
    ) throws -> QualityDrawings {
        progress("reading training drawings", 0, training.count)
        var context = Context(
            inputs: inputs, collection: try DrawingCollection(training.map(\.strokes), threads: settings.threads))
        var drawings = QualityDrawings(inputs: inputs)
        let unseen = try nearest(inputs.map(\.strokes), context.collection)
        context.threshold = Distribution(unseen)?.percentile1
        if !inputs.isEmpty {
            let table = try confusion(inputs.map(\.name), classify(inputs.map(\.strokes)))
            let picture = try describe(inputs.map(\.strokes))
            context.features = picture.flatMap { FeatureSet($0.map(\.features)) }
            report.inputs = .init(
                classified: table.count, accuracy: table.accuracy, classes: Self.results(table),
                picture: picture.map { pictureResult(inputs.map(\.name), $0.map(\.classification)) },
                nearest: Distribution(unseen))
        }
        if let sets = try realFeatures(training) {
            context.real = sets.first
            report.realLikeness = try likeness(sets.second, to: sets.first)
        }
        if model.configuration.isConditional, !inputs.isEmpty {
            context.latents = try SketchEncoder(model).encode(
                rows: inputs.map(\.strokes.stroke5), threads: settings.threads)
            report.latent = LatentUsage(context.latents)
        }
        let (plain, plainDrawings) = try measure(.plain, named: "plain", context)
        (report.reconstructions, report.samples) = (plain.reconstructions, plain.samples)
        (report.interpolations, report.analogies) = (plain.interpolations, plain.analogies)
        drawings.plain = plainDrawings
        if let procedure = settings.procedure {
            (report.chosen, drawings.chosen) = try measure(procedure, named: text(of: procedure), context)
        }
        return drawings
    }

    private func measure(
        _ procedure: DrawingProcedure, named name: String, _ context: Context
    ) throws -> (QualityReport.Results, QualityDrawings.Results) {
        var results = QualityReport.Results(procedure: name)
        var drawings = QualityDrawings.Results()
        if !context.latents.isEmpty {
            for temperature in settings.temperatures {
                let drawn = try reconstruct(context, temperature, procedure)
                drawings.reconstructions.append(drawn)
                results.reconstructions.append(try describeReconstructions(drawn, temperature, context))
            }
            (results.interpolations, drawings.interpolations) = try interpolate(context, procedure)
            (results.analogies, drawings.analogies) = try makeAnalogies(context, procedure)
        }
        for temperature in settings.temperatures {
            let drawn = try sample(temperature, procedure)
            drawings.samples.append(drawn)
            results.samples.append(try describeSamples(drawn, temperature, context))
        }
        if procedure.usesBank {
            (results.sampledClasses, drawings.sampledClasses) = try sampleClasses(procedure)
        }
        return (results, drawings)
    }

    private func text(of procedure: DrawingProcedure) -> String {
        func text(_ choice: CandidateChoice) -> String {
            choice.isFirst ? "first" : "\(choice.count) by \(choice.criterion.rawValue)"
        }
        let bank = model.latentBank != nil
        return "samples from \(bank && procedure.usesBank ? "the latent bank" : "N(0, I)"), \(text(procedure.samples)); "
            + "reconstructions \(text(procedure.reconstructions)); interpolations \(text(procedure.interpolations)), "
            + "analogies \(text(procedure.analogies)), pull \(bank ? procedure.pull : 0)"
    }

    // MARK: Decoding

    func sampling(_ temperature: Double) -> Sampling {
        Sampling(
            temperature: temperature,
            convention: settings.convention ?? .standard(isConditional: model.configuration.isConditional))
    }

    private func reconstruct(
        _ context: Context, _ temperature: Double, _ procedure: DrawingProcedure
    ) throws -> [DecodedSketch] {
        let requests = zip(context.inputs, context.latents).map { input, latent in
            DecodeRequest(
                latent: latent.mean, sampling: sampling(temperature), seed: settings.seed, drawIndex: input.drawIndex)
        }
        return try decoder.decode(
            requests, choosing: procedure.reconstructions, likeTo: context.inputs.map(\.strokes), threads: settings.threads
        ) { progress("reconstructions at \(temperature)", $0, requests.count) }
    }

    /// Samples of each class of the bank, classified into all classes that the picture classifier knows, the best recognised
    /// first.
    private func sampleClasses(
        _ procedure: DrawingProcedure
    ) throws -> ([QualityReport.ClassResult], [(name: String, samples: [DecodedSketch])]) {
        guard let bank = model.latentBank, let temperature = settings.temperatures.first,
            let picture = try picture.map({ try $0.judging($0.knownClasses) })
        else { return ([], []) }
        let labels = bank.classes.filter { picture.classes.contains(model.classes[$0]) }
        guard labels.count > 1 else { return ([], []) }
        let requests = try labels.flatMap { label in
            let rows = bank.rows(of: [label])
            return try (0..<UInt64(settings.samplesPerClass)).map { index in
                DecodeRequest(
                    latent: try LatentDraw.bank(bank, rows: rows, seed: settings.seed, drawIndex: index),
                    sampling: sampling(temperature), seed: settings.seed, drawIndex: index)
            }
        }
        let drawn = try decoder.decode(requests, choosing: procedure.samples, threads: settings.threads) {
            progress("samples by class", $0, requests.count)
        }
        let found = try picture.classify(drawn.map(\.stroke5.stroke3), threads: settings.threads).map(\.label)
        let results = labels.enumerated().map { place, label -> (QualityReport.ClassResult, [DecodedSketch]) in
            let range = place * settings.samplesPerClass..<(place + 1) * settings.samplesPerClass
            let name = model.classes[label]
            let right = found[range].filter { $0 == name }.count
            return (
                .init(name: name, sketches: range.count, accuracy: Double(right) / Double(range.count)),
                Array(drawn[range])
            )
        }.sorted { ($1.0.accuracy ?? 0, $0.0.name) < ($0.0.accuracy ?? 0, $1.0.name) }
        return (results.map(\.0), results.map { ($0.0.name, $0.1) })
    }

    private func sample(_ temperature: Double, _ procedure: DrawingProcedure) throws -> [DecodedSketch] {
        let size = model.configuration.latentSize
        let bank = procedure.usesBank ? model.latentBank : nil
        let rows = bank?.rows() ?? []
        let requests = try (0..<UInt64(settings.samples)).map { index in
            let latent =
                try bank.map { try LatentDraw.bank($0, rows: rows, seed: settings.seed, drawIndex: index) }
                ?? (model.configuration.isConditional
                    ? LatentDraw.prior(size: size, seed: settings.seed, drawIndex: index) : nil)
            return DecodeRequest(
                latent: latent, sampling: sampling(temperature), seed: settings.seed, drawIndex: index)
        }
        return try decoder.decode(requests, choosing: procedure.samples, threads: settings.threads) {
            progress("samples at \(temperature)", $0, requests.count)
        }
    }
}
