import SketchCore

/// Drawings with the names of what they show, for training a classifier and evaluating it.
public struct ClassifierDataset: Sendable {
    /// A drawing in model units and the number of its class.
    public struct Example: Hashable, Sendable {
        public let drawing: Stroke3
        public let label: Int
    }

    /// The names of the classes, sorted, so that the order of files does not matter.
    public let classes: [String]
    /// The number of drawings that were given of each class, of any split and length.
    public let drawingCounts: [Int]
    public let train: [Example]
    public let validation: [Example]
    /// The standard deviation of the training offsets in pixels, by which all drawings are divided, as for a model (Ha & Eck
    /// 2017, section 4).
    public let scaleFactor: Double
    /// The number of drawings skipped: longer than the limit, or of a class that no training drawing shows.
    public let skipped: Int

    /// - Parameters:
    ///   - drawings: in pixels, which are clamped to +-1000, each with its class and its split; the test split is ignored.
    ///   - maxLength: the longest drawing to accept, in rows.
    /// - Throws: `TrainingError.tooFewClasses` unless the training drawings show at least two classes.
    public init(_ drawings: [(strokes: Stroke3, name: String, split: SketchDataset.Split)], maxLength: Int) throws {
        let known = drawings.filter { $0.split != .test && (1...maxLength).contains($0.strokes.count) }
            .map { (strokes: $0.strokes.clamped(), name: $0.name, split: $0.split) }
        let shown = known.filter { $0.split == .train }
        let classes = Set(shown.map(\.name)).sorted()
        guard classes.count >= 2 else { throw TrainingError.tooFewClasses(classes) }
        let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        var scale = ScaleFactor()
        for drawing in shown { scale.add(drawing.strokes) }
        let factor = scale.value
        func examples(_ split: SketchDataset.Split) -> [Example] {
            known.filter { $0.split == split }.compactMap { item in
                numbers[item.name].map {
                    Example(drawing: item.strokes.divided(by: Float(factor)), label: $0)
                }
            }
        }
        self.classes = classes
        let counts = Dictionary(drawings.map { ($0.name, 1) }, uniquingKeysWith: +)
        drawingCounts = classes.map { counts[$0] ?? 0 }
        train = examples(.train)
        validation = examples(.validation)
        scaleFactor = factor
        skipped = drawings.filter { $0.split != .test }.count - train.count - validation.count
    }
}
