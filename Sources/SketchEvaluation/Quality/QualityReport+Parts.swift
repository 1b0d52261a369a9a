extension QualityReport {
    /// A model or a classifier.
    public struct Source: Codable, Hashable, Sendable {
        public var name: String
        /// The fingerprint, as in recipes.
        public var hash: String
        public var classes: [String]

        public init(name: String, hash: String, classes: [String]) {
            (self.name, self.hash, self.classes) = (name, hash, classes)
        }
    }

    /// The losses of the measured drawings, decoded from a sample of q(z|x) as in the paper (Ha & Eck, section 3.2).
    public struct Losses: Codable, Hashable, Sendable {
        /// With padding up to N counted.
        public var reconstructionLoss: Double
        /// With padding masked.
        public var maskedReconstructionLoss: Double
        /// Nats per latent dimension, without the floor; nil for a decoder-only model.
        public var klLoss: Double?

        public init(reconstructionLoss: Double, maskedReconstructionLoss: Double, klLoss: Double?) {
            self.reconstructionLoss = reconstructionLoss
            self.maskedReconstructionLoss = maskedReconstructionLoss
            self.klLoss = klLoss
        }
    }

    /// The number of drawings of one class.
    public struct ClassCount: Codable, Hashable, Sendable {
        public var name: String
        public var sketches: Int
    }

    /// The results of the classifier for drawings of one class.
    public struct ClassResult: Codable, Hashable, Sendable {
        public var name: String
        public var sketches: Int
        /// The share classified correctly; nil for samples, which have no true class.
        public var accuracy: Double?

        private enum CodingKeys: String, CodingKey {
            case name, sketches
            case accuracy = "right"
        }
    }

    /// The results of the picture classifier for drawings of classes that it judges.
    public struct PictureResult: Codable, Hashable, Sendable {
        /// The share classified correctly; for samples, as any of the model's classes.
        public var right: Share?
        public var classes: [ClassResult]
    }

    /// The measured drawings themselves: the upper bound for reconstructions.
    public struct Inputs: Codable, Hashable, Sendable {
        /// The number of drawings of classes that the classifier has.
        public var classified: Int
        /// The share of these that was classified correctly.
        public var accuracy: Double?
        public var classes: [ClassResult]
        public var picture: PictureResult?
        /// The distances to the nearest training drawing.
        public var nearest: Distribution?

        private enum CodingKeys: String, CodingKey {
            case classes, nearest, picture
            case classified = "judged"
            case accuracy = "right"
        }
    }

    /// Decoded drawings of one kind at one temperature.
    public struct Decoded: Codable, Hashable, Sendable {
        public var temperature: Double
        public var sketches: Int
        /// The share that terminated.
        public var terminated: Double
        /// The share that is degenerate; see `DecodedSketch.isDegenerate`.
        public var degenerate: Double
        /// The number of drawings of classes that the classifier has.
        public var classified: Int
        /// The share of these that was classified correctly. A sample counts as correct if it is classified as any of the
        /// model's classes.
        public var accuracy: Double?
        /// Reconstructions: accuracy by class. Samples: the number classified as each class, most frequent first.
        public var classes: [ClassResult]
        public var picture: PictureResult?
        /// Reconstructions: the distance (`DrawingRaster`) to the input.
        public var inputDistance: Share?
        /// Reconstructions: the share whose own input is the nearest of all inputs, or among the 10 nearest, by the features
        /// of the picture classifier.
        public var retrievalTop1: Share?
        public var retrievalTop10: Share?
        /// Samples: against training drawings; see `Likeness`.
        public var likeness: Likeness?
        /// The distances to the nearest training drawing.
        public var nearest: Distribution?
        /// The share nearer to a training drawing than 99 % of the inputs are.
        public var nearCopyRate: Double?

        private enum CodingKeys: String, CodingKey {
            case temperature, sketches, degenerate, classes, picture, inputDistance, retrievalTop1, retrievalTop10, likeness
            case nearest
            case terminated = "ended"
            case classified = "judged"
            case accuracy = "right"
            case nearCopyRate = "nearerThanUnseen"
        }
    }

    /// How like two sets of drawings are by the features of the picture classifier: one of training drawings of the model's
    /// classes, as many of each, and one of samples or of other training drawings.
    public struct Likeness: Codable, Hashable, Sendable {
        /// The number of drawings of each set.
        public var real: Int
        public var compared: Int
        public var frechet: Double
        /// `PrecisionRecall` with k = 3.
        public var precision: Double
        public var recall: Double
    }

    /// Interpolations between pairs of inputs.
    public struct Interpolations: Codable, Hashable, Sendable {
        public var pairs: Int
        public var steps: Int
        public var temperature: Double
        /// The share of pairs whose first and last drawings are both classified correctly.
        public var endpointAccuracy: Double?
        /// `PathSmoothness` of the paths.
        public var largestOverMeanStep: Distribution?
        public var meanStep: Distribution?
        public var endToEnd: Distribution?
        /// The mean distance (`DrawingRaster`) of the first and the last drawing to their inputs.
        public var endDistance: Share?
        /// The mean distance of neighbours.
        public var neighbourDistance: Share?
        public var picture: PicturePaths?

        private enum CodingKeys: String, CodingKey {
            case pairs, steps, temperature, largestOverMeanStep, meanStep, endToEnd, endDistance, neighbourDistance, picture
            case endpointAccuracy = "endsRight"
        }
    }

    /// The results of the picture classifier for paths between inputs of classes that it judges; means over the paths.
    public struct PicturePaths: Codable, Hashable, Sendable {
        /// Both ends are classified correctly.
        public var endsRight: Share?
        /// The mean probability that a step is of one of the two classes.
        public var probability: Share?
        /// The share of steps classified as one of the two classes.
        public var stepsRight: Share?
        /// All steps are.
        public var allStepsRight: Share?
    }

    /// C + (B - A), with A and C of one class and B of another.
    public struct Analogies: Codable, Hashable, Sendable {
        public var count: Int
        public var temperature: Double
        /// The share classified as B's class.
        public var accuracy: Double?
        /// The same by the picture classifier, of B of the classes that it judges.
        public var picture: Share?

        private enum CodingKeys: String, CodingKey {
            case count, temperature, picture
            case accuracy = "right"
        }
    }
}
