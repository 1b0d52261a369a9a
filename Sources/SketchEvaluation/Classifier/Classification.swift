import SketchInference

/// The classes of one drawing with their probabilities.
public struct Classification: Hashable, Sendable {
    /// The most probable class; nil for a drawing without a line.
    public let label: String?
    /// The softmax over the classifier's classes [C], in their order.
    public let probabilities: [Float]

    /// - Parameters:
    ///   - logits: [C], finite.
    ///   - isEmpty: whether the drawing has no rows.
    init(logits: [Float], classes: [String], isEmpty: Bool) {
        let highest = logits.max() ?? 0
        let weights = Elementwise.exp(logits.map { $0 - highest })
        let total = weights.reduce(0.0) { $0 + Double($1) }
        probabilities = weights.map { Float(Double($0) / total) }
        let best = logits.firstIndex(of: highest) ?? 0
        label = isEmpty ? nil : classes[best]
    }
}
