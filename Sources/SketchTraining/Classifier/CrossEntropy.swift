import SketchInference

/// The cross-entropy of a softmax against a label, with label smoothing (Szegedy et al. 2016, section 7): the target of the
/// labelled class is 1 - s + s / C, that of the others s / C.
enum CrossEntropy {
    /// - Parameters:
    ///   - logits: [C].
    ///   - weight: the factor of the gradient.
    ///   - gradient: [C], which receives softmax minus target, times the weight.
    /// - Returns: the loss in nats, and whether the label's logit is the largest.
    static func take<Scalar: TrainingScalar>(
        _ logits: VectorView<Scalar>, label: Int, smoothing: Scalar = 0, weight: Scalar, gradient: VectorView<Scalar>
    ) -> (loss: Double, isCorrect: Bool) {
        var best = 0
        for k in 1..<logits.count where logits[k] > logits[best] { best = k }
        let highest = logits[best]
        var (total, sum): (Scalar, Scalar) = (0, 0)
        for k in 0..<logits.count {
            gradient[k] = Scalar.exp(logits[k] - highest)
            total += gradient[k]
            sum += logits[k]
        }
        let share = smoothing / Scalar(logits.count)
        for k in 0..<logits.count { gradient[k] = gradient[k] * (weight / total) - weight * share }
        gradient[label] -= weight * (1 - smoothing)
        let loss = Scalar.log(total) + highest - (1 - smoothing) * logits[label] - share * sum
        return (Double(loss), best == label)
    }
}
