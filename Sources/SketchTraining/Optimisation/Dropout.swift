import SketchInference

/// The recurrent dropout of one training step. The masks are a function of (seed, step, slice, mask).
package struct Dropout: Sendable {
    /// The probability that a candidate is kept; the kept ones are divided by it.
    package var keep: Double
    package var seed: UInt64
    /// The step, counted from 0.
    package var step: Int

    package init(keep: Double, seed: UInt64, step: Int) {
        (self.keep, self.seed, self.step) = (keep, seed, step)
    }

    /// Fills the masks of one slice.
    /// - Parameter masksPerStep: the most masks that a slice of this kind of model can have, which separates the streams
    ///   of different steps.
    func fill<Scalar: TrainingScalar>(_ masks: [StepMatrices<Scalar>], slice: Int, masksPerStep: Int) {
        for (index, mask) in masks.enumerated() {
            let stream = RandomStream.dropout + UInt64(slice) << 48 + UInt64(step * masksPerStep + index)
            // 16 bits per number, which set the probability to within 1e-5.
            Scalar.fillMask(
                mask.elements, random: Philox(seed: seed, stream: stream), threshold: UInt32((keep * 65536).rounded()),
                multiplier: Scalar(1 / keep))
        }
    }
}
