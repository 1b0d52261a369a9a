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
    ///   - gradients: those of a batch's slices; their sum is left in the first one.
    ///   - step: the updates made before this one.
    ///   - clip: the limit of the absolute value of each element of the gradients' sum.
    package func update(
        _ parameters: Buffer<Scalar>, gradients: [Buffer<Scalar>], step: Int, learningRate: Double, clip: Double,
        threads: Int
    ) {
        guard let sum = gradients.first else { return }
        let t = Double(step + 1)
        let correction =
            (1 - Double.exp(t * Double.log(Self.beta2))).squareRoot() / (1 - Double.exp(t * Double.log(Self.beta1)))
        let (rate, limit) = (Scalar(learningRate * correction), Scalar(clip))
        GradientTree.forEachPart(of: parameters.count, threads: threads) { part in
            GradientTree.addUp(gradients, part)
            Scalar.updateAdam(
                parameters.vector[part], m: m.vector[part], v: v.vector[part], gradient: sum.vector[part], rate: rate,
                limit: limit)
        }
    }
}
