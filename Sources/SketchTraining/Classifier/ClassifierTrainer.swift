import Dispatch
import SketchCore
import SketchEvaluation
import SketchInference

/// A classifier in training: parameters, optimiser, and two workers that share a batch, always in the same way, so
/// that the result has the same bits for any number of threads.
package final class ClassifierTrainer<Scalar: TrainingScalar>: @unchecked Sendable {
    package let layout: ParameterLayout
    package let parameters: Buffer<Scalar>
    private let adam: Adam<Scalar>
    private let shards: [ClassifierShard<Scalar>]

    /// Mean cross-entropy in nats and the share judged right.
    package struct Outcome: Hashable, Sendable {
        package var loss: Double
        package var accuracy: Double
    }

    /// Fresh weights: the encoder's as a model's are drawn, the head zero.
    /// - Throws: `TrainingError.noOpenBLAS`.
    package init(size: Int, classCount: Int, seed: UInt64) throws {
        try TrainingError.requireOpenBLAS()
        layout = ParameterLayout(SketchClassifier.tensorShapes(size: size, classCount: classCount))
        var configuration = ModelConfiguration()
        configuration.encoderSize = size
        // The decoder's tensors are drawn too and left; small ones cost nothing.
        (configuration.decoderSize, configuration.latentSize, configuration.mixtureCount) = (1, 1, 1)
        parameters = layout.gather(configuration.initialWeights(seed: seed))
        adam = Adam(count: layout.count)
        let layout = layout
        shards = (0..<2).map { _ in ClassifierShard(size: size, classCount: classCount, layout: layout) }
    }

    /// Loss and accuracy of a batch and, if asked for, its gradients in the shards.
    /// - Parameter dropout: keep probability and the streams' key; nil switches dropout off.
    package func evaluate(
        _ batch: SketchBatch, labels: [Int], dropout: (keep: Double, seed: UInt64, step: Int)? = nil,
        differentiates: Bool = true
    ) -> Outcome {
        let order = (0..<batch.batchSize).sorted { (batch.lengths[$0], $1) > (batch.lengths[$1], $0) }
        let weight = Scalar(1) / Scalar(batch.batchSize)
        let used = min(shards.count, batch.batchSize)
        DispatchQueue.concurrentPerform(iterations: used) { s in
            let shard = shards[s]
            let members = stride(from: s, to: order.count, by: shards.count).map { order[$0] }
            shard.load(batch, members: members, labels: labels, dropout: dropout != nil)
            if let dropout {
                for (index, mask) in shard.dropoutMasks.enumerated() {
                    let stream = RandomStream.dropout + UInt64(s) << 48 + UInt64(dropout.step * 2 + index)
                    Scalar.fillMask(
                        mask.pointer, count: mask.count, random: Philox(seed: dropout.seed, stream: stream),
                        threshold: UInt32((dropout.keep * 65536).rounded()), multiplier: Scalar(1 / dropout.keep))
                }
            }
            shard.forward(parameters.pointer, weight: weight)
            if differentiates { shard.backward(parameters.pointer) }
        }
        let count = Double(batch.batchSize)
        return Outcome(
            loss: shards.prefix(used).reduce(0) { $0 + $1.lossSum } / count,
            accuracy: Double(shards.prefix(used).reduce(0) { $0 + $1.correct }) / count)
    }

    /// The gradient that the last `evaluate` left, over both shards.
    package var gradient: [Scalar] { zip(shards[0].gradient.values, shards[1].gradient.values).map { $0 + $1 } }

    /// One optimiser step. - Returns: the outcome before it.
    func train(
        _ batch: SketchBatch, labels: [Int], step: Int, parameters settings: ClassifierParameters
    ) -> Outcome {
        let keep = settings.recurrentKeep
        let outcome = evaluate(
            batch, labels: labels, dropout: keep < 1 ? (keep: keep, seed: settings.seed, step: step) : nil)
        guard outcome.loss.isFinite else { return outcome }
        adam.update(
            parameters, gradients: shards.prefix(batch.batchSize).map(\.gradient), step: step,
            learningRate: settings.learningRate(at: step), clip: settings.gradientClip)
        return outcome
    }
}
