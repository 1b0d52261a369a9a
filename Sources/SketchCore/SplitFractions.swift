import SketchSupport

/// The fraction of drawings in each split. A drawing's key selects its split, independently of the order of drawings;
/// `0.92,0.04,0.04` gives the same splits as `SketchDataset.Split(key:)`.
public struct SplitFractions: Hashable, Sendable {
    /// The fraction of training drawings.
    public let train: Double
    /// The fraction of validation drawings.
    public let validation: Double
    /// The fraction of test drawings.
    public let test: Double

    /// Creates fractions from weights; nil for negative weights, or if none is positive.
    /// - Parameter weights: train, validation and test; only their ratio matters.
    public init?(weights: [Double]) {
        let sum = weights.reduce(0, +)
        guard weights.count == 3, weights.allSatisfy({ $0 >= 0 && $0.isFinite }), sum > 0, sum.isFinite else { return nil }
        (train, validation, test) = (weights[0] / sum, weights[1] / sum, weights[2] / sum)
    }

    /// Returns the split that a key selects.
    public func split(ofKey key: String) -> SketchDataset.Split {
        let hash = FNV1a.hash(key)
        // A number in [0, 1) whose first two digits are those of the fixed split.
        let place = (Double(hash % 100) + Double(hash / 100 % 1_000_000) / 1_000_000) / 100
        if place < test { return .test }
        return place < test + validation || train == 0 ? .validation : .train
    }
}
