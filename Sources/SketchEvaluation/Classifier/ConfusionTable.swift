/// How judgements and truth go together: a count for each class shown and each class seen.
public struct ConfusionTable: Hashable, Sendable {
    /// The classes that drawings were given under, in the order they came.
    public private(set) var truths: [String] = []
    private var counts: [String: [String?: Int]] = [:]

    public init() {}

    /// Counts one drawing of class `truth` that was judged to be `label`; nil shows nothing.
    public mutating func add(truth: String, label: String?) {
        if counts[truth] == nil { truths.append(truth) }
        counts[truth, default: [:]][label, default: 0] += 1
    }

    /// Drawings of a class, or of all classes.
    public func count(of truth: String) -> Int { counts[truth]?.values.reduce(0, +) ?? 0 }
    public var count: Int { truths.reduce(0) { $0 + count(of: $1) } }

    /// The share of a class's drawings judged right; nil where there are none.
    public func accuracy(of truth: String) -> Double? {
        let all = count(of: truth)
        return all > 0 ? Double(counts[truth]?[truth] ?? 0) / Double(all) : nil
    }

    /// The share of all drawings judged right; nil where there are none.
    public var accuracy: Double? {
        count > 0 ? Double(truths.reduce(0) { $0 + (counts[$1]?[$1] ?? 0) }) / Double(count) : nil
    }

    /// The mean of the classes' own accuracies, each counting the same.
    public var meanClassAccuracy: Double? {
        let shares = truths.compactMap { accuracy(of: $0) }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }

    /// The wrong class that a class's drawings are most often taken for, with its share; ties go to the name
    /// that sorts first.
    public func likeliestMistake(for truth: String) -> (label: String, share: Double)? {
        let wrong = (counts[truth] ?? [:]).compactMap { label, count in
            label.flatMap { $0 == truth ? nil : ($0, count) }
        }
        guard let worst = wrong.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }) else { return nil }
        return (worst.0, Double(worst.1) / Double(count(of: truth)))
    }
}
