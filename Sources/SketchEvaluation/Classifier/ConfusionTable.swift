/// A confusion matrix: the number of drawings by true class and predicted class.
public struct ConfusionTable: Hashable, Sendable {
    /// The true classes, in the order of their first drawings.
    public private(set) var truths: [String] = []
    private var counts: [String: [String?: Int]] = [:]

    public init() {}

    /// Counts one drawing of class `truth` that was classified as `label`; nil is a drawing without a line.
    public mutating func add(truth: String, label: String?) {
        if counts[truth] == nil { truths.append(truth) }
        counts[truth, default: [:]][label, default: 0] += 1
    }

    /// The number of drawings of a class.
    public func count(of truth: String) -> Int { counts[truth]?.values.reduce(0, +) ?? 0 }
    /// The number of all drawings.
    public var count: Int { truths.reduce(0) { $0 + count(of: $1) } }

    /// The share of a class's drawings that were classified correctly; nil if there are none.
    public func accuracy(of truth: String) -> Double? {
        let all = count(of: truth)
        return all > 0 ? Double(counts[truth]?[truth] ?? 0) / Double(all) : nil
    }

    /// The share of all drawings that were classified correctly; nil if there are none.
    public var accuracy: Double? {
        count > 0 ? Double(truths.reduce(0) { $0 + (counts[$1]?[$1] ?? 0) }) / Double(count) : nil
    }

    /// The mean of the classes' accuracies, with equal weights.
    public var meanClassAccuracy: Double? {
        let shares = truths.compactMap { accuracy(of: $0) }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }

    /// The most frequent wrong class of a class's drawings, with its share; of equally frequent ones, the first in
    /// alphabetical order.
    public func mostFrequentError(for truth: String) -> (label: String, share: Double)? {
        let wrong = (counts[truth] ?? [:]).compactMap { label, count in
            label.flatMap { $0 == truth ? nil : ($0, count) }
        }
        guard let worst = wrong.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }) else { return nil }
        return (worst.0, Double(worst.1) / Double(count(of: truth)))
    }
}
