import Foundation

/// How good a model's drawings are, in numbers. JSON keys are these names in snake case and are a promise; parts
/// that a model, a classifier or the data do not allow are left out.
public struct QualityReport: Codable, Hashable, Sendable {
    public struct Source: Codable, Hashable, Sendable {
        public var name: String
        /// The fingerprint that recipes carry.
        public var hash: String
        public var classes: [String]

        public init(name: String, hash: String, classes: [String]) {
            (self.name, self.hash, self.classes) = (name, hash, classes)
        }
    }

    /// As the paper counts them, decoded from a draw of the latent.
    public struct Losses: Codable, Hashable, Sendable {
        /// Padding counted up to N, and padding left out.
        public var reconstructionLoss: Double
        public var maskedReconstructionLoss: Double
        /// Nats a latent dimension, without the floor; absent for a decoder-only model.
        public var klLoss: Double?

        public init(reconstructionLoss: Double, maskedReconstructionLoss: Double, klLoss: Double?) {
            self.reconstructionLoss = reconstructionLoss
            self.maskedReconstructionLoss = maskedReconstructionLoss
            self.klLoss = klLoss
        }
    }

    /// Judgements of some drawings of one class, or of all.
    public struct ClassShare: Codable, Hashable, Sendable {
        public var name: String
        public var sketches: Int
        /// The share judged to show their class; absent where they were drawn of no class.
        public var right: Double?
    }

    /// Drawings of one kind at one temperature.
    public struct Drawn: Codable, Hashable, Sendable {
        public var temperature: Double
        public var sketches: Int
        /// The share that ended by themselves, and the share that is degenerate (`DecodedSketch.isDegenerate`).
        public var ended: Double
        public var degenerate: Double
        /// Of the drawings whose class the classifier knows, how many, and the share judged to show it. A sample is
        /// right where it shows any of the model's classes.
        public var judged: Int
        public var right: Double?
        /// Reconstructions: right by class. Samples: how many are judged to show each class, most frequent first.
        public var classes: [ClassShare]
        /// To the nearest training drawing, and the share that comes nearer to one than 99 of 100 unseen drawings do.
        public var nearest: Distribution?
        public var nearerThanUnseen: Double?
    }

    /// The drawings that were reconstructed, themselves: what the shares of the reconstructions are measured by.
    public struct Inputs: Codable, Hashable, Sendable {
        /// Drawings whose class the classifier knows, and its own share right on them: all, and by class.
        public var judged: Int
        public var right: Double?
        public var classes: [ClassShare]
        public var nearest: Distribution?
    }

    public struct Interpolations: Codable, Hashable, Sendable {
        public var pairs: Int
        public var steps: Int
        public var temperature: Double
        /// The share of pairs whose first and last drawings are both judged to show their classes.
        public var endsRight: Double?
        /// `Evenness` over the ways: largest step over the mean step, mean step, from end to end.
        public var largestOverMeanStep: Distribution?
        public var meanStep: Distribution?
        public var endToEnd: Distribution?
    }

    /// C + (B - A), A and C of one class, B of another.
    public struct Analogies: Codable, Hashable, Sendable {
        public var count: Int
        public var temperature: Double
        /// The share judged to show B's class.
        public var right: Double
    }

    public struct ClassCount: Codable, Hashable, Sendable {
        public var name: String
        public var sketches: Int
    }

    /// What was measured, by what, on what.
    public var model: Source
    public var classifier: Source
    public var seed: UInt64
    /// The part of the data: test, validation, train or all.
    public var split: String
    /// Drawings measured, at most `perClass` of a class, and those left out because they are too long for the model
    /// (more than `maxSeqLen` rows) or have no line.
    public var sketches: Int
    public var sketchesByClass: [ClassCount]
    public var perClass: Int
    public var skipped: Int
    public var maxSeqLen: Int
    /// Drawings of the training split among the data, which `nearest` looks through.
    public var trainingSketches: Int
    public var losses: Losses
    public var latent: LatentUsage?
    public var inputs: Inputs?
    public var reconstructions: [Drawn] = []
    public var samples: [Drawn] = []
    public var interpolations: Interpolations?
    public var analogies: Analogies?

    /// A report before the measurement.
    public init(
        model: Source, classifier: Source, seed: UInt64, split: String, inputs: [QualityInput], perClass: Int,
        skipped: Int, maxLength: Int, trainingSketches: Int, losses: Losses
    ) {
        (self.model, self.classifier, self.seed, self.split) = (model, classifier, seed, split)
        sketches = inputs.count
        let names = inputs.reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
        sketchesByClass = names.sorted { $0.key < $1.key }.map { ClassCount(name: $0.key, sketches: $0.value) }
        (self.perClass, self.skipped, maxSeqLen) = (perClass, skipped, maxLength)
        (self.trainingSketches, self.losses) = (trainingSketches, losses)
    }

    /// Sorted keys, two spaces a level, a line feed at the end.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self) + Data("\n".utf8)
    }
}
