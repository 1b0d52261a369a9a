/// Adam as TensorFlow 1 computes it: the step size carries both bias corrections and epsilon is added
/// outside them (Kingma & Ba 2015, the end of section 2). Gradients are clipped by value first.
package struct Adam<Scalar: TrainingScalar> {
    /// First and second moments, in the parameters' flat order.
    package let m: Buffer<Scalar>
    package let v: Buffer<Scalar>

    private let beta1: Scalar = 0.9
    private let beta2: Scalar = 0.999
    private let epsilon: Scalar = 1e-8

    package init(count: Int) {
        m = Buffer(count: count)
        v = Buffer(count: count)
    }

    /// One update.
    /// - Parameters:
    ///   - step: updates made before this one.
    ///   - gradients: to be added up in this order, so that the sum's bits do not depend on who was first.
    package func update(
        _ parameters: Buffer<Scalar>, gradients: [Buffer<Scalar>], step: Int, learningRate: Double,
        clip: Double
    ) {
        let t = Double(step + 1)
        let correction =
            (1 - Double.exp(t * Double.log(0.999))).squareRoot() / (1 - Double.exp(t * Double.log(0.9)))
        let (rate, limit) = (Scalar(learningRate * correction), Scalar(clip))
        let theta = parameters.pointer
        let (m, v) = (m.pointer, v.pointer)
        guard let sum = gradients.first?.pointer else { return }
        for other in gradients.dropFirst() {
            let addend = other.pointer
            for k in 0..<parameters.count { sum[k] += addend[k] }
        }
        for k in 0..<parameters.count {
            let g = min(max(sum[k], -limit), limit)
            m[k] = beta1 * m[k] + (1 - beta1) * g
            v[k] = beta2 * v[k] + (1 - beta2) * g * g
            theta[k] -= rate * m[k] / (v[k].squareRoot() + epsilon)
        }
    }
}
