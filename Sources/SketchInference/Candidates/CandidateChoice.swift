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

    /// - Parameter count: is brought into `counts`.
    public init(count: Int, criterion: CandidateCriterion) {
        self.count = min(max(count, Self.counts.lowerBound), Self.counts.upperBound)
        self.criterion = criterion
    }

    /// Whether there is nothing to choose.
    public var isFirst: Bool { count == 1 || criterion == .first }
}
