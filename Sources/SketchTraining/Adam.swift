import Dispatch

/// Adam as TensorFlow 1 computes it: the step size carries both bias corrections and epsilon is added
/// outside them (Kingma & Ba 2015, the end of section 2). Gradients are clipped by value first.
package struct Adam<Scalar: TrainingScalar> {
    /// First and second moments, in the parameters' flat order.
    package let m: Buffer<Scalar>
    package let v: Buffer<Scalar>

    static var beta1: Double { 0.9 }
    static var beta2: Double { 0.999 }
    static var epsilon: Double { 1e-8 }

    package init(count: Int) {
        m = Buffer(count: count)
        v = Buffer(count: count)
    }

    /// One update.
    /// - Parameters:
    ///   - step: updates made before this one.
    ///   - gradients: one or two, to be added up in this order, so that the sum's bits do not depend on who was first.
    package func update(
        _ parameters: Buffer<Scalar>, gradients: [Buffer<Scalar>], step: Int, learningRate: Double,
        clip: Double
    ) {
        let t = Double(step + 1)
        let correction =
            (1 - Double.exp(t * Double.log(0.999))).squareRoot() / (1 - Double.exp(t * Double.log(0.9)))
        let (rate, limit) = (Scalar(learningRate * correction), Scalar(clip))
        guard let first = gradients.first else { return }
        let other = gradients.dropFirst().first
        // Each parameter by itself: the parts can be done at the same time.
        let part = (parameters.count + 1) / 2
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            let start = index * part
            Scalar.updateAdam(
                parameters.pointer + start, m: m.pointer + start, v: v.pointer + start, gradient: first.pointer + start,
                other: other.map { $0.pointer + start }, count: min(part, parameters.count - start), rate: rate,
                limit: limit)
        }
    }
}
