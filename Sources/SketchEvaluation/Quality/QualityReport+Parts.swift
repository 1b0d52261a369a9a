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

    /// The measured drawings themselves: the upper bound for reconstructions.
    public struct Inputs: Codable, Hashable, Sendable {
        /// The number of drawings of classes that the classifier has.
        public var classified: Int
        /// The share of these that was classified correctly.
        public var accuracy: Double?
        public var classes: [ClassResult]
        /// The distances to the nearest training drawing.
        public var nearest: Distribution?

        private enum CodingKeys: String, CodingKey {
            case classes, nearest
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
        /// The distances to the nearest training drawing.
        public var nearest: Distribution?
        /// The share nearer to a training drawing than 99 % of the inputs are.
        public var nearCopyRate: Double?

        private enum CodingKeys: String, CodingKey {
            case temperature, sketches, degenerate, classes, nearest
            case terminated = "ended"
            case classified = "judged"
            case accuracy = "right"
            case nearCopyRate = "nearerThanUnseen"
        }
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

        private enum CodingKeys: String, CodingKey {
            case pairs, steps, temperature, largestOverMeanStep, meanStep, endToEnd
            case endpointAccuracy = "endsRight"
        }
    }

    /// C + (B - A), with A and C of one class and B of another.
    public struct Analogies: Codable, Hashable, Sendable {
        public var count: Int
        public var temperature: Double
        /// The share classified as B's class.
        public var accuracy: Double

        private enum CodingKeys: String, CodingKey {
            case count, temperature
            case accuracy = "right"
        }
    }
}
