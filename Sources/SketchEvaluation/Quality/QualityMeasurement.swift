import SketchCore
import SketchInference
import SketchSupport

/// Measures a model's drawings: whether they keep their class, come to an end, are copies, change evenly.
///
/// Everything is a function of model, classifier, inputs and seed. A reconstruction draws with the chance of its
/// drawing's key, sample i and way i with that of cell i, as `studio sample` does.
public struct QualityMeasurement {
    /// How much is drawn, and how.
    public struct Settings: Hashable, Sendable {
        /// At least one. Ways and analogies are drawn at the first.
        public var temperatures = [0.1, 0.3, 0.6]
        /// Nil for the model's standard one.
        public var convention: TemperatureConvention?
        public var samples = 200
        public var pairs = 100
        public var steps = 10
        public var analogies = 100
        /// The most drawings of a kind that are looked up among the training drawings.
        public var nearestLimit = 200
        public var seed: UInt64 = 1
        public var threads = Threads.automatic

        public init() {}
    }

    public let settings: Settings
    let model: SketchModel
    let classifier: SketchClassifier
    /// What is being done, how much of it, of how much.
    let progress: (String, Int, Int) -> Void
    private let decoder: SketchDecoder
    /// Drawings between two words about progress.
    private static let portion = 256

    /// Throws as `SketchDecoder.init`.
    public init(
        model: SketchModel, classifier: SketchClassifier, settings: Settings = Settings(),
        progress: @escaping (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        (self.model, self.classifier, self.settings, self.progress) = (model, classifier, settings, progress)
        decoder = try SketchDecoder(model)
    }

    /// Fills in what the model allows.
    /// - Parameters:
    ///   - inputs: as `QualityInput.chosen` gives them.
    ///   - training: the training drawings, in model units; none leaves the nearest distances out.
    /// - Returns: every drawing that was measured, for the sheets.
    ///
    /// Throws `InferenceError`.
    public func measure(
        _ inputs: [QualityInput], training: [Stroke3], into report: inout QualityReport
    ) throws -> QualityDrawings {
        progress("reading training drawings", 0, training.count)
        let collection = try DrawingCollection(training, threads: settings.threads)
        var drawings = QualityDrawings(inputs: inputs)
        let unseen = try nearest(inputs.map(\.strokes), collection)
        let threshold = Distribution(unseen)?.percentile1
        if !inputs.isEmpty {
            let table = try confusion(inputs.map(\.name), judge(inputs.map(\.strokes)))
            report.inputs = .init(
                judged: table.count, right: table.accuracy, classes: Self.shares(table),
                nearest: Distribution(unseen))
        }
        if model.configuration.isConditional, !inputs.isEmpty {
            let latents = try SketchEncoder(model).encode(rows: inputs.map(\.strokes.stroke5), threads: settings.threads)
            report.latent = LatentUsage(latents)
            for temperature in settings.temperatures {
                let drawn = try reconstruct(inputs, latents, temperature)
                drawings.reconstructions.append(drawn)
                var numbers = try numbers(drawn, temperature, collection, threshold)
                let table = try confusion(inputs.map(\.name), judge(drawn.map(\.stroke5.stroke3)))
                (numbers.judged, numbers.right, numbers.classes) = (table.count, table.accuracy, Self.shares(table))
                report.reconstructions.append(numbers)
            }
            drawings.ways = try interpolate(inputs, latents, into: &report)
            drawings.analogies = try makeAnalogies(inputs, latents, into: &report)
        }
        for temperature in settings.temperatures {
            let drawn = try sample(temperature)
            drawings.samples.append(drawn)
            var numbers = try numbers(drawn, temperature, collection, threshold)
            describeSamples(try judge(drawn.map(\.stroke5.stroke3)), in: &numbers)
            report.samples.append(numbers)
        }
        return drawings
    }

    // MARK: Drawing

    func draw(_ requests: [DecodeRequest], _ what: String) throws -> [DecodedSketch] {
        var drawn: [DecodedSketch] = []
        for start in stride(from: 0, to: requests.count, by: Self.portion) {
            drawn += try decoder.decode(
                Array(requests[start..<min(start + Self.portion, requests.count)]),
                threads: settings.threads)
            progress(what, drawn.count, requests.count)
        }
        return drawn
    }

    func sampling(_ temperature: Double) -> Sampling {
        Sampling(
            temperature: temperature,
            convention: settings.convention ?? .standard(isConditional: model.configuration.isConditional))
    }

    private func reconstruct(
        _ inputs: [QualityInput], _ latents: [Latent], _ temperature: Double
    ) throws -> [DecodedSketch] {
        try draw(
            zip(inputs, latents).map { input, latent in
                DecodeRequest(
                    latent: latent.mean, sampling: sampling(temperature), seed: settings.seed, drawIndex: input.cell)
            }, "reconstructions at \(temperature)")
    }

    private func sample(_ temperature: Double) throws -> [DecodedSketch] {
        let size = model.configuration.latentSize
        return try draw(
            (0..<UInt64(settings.samples)).map { index in
                DecodeRequest(
                    latent: model.configuration.isConditional
                        ? LatentDraw.prior(size: size, seed: settings.seed, drawIndex: index) : nil,
                    sampling: sampling(temperature), seed: settings.seed, drawIndex: index)
            }, "samples at \(temperature)")
    }

    // MARK: Judging

    /// - Parameter drawings: in model units.
    func judge(_ drawings: [Stroke3]) throws -> [String?] {
        let pixels = Float(model.pixelsPerUnit)
        return try classifier.judge(drawings.map { $0.scaled(by: pixels) }, threads: settings.threads).map(\.label)
    }

    /// Drawings whose class the classifier does not know are left out.
    private func confusion(_ truths: [String], _ labels: [String?]) throws -> ConfusionTable {
        var table = ConfusionTable()
        for (truth, label) in zip(truths, labels) where classifier.classes.contains(truth) {
            table.add(truth: truth, label: label)
        }
        return table
    }

    private static func shares(_ table: ConfusionTable) -> [QualityReport.ClassShare] {
        table.truths.sorted().map { .init(name: $0, sketches: table.count(of: $0), right: table.accuracy(of: $0)) }
    }

    private func describeSamples(_ labels: [String?], in numbers: inout QualityReport.Drawn) {
        let own = Set(model.classes).intersection(classifier.classes)
        let counts = labels.compactMap { $0 }.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        numbers.classes = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { .init(name: $0.key, sketches: $0.value, right: nil) }
        // A model that draws what the classifier has never seen cannot be judged by it.
        guard !own.isEmpty, own.count == Set(model.classes).count, !labels.isEmpty else { return }
        numbers.judged = labels.count
        numbers.right = Double(own.reduce(0) { $0 + (counts[$1] ?? 0) }) / Double(labels.count)
    }

    private func nearest(_ drawings: [Stroke3], _ collection: DrawingCollection) throws -> [Double] {
        try collection.nearestDistances(
            of: Array(drawings.prefix(settings.nearestLimit)), threads: settings.threads)
    }

    /// What needs no classifier.
    private func numbers(
        _ drawn: [DecodedSketch], _ temperature: Double, _ collection: DrawingCollection, _ threshold: Double?
    ) throws -> QualityReport.Drawn {
        func share(_ isSo: (DecodedSketch) -> Bool) -> Double {
            drawn.isEmpty ? 0 : Double(drawn.filter(isSo).count) / Double(drawn.count)
        }
        let distances = try nearest(drawn.map(\.stroke5.stroke3).filter { !$0.rows.isEmpty }, collection)
        let nearer = threshold.flatMap { least in
            distances.isEmpty ? nil : Double(distances.filter { $0 < least }.count) / Double(distances.count)
        }
        return .init(
            temperature: temperature, sketches: drawn.count, ended: share(\.reachedEnd),
            degenerate: share(\.isDegenerate), judged: 0, right: nil, classes: [], nearest: Distribution(distances),
            nearerThanUnseen: nearer)
    }
}
