import SketchCore
import SketchInference
import SketchSupport

/// Numbers of reconstructions and samples.
extension QualityMeasurement {
    func describeReconstructions(
        _ drawn: [DecodedSketch], _ temperature: Double, _ context: Context
    ) throws -> QualityReport.Decoded {
        var numbers = try numbers(drawn, temperature, context)
        let (names, strokes) = (context.inputs.map(\.name), drawn.map(\.stroke5.stroke3))
        let table = try confusion(names, classify(strokes))
        (numbers.classified, numbers.accuracy) = (table.count, table.accuracy)
        numbers.classes = Self.results(table)
        numbers.inputDistance = Share(
            zip(context.inputs, strokes).map { DrawingRaster($0.strokes).distance(to: DrawingRaster($1)) })
        if let picture = try describe(strokes) {
            numbers.picture = pictureResult(names, picture.map(\.classification))
            if let own = FeatureSet(picture.map(\.features)), let originals = context.features,
                let retrieval = Retrieval(of: own, among: originals, threads: settings.threads)
            {
                numbers.retrievalTop1 = Share(retrieval.ranks.map { $0 <= 1 })
                numbers.retrievalTop10 = Share(retrieval.ranks.map { $0 <= 10 })
            }
        }
        return numbers
    }

    func describeSamples(
        _ drawn: [DecodedSketch], _ temperature: Double, _ context: Context
    ) throws -> QualityReport.Decoded {
        var numbers = try numbers(drawn, temperature, context)
        let strokes = drawn.map(\.stroke5.stroke3)
        let labels = try classify(strokes)
        numbers.classes = Self.counts(labels)
        if let right = shareOfOwnClasses(labels, classifier.classes) {
            (numbers.classified, numbers.accuracy) = (labels.count, right.value)
        }
        if let picture = try describe(strokes) {
            let labels = picture.map(\.classification.label)
            numbers.picture = .init(
                right: shareOfOwnClasses(labels, self.picture?.classes ?? []), classes: Self.counts(labels))
            if let real = context.real, let own = FeatureSet(picture.prefix(settings.likenessCount).map(\.features)) {
                numbers.likeness = try likeness(own, to: real)
            }
        }
        return numbers
    }

    /// The numbers that do not depend on a classifier.
    private func numbers(
        _ drawn: [DecodedSketch], _ temperature: Double, _ context: Context
    ) throws -> QualityReport.Decoded {
        func share(_ isSo: (DecodedSketch) -> Bool) -> Double {
            drawn.isEmpty ? 0 : Double(drawn.filter(isSo).count) / Double(drawn.count)
        }
        let distances = try nearest(drawn.map(\.stroke5.stroke3).filter { !$0.rows.isEmpty }, context.collection)
        let nearCopyRate = context.threshold.flatMap { threshold in
            distances.isEmpty ? nil : Double(distances.filter { $0 < threshold }.count) / Double(distances.count)
        }
        return .init(
            temperature: temperature, sketches: drawn.count, terminated: share(\.reachedEnd),
            degenerate: share(\.isDegenerate), classified: 0, accuracy: nil, classes: [], nearest: Distribution(distances),
            nearCopyRate: nearCopyRate)
    }

    func nearest(_ drawings: [Stroke3], _ collection: DrawingCollection) throws -> [Double] {
        try collection.nearestDistances(
            of: Array(drawings.prefix(settings.nearestLimit)), threads: settings.threads)
    }

    // MARK: Classifying

    /// - Parameter drawings: in model units.
    func classify(_ drawings: [Stroke3]) throws -> [String?] {
        let pixels = Float(model.pixelsPerUnit)
        return try classifier.classify(drawings.map { $0.scaled(by: pixels) }, threads: settings.threads).map(\.label)
    }

    /// Drawings of classes that the classifier does not have are ignored.
    func confusion(_ truths: [String], _ labels: [String?]) throws -> ConfusionTable {
        var table = ConfusionTable()
        for (truth, label) in zip(truths, labels) where classifier.classes.contains(truth) {
            table.add(truth: truth, label: label)
        }
        return table
    }

    static func results(_ table: ConfusionTable) -> [QualityReport.ClassResult] {
        table.truths.sorted().map { .init(name: $0, sketches: table.count(of: $0), accuracy: table.accuracy(of: $0)) }
    }

    /// The number of drawings classified as each class, most frequent first.
    private static func counts(_ labels: [String?]) -> [QualityReport.ClassResult] {
        labels.compactMap { $0 }.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { .init(name: $0.key, sketches: $0.value, accuracy: nil) }
    }

    /// The share of labels that are a class of the model; nil unless the classifier knows all of these.
    private func shareOfOwnClasses(_ labels: [String?], _ known: [String]) -> Share? {
        let own = Set(model.classes)
        guard !own.isEmpty, own.isSubset(of: known) else { return nil }
        return Share(labels.map { $0.map(own.contains) ?? false })
    }

    /// Classifications and features by the picture classifier; nil without one.
    func describe(_ drawings: [Stroke3]) throws -> [(classification: Classification, features: [Float])]? {
        try picture?.describe(drawings, threads: settings.threads)
    }

    /// Drawings of classes that the picture classifier does not judge are ignored.
    func pictureResult(_ truths: [String], _ classifications: [Classification]) -> QualityReport.PictureResult {
        let known = Set(picture?.classes ?? [])
        var table = ConfusionTable()
        var right: [Bool] = []
        for (truth, own) in zip(truths, classifications) where known.contains(truth) {
            table.add(truth: truth, label: own.label)
            right.append(own.label == truth)
        }
        return .init(right: Share(right), classes: Self.results(table))
    }

    // MARK: Features

    /// The features of two disjoint sets of training drawings with as many of each class of the model; nil without a picture
    /// classifier or if a class has too few.
    func realFeatures(_ training: [QualityInput]) throws -> (first: FeatureSet, second: FeatureSet)? {
        guard let picture, !training.isEmpty else { return nil }
        let members = Dictionary(grouping: training, by: \.name)
        let classes = model.classes.isEmpty ? members.keys.sorted() : model.classes
        let smallest = classes.map { members[$0]?.count ?? 0 }.min() ?? 0
        let each = min((settings.likenessCount + classes.count - 1) / classes.count, smallest / 2)
        guard each > 0 else { return nil }
        var sets: [[Stroke3]] = [[], []]
        for name in classes {
            let own = (members[name] ?? []).sorted { ($0.drawIndex, $0.key) < ($1.drawIndex, $1.key) }.map(\.strokes)
            sets[0] += own[..<each]
            sets[1] += own[each..<2 * each]
        }
        progress("features of training drawings", 0, sets[0].count)
        let features = try sets.map { FeatureSet(try picture.features(of: $0, threads: settings.threads)) }
        guard let first = features[0], let second = features[1] else { return nil }
        return (first, second)
    }

    func likeness(_ drawn: FeatureSet, to real: FeatureSet) throws -> QualityReport.Likeness? {
        guard let frechet = FrechetDistance.between(real, drawn),
            let shares = PrecisionRecall(real: real, drawn: drawn, threads: settings.threads)
        else { return nil }
        return .init(
            real: real.count, compared: drawn.count, frechet: frechet, precision: shares.precision, recall: shares.recall)
    }
}
