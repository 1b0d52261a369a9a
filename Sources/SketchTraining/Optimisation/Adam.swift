import SketchInference
import SketchSupport

/// Adam as TensorFlow 1 computes it: the step size contains both bias corrections, and epsilon is added outside them
/// (Kingma & Ba 2015, the end of section 2). Gradients are clipped by value first.
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
    ///   - gradients: one or two, added up in this order, so that the sum's bits do not depend on which was ready first.
    ///   - step: the updates made before this one.
    ///   - clip: the limit of the absolute value of each element of the gradients' sum.
    package func update(
        _ parameters: Buffer<Scalar>, gradients: [Buffer<Scalar>], step: Int, learningRate: Double,
        clip: Double
    ) {
        guard let first = gradients.first else { return }
        let other = gradients.dropFirst().first
        let t = Double(step + 1)
        let correction =
            (1 - Double.exp(t * Double.log(Self.beta2))).squareRoot() / (1 - Double.exp(t * Double.log(Self.beta1)))
        let (rate, limit) = (Scalar(learningRate * correction), Scalar(clip))
        // Parameters are independent of each other, so two halves are updated at the same time.
        let middle = (parameters.count + 1) / 2
        Workers.forEach(count: 2) { index in
            let part = index == 0 ? 0..<middle : middle..<parameters.count
            Scalar.updateAdam(
                parameters.vector[part], m: m.vector[part], v: v.vector[part], gradient: first.vector[part],
                other: other?.vector[part], rate: rate, limit: limit)
        }
    }
}
