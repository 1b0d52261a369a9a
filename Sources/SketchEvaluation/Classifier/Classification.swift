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
        probabilities = Elementwise.softmax(logits)
        let best = logits.max().flatMap { logits.firstIndex(of: $0) } ?? 0
        label = isEmpty ? nil : classes[best]
    }
}
