import LatentOps

/// How many candidate drawings of each latent are made, and which is kept.
public struct CandidateChoice: Hashable, Sendable {
    /// N, in `counts`.
    public var count: Int
    public var criterion: CandidateCriterion

    /// The allowed values of `count`.
    public static let counts = 1...256
    /// Every drawing as the decoder makes it first, as in the paper.
    public static let first = CandidateChoice(count: 1, criterion: .first)

    /// For samples: the consensus of 4.
    public static let sampling = CandidateChoice(count: 4, criterion: .consensus)
    /// For reconstructions: the consensus of 16. `likeness` gives more similar drawings, but looks at the answer.
    public static let reconstruction = CandidateChoice(count: 16, criterion: .consensus)
    /// For results of arithmetic: the consensus of 16.
    public static let analogy = CandidateChoice(count: 16, criterion: .consensus)
    /// For completions: the most likely of 8.
    public static let completion = CandidateChoice(count: 8, criterion: .likelihood)
    /// For paths: of 16, the ends by likeness to the given drawings, the rest by consensus.
    public static let interpolation = CandidateChoice(count: 16, criterion: .likeness)

    /// - Parameter count: is brought into `counts`.
    public init(count: Int, criterion: CandidateCriterion) {
        self.count = min(max(count, Self.counts.lowerBound), Self.counts.upperBound)
        self.criterion = criterion
    }

    /// Whether there is nothing to choose.
    public var isFirst: Bool { count == 1 || criterion == .first }
}
