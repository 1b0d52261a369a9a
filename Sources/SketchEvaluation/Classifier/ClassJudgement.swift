import SketchInference

/// What a classifier says of one drawing.
public struct ClassJudgement: Hashable, Sendable {
    /// The likeliest class; nil for a drawing without a line, which shows nothing.
    public let label: String?
    /// The softmax over the classifier's classes, in its order.
    public let probabilities: [Float]

    /// - Parameters:
    ///   - logits: one for each of `classes`, finite.
    ///   - isEmpty: the drawing has no rows.
    init(logits: [Float], classes: [String], isEmpty: Bool) {
        let highest = logits.max() ?? 0
        let weights = Elementwise.exp(logits.map { $0 - highest })
        let total = weights.reduce(0.0) { $0 + Double($1) }
        probabilities = weights.map { Float(Double($0) / total) }
        let best = logits.firstIndex(of: highest) ?? 0
        label = isEmpty ? nil : classes[best]
    }
}
