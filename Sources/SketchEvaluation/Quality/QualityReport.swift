import FoundationEssentials
import SketchSupport

/// The quality of a model's drawings in numbers. JSON keys are the coding keys in snake case and do not change; parts that
/// the model, the classifier or the data do not allow are absent.
public struct QualityReport: Codable, Hashable, Sendable {
    /// The model and the classifiers of the measurement.
    public var model: Source
    public var classifier: Source
    public var pictureClassifier: Source?
    public var seed: UInt64
    /// The measured part of the data: test, validation, train or all.
    public var split: String
    /// The number of measured drawings, in all and by class; at most `perClass` of a class.
    public var sketches: Int
    public var sketchesByClass: [ClassCount]
    public var perClass: Int
    /// The number of drawings without a line or of more than `maxSeqLen` rows.
    public var skipped: Int
    public var maxSeqLen: Int
    /// The number of drawings in the data's training split, among which `nearest` searches.
    public var trainingSketches: Int
    public var losses: Losses
    public var latent: LatentUsage?
    public var inputs: Inputs?
    /// Training drawings against other training drawings: the best that samples can reach.
    public var realLikeness: Likeness?
    /// The drawings made as in the paper, by temperature.
    public var reconstructions: [Decoded] = []
    public var samples: [Decoded] = []
    public var interpolations: Interpolations?
    public var analogies: Analogies?
    /// The same with drawings made with the model's latent bank and a choice among candidates.
    public var chosen: Results?

    /// The results of one procedure.
    public struct Results: Codable, Hashable, Sendable {
        /// How the drawings were made.
        public var procedure: String
        public var reconstructions: [Decoded] = []
        public var samples: [Decoded] = []
        public var interpolations: Interpolations?
        public var analogies: Analogies?
        /// Samples of each class of the bank, at the first temperature: the share that the picture classifier recognises
        /// among all classes that it knows, the best first. Empty without a bank or with fewer than two known classes.
        public var sampledClasses: [ClassResult] = []
    }

    /// A report without the results of the measurement.
    public init(
        model: Source, classifier: Source, pictureClassifier: Source? = nil, seed: UInt64, split: String, inputs: [QualityInput],
        perClass: Int,
        skipped: Int, maxLength: Int, trainingSketches: Int, losses: Losses
    ) {
        (self.model, self.classifier, self.pictureClassifier) = (model, classifier, pictureClassifier)
        (self.seed, self.split) = (seed, split)
        sketches = inputs.count
        let names = inputs.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
        sketchesByClass = names.sorted { $0.key < $1.key }.map { ClassCount(name: $0.key, sketches: $0.value) }
        (self.perClass, self.skipped, maxSeqLen) = (perClass, skipped, maxLength)
        (self.trainingSketches, self.losses) = (trainingSketches, losses)
    }

    /// JSON with sorted keys, indented, with a line feed at the end.
    public func json() throws -> Data {
        let text = try JSONText.sorted(
            self, formatting: [.prettyPrinted, .withoutEscapingSlashes], keys: .convertToSnakeCase)
        return Data((text + "\n").utf8)
    }
}
