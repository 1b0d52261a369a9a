/// What makes one of several candidate drawings of a latent the best.
public enum CandidateCriterion: String, Hashable, Sendable, CaseIterable {
    /// Near the other candidates and likely: what the candidates have in common is what the latent determines.
    case consensus
    /// Likely under the decoder at T = 1.
    case likelihood
    /// Near a given drawing and likely; as `consensus` where there is none.
    case likeness
    /// The first candidate, whatever the others are.
    case first

    /// Whether the costs depend on `CandidateScores.meanDistances`.
    public var comparesCandidates: Bool { self == .consensus || self == .likeness }
}

/// Numbers of the N candidates of one latent.
public struct CandidateScores: Hashable, Sendable {
    /// The mean log likelihood of each candidate's rows; N values.
    public var likelihoods: [Double]
    /// Whether each candidate terminated; N values.
    public var hasEnded: [Bool]
    /// Each candidate's mean distance to the others; N values, empty if they were not compared.
    public var meanDistances: [Double]
    /// Each candidate's distance to a given drawing; N values, empty if there is none.
    public var inputDistances: [Double]

    public init(
        likelihoods: [Double], hasEnded: [Bool], meanDistances: [Double] = [], inputDistances: [Double] = []
    ) {
        self.likelihoods = likelihoods
        self.hasEnded = hasEnded
        self.meanDistances = meanDistances
        self.inputDistances = inputDistances
    }

    /// The cost of each candidate, N values; infinite for one that did not terminate.
    ///
    /// With z(x) the standard score of x among the N candidates, l the likelihoods, m the mean distances and d the distances
    /// to the given drawing: z(m)/2 - z(l)/2 (consensus), -z(l) (likelihood), z(d) - z(l)/2 (likeness).
    public func costs(_ criterion: CandidateCriterion) -> [Double] {
        let l = Self.standardScores(likelihoods)
        let costs: [Double]
        switch criterion {
        case .first: costs = likelihoods.indices.map(Double.init)
        case .likelihood: costs = l.map { -$0 }
        case .likeness where !inputDistances.isEmpty:
            costs = zip(Self.standardScores(inputDistances), l).map { $0 - $1 / 2 }
        case .consensus, .likeness:
            costs = zip(Self.standardScores(meanDistances), l).map { $0 / 2 - $1 / 2 }
        }
        return zip(costs, hasEnded).map { $1 ? $0 : .infinity }
    }

    /// The index of the smallest cost; of equal ones, and where all are infinite, the first.
    public static func best(_ costs: [Double]) -> Int {
        costs.indices.min { (costs[$0], $0) < (costs[$1], $1) } ?? 0
    }

    /// (x - mean) / deviation, with the population's deviation; zeros if all are equal.
    static func standardScores(_ values: [Double]) -> [Double] {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        return values.map { deviation > 0 ? ($0 - mean) / deviation : 0 }
    }
}
