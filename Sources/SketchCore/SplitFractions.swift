import SketchSupport

/// How large a share of drawings goes to each split. A drawing's key decides, for ever and whatever the order:
/// `0.92,0.04,0.04` puts every drawing where `SketchDataset.Split(key:)` does.
public struct SplitFractions: Hashable, Sendable {
    public let train: Double
    public let validation: Double
    public let test: Double

    /// - Parameter weights: train, validation and test, at least one above 0; only their ratio counts.
    public init?(weights: [Double]) {
        let sum = weights.reduce(0, +)
        guard weights.count == 3, weights.allSatisfy({ $0 >= 0 && $0.isFinite }), sum > 0, sum.isFinite else { return nil }
        (train, validation, test) = (weights[0] / sum, weights[1] / sum, weights[2] / sum)
    }

    public func split(ofKey key: String) -> SketchDataset.Split {
        let hash = FNV1a.hash(key)
        // A number in [0, 1) whose first two digits are those that the fixed split looks at.
        let place = (Double(hash % 100) + Double(hash / 100 % 1_000_000) / 1_000_000) / 100
        if place < test { return .test }
        return place < test + validation || train == 0 ? .validation : .train
    }
}
