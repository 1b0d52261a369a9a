import SketchCore
import SketchInference

/// Chooses and augments the drawings of each step: a pure function of (seed, step), so that a resumed run trains on the
/// batches that an uninterrupted run would have trained on.
///
/// An epoch is a random permutation of the training set. Its pools of eight batches are sorted by length before they are
/// cut into batches, so that little padding is computed and each batch is still random; the batches of a pool come in
/// random order. Drawings that do not fill a batch wait for the next epoch.
package struct BatchSampler: Sendable {
    private let drawings: [Stroke3]
    private let parameters: TrainingParameters
    private let batchSize: Int
    private var epoch = -1
    private var batches: [[Int]] = []

    private static let batchesInPool = 8

    /// - Parameter drawings: the training set in model units, at least one.
    package init(_ drawings: [Stroke3], parameters: TrainingParameters) {
        self.drawings = drawings
        self.parameters = parameters
        batchSize = min(parameters.batchSize, drawings.count)
    }

    package var stepsPerEpoch: Int { max(drawings.count / max(batchSize, 1), 1) }

    /// The augmented drawings of a step, counted from 0.
    package mutating func batch(at step: Int) -> [Stroke3] {
        if step / stepsPerEpoch != epoch {
            epoch = step / stepsPerEpoch
            batches = shuffledBatches()
        }
        var random = PhiloxSequence(
            seed: parameters.seed, stream: RandomStream.augmentation + UInt64(step))
        var augmentation = Augmentation(
            scale: Float(parameters.randomScale), dropping: Float(parameters.pointDropping))
        augmentation.mirrors = parameters.mirrors
        augmentation.rotation = Float(parameters.rotation)
        augmentation.shear = Float(parameters.shear)
        return batches[step % stepsPerEpoch].map { index in
            augmentation.apply(to: drawings[index]) { random.nextUniform() }
        }
    }

    private func shuffledBatches() -> [[Int]] {
        var random = PhiloxSequence(seed: parameters.seed, stream: RandomStream.order + UInt64(epoch))
        let order = drawings.indices.shuffled(using: &random)
        let poolSize = batchSize * Self.batchesInPool
        let used = stepsPerEpoch * batchSize
        return stride(from: 0, to: used, by: poolSize).flatMap { start in
            let pool = order[start..<min(start + poolSize, used)]
                .sorted { (drawings[$0].count, $0) < (drawings[$1].count, $1) }
            return stride(from: 0, to: pool.count, by: batchSize)
                .map { Array(pool[$0..<min($0 + batchSize, pool.count)]) }
                .shuffled(using: &random)
        }
    }
}
