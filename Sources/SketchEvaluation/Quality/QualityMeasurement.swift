import SketchCore
import SketchInference
import SketchSupport

/// Measures a model's drawings: whether they keep their class, terminate, are near copies of training drawings, and change
/// evenly along a path.
///
/// The result depends only on model, classifier, inputs and seed. The draw index of a reconstruction is the hash of its
/// drawing's key; sample i, interpolation i and analogy i have draw index i.
public struct QualityMeasurement {
    /// The amounts and the sampling of a measurement.
    public struct Settings: Hashable, Sendable {
        /// At least one. Interpolations and analogies use the first.
        public var temperatures = [0.1, 0.3, 0.6]
        /// Nil for the model's standard convention.
        public var convention: TemperatureConvention?
        public var samples = 200
        /// Pairs of inputs to interpolate between, and the steps of each path, both ends included.
        public var pairs = 100
        public var steps = 10
        public var analogies = 100
        /// The largest number of drawings of a kind that are compared with the training drawings.
        public var nearestLimit = 200
        public var seed: UInt64 = 1
        public var threads = Threads.automatic

        public init() {}
    }

    public let settings: Settings
    let model: SketchModel
    let classifier: SketchClassifier
    /// Reports the kind of work, the amount done and the total.
    let progress: (String, Int, Int) -> Void
    private let decoder: SketchDecoder
    /// Drawings decoded between two progress reports.
    private static let portion = 256

    /// - Parameter progress: called with the kind of work, the amount done and the total.
    /// - Throws: what `SketchDecoder.init` throws.
    public init(
        model: SketchModel, classifier: SketchClassifier, settings: Settings = Settings(),
        progress: @escaping (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        (self.model, self.classifier, self.settings, self.progress) = (model, classifier, settings, progress)
        decoder = try SketchDecoder(model)
    }

    /// Fills in the parts of the report that the model allows.
    ///
    /// - Parameters:
    ///   - inputs: from `QualityInput.chosen`.
    ///   - training: the training drawings, in model units; if empty, the nearest distances are absent.
    /// - Returns: the measured drawings, for the sheets.
    /// - Throws: `InferenceError`.
    public func measure(
        _ inputs: [QualityInput], training: [Stroke3], into report: inout QualityReport
    ) throws -> QualityDrawings {
        progress("reading training drawings", 0, training.count)
        let collection = try DrawingCollection(training, threads: settings.threads)
        var drawings = QualityDrawings(inputs: inputs)
        let unseen = try nearest(inputs.map(\.strokes), collection)
        let threshold = Distribution(unseen)?.percentile1
        if !inputs.isEmpty {
            let table = try confusion(inputs.map(\.name), classify(inputs.map(\.strokes)))
            report.inputs = .init(
                classified: table.count, accuracy: table.accuracy, classes: Self.results(table),
                nearest: Distribution(unseen))
        }
        if model.configuration.isConditional, !inputs.isEmpty {
            let latents = try SketchEncoder(model).encode(rows: inputs.map(\.strokes.stroke5), threads: settings.threads)
            report.latent = LatentUsage(latents)
            for temperature in settings.temperatures {
                let drawn = try reconstruct(inputs, latents, temperature)
                drawings.reconstructions.append(drawn)
                var numbers = try numbers(drawn, temperature, collection, threshold)
                let table = try confusion(inputs.map(\.name), classify(drawn.map(\.stroke5.stroke3)))
                (numbers.classified, numbers.accuracy) = (table.count, table.accuracy)
                numbers.classes = Self.results(table)
                report.reconstructions.append(numbers)
            }
            drawings.interpolations = try interpolate(inputs, latents, into: &report)
            drawings.analogies = try makeAnalogies(inputs, latents, into: &report)
        }
        for temperature in settings.temperatures {
            let drawn = try sample(temperature)
            drawings.samples.append(drawn)
            var numbers = try numbers(drawn, temperature, collection, threshold)
            describeSamples(try classify(drawn.map(\.stroke5.stroke3)), in: &numbers)
            report.samples.append(numbers)
        }
        return drawings
    }

    // MARK: Decoding

    func decode(_ requests: [DecodeRequest], _ what: String) throws -> [DecodedSketch] {
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
        try decode(
            zip(inputs, latents).map { input, latent in
                DecodeRequest(
                    latent: latent.mean, sampling: sampling(temperature), seed: settings.seed, drawIndex: input.drawIndex)
            }, "reconstructions at \(temperature)")
    }

    private func sample(_ temperature: Double) throws -> [DecodedSketch] {
        let size = model.configuration.latentSize
        return try decode(
            (0..<UInt64(settings.samples)).map { index in
                DecodeRequest(
                    latent: model.configuration.isConditional
                        ? LatentDraw.prior(size: size, seed: settings.seed, drawIndex: index) : nil,
                    sampling: sampling(temperature), seed: settings.seed, drawIndex: index)
            }, "samples at \(temperature)")
    }

    // MARK: Classifying

    /// - Parameter drawings: in model units.
    func classify(_ drawings: [Stroke3]) throws -> [String?] {
        let pixels = Float(model.pixelsPerUnit)
        return try classifier.classify(drawings.map { $0.scaled(by: pixels) }, threads: settings.threads).map(\.label)
    }

    /// Drawings of classes that the classifier does not have are ignored.
    private func confusion(_ truths: [String], _ labels: [String?]) throws -> ConfusionTable {
        var table = ConfusionTable()
        for (truth, label) in zip(truths, labels) where classifier.classes.contains(truth) {
            table.add(truth: truth, label: label)
        }
        return table
    }

    private static func results(_ table: ConfusionTable) -> [QualityReport.ClassResult] {
        table.truths.sorted().map { .init(name: $0, sketches: table.count(of: $0), accuracy: table.accuracy(of: $0)) }
    }

    private func describeSamples(_ labels: [String?], in numbers: inout QualityReport.Decoded) {
        let own = Set(model.classes).intersection(classifier.classes)
        let counts = labels.compactMap { $0 }.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        numbers.classes = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { .init(name: $0.key, sketches: $0.value, accuracy: nil) }
        // The accuracy is defined only if the classifier has all of the model's classes.
        guard !own.isEmpty, own.count == Set(model.classes).count, !labels.isEmpty else { return }
        numbers.classified = labels.count
        numbers.accuracy = Double(own.reduce(0) { $0 + (counts[$1] ?? 0) }) / Double(labels.count)
    }

    private func nearest(_ drawings: [Stroke3], _ collection: DrawingCollection) throws -> [Double] {
        try collection.nearestDistances(
            of: Array(drawings.prefix(settings.nearestLimit)), threads: settings.threads)
    }

    /// The numbers that do not depend on the classifier.
    private func numbers(
        _ drawn: [DecodedSketch], _ temperature: Double, _ collection: DrawingCollection, _ threshold: Double?
    ) throws -> QualityReport.Decoded {
        func share(_ isSo: (DecodedSketch) -> Bool) -> Double {
            drawn.isEmpty ? 0 : Double(drawn.filter(isSo).count) / Double(drawn.count)
        }
        let distances = try nearest(drawn.map(\.stroke5.stroke3).filter { !$0.rows.isEmpty }, collection)
        let nearCopyRate = threshold.flatMap { threshold in
            distances.isEmpty ? nil : Double(distances.filter { $0 < threshold }.count) / Double(distances.count)
        }
        return .init(
            temperature: temperature, sketches: drawn.count, terminated: share(\.reachedEnd),
            degenerate: share(\.isDegenerate), classified: 0, accuracy: nil, classes: [], nearest: Distribution(distances),
            nearCopyRate: nearCopyRate)
    }
}
