import Dispatch
import SketchCore
import SketchInference

/// The losses of a batch, as the paper counts them (divided by B N).
public struct Losses: Hashable, Sendable {
    /// Ls, equation 9.
    public var offset: Double
    /// Lp, equation 10, padding counted up to N.
    public var pen: Double
    /// Lp without the rows after a drawing's end.
    public var maskedPen: Double
    /// L_KL, equation 11, without the floor.
    public var kl: Double

    /// L_R as minimised: offset and pen loss, padding counted.
    public var reconstruction: Double { offset + pen }
    /// L_R with the rows after the end left out.
    public var maskedReconstruction: Double { offset + maskedPen }
}

/// A network in training: parameters, optimiser, and the workers that share a batch.
///
/// A batch is always split into the same two shards, whatever the machine; each runs on one thread with
/// single-threaded products and the two gradients are added in fixed order. The result therefore has the
/// same bits for any number of threads.
package final class Trainer<Scalar: TrainingScalar>: @unchecked Sendable {
    package let configuration: ModelConfiguration
    package let layout: ParameterLayout
    package let parameters: Buffer<Scalar>
    package let adam: Adam<Scalar>
    package let shards: [BatchShard<Scalar>]
    /// Run all N steps of every batch instead of stopping two rows behind its longest drawing, where the last
    /// row's pen loss stands for that of all the padding to come.
    package var runsFullLength = false

    package init(_ configuration: ModelConfiguration, weights: [String: Tensor]) throws {
        try configuration.validate()
        try TrainingError.requireOpenBLAS()
        self.configuration = configuration
        let layout = ParameterLayout(configuration)
        self.layout = layout
        parameters = layout.gather(weights)
        adam = Adam(count: layout.count)
        shards = (0..<2).map { _ in BatchShard(configuration: configuration, layout: layout) }
    }

    /// What a step draws at random and how it weighs its losses.
    package struct Step {
        /// [B, Z] in the order of the batch; empty decodes from the means.
        package var noise: [Scalar] = []
        package var klWeight = 0.0
        package var klTolerance = 0.0
        /// Keep probability and the streams' key; nil switches dropout off.
        package var dropout: (keep: Double, seed: UInt64, step: Int)?
        package var differentiates = true

        package init() {}
    }

    /// Losses of a batch and, if asked for, its gradients in the shards.
    package func evaluate(_ batch: SketchBatch, _ step: Step) -> Losses {
        let b = batch.batchSize
        let order = Self.order(of: batch)
        let n = configuration.maxLength
        let longest = order.first.map { batch.lengths[$0] } ?? 0
        let steps = runsFullLength ? n : min(n, longest + 2)
        let members = (0..<2).map { s in order.indices.filter { $0 % 2 == s }.map { order[$0] } }
        let used = members.indices.filter { !members[$0].isEmpty }
        let rowWeight = Scalar(1) / Scalar(b * n)

        let klSums = onWorkers(used) { s in
            let shard = self.shards[s]
            shard.load(batch, members: members[s], steps: steps, dropout: step.dropout != nil)
            self.fillNoise(shard, members[s], step.noise)
            if let dropout = step.dropout {
                for (index, mask) in shard.dropoutMasks.enumerated() {
                    let stream =
                        RandomStream.dropout + UInt64(s) << 48 + UInt64(dropout.step * 3 + index)
                    // 16 bits a number, which sets the probability to within 1e-5.
                    Scalar.fillMask(
                        mask.pointer, count: mask.count, random: Philox(seed: dropout.seed, stream: stream),
                        threshold: UInt32((dropout.keep * 65536).rounded()), multiplier: Scalar(1 / dropout.keep))
                }
            }
            return Double(shard.encode(self.parameters.pointer))
        }
        let size = Double(b * configuration.latentSize)
        let kl = configuration.isConditional ? -klSums.reduce(0, +) / (2 * size) : 0
        let isActive = kl > step.klTolerance
        let klWeight = Scalar(isActive ? step.klWeight / size : 0)
        let sums = onWorkers(used) { s in
            let shard = self.shards[s]
            let sums = shard.decode(self.parameters.pointer, rowWeight: rowWeight)
            if step.differentiates {
                shard.differentiate(self.parameters.pointer, klWeight: klWeight)
            }
            return sums
        }.reduce(LossSums(), +)
        let rows = Double(b * n)
        return Losses(
            offset: sums.offset / rows, pen: sums.pen / rows, maskedPen: sums.maskedPen / rows, kl: kl)
    }

    /// Each drawing's reconstruction loss over its own rows, divided by N: their mean is the masked
    /// reconstruction loss of the batch.
    package func drawingLosses(_ batch: SketchBatch, _ step: Step) -> [Double] {
        _ = evaluate(batch, step)
        var losses = [Double](repeating: 0, count: batch.batchSize)
        for (place, drawing) in Self.order(of: batch).enumerated() {
            losses[drawing] = shards[place % 2].reconstructionLoss(of: place / 2) / Double(configuration.maxLength)
        }
        return losses
    }

    /// The drawings longest first; even places go to the first shard, odd ones to the second.
    private static func order(of batch: SketchBatch) -> [Int] {
        (0..<batch.batchSize).sorted { (batch.lengths[$0], $1) > (batch.lengths[$1], $0) }
    }

    /// One optimiser step. - Returns: the losses before it.
    package func train(
        _ batch: SketchBatch, _ step: Step, number: Int, learningRate: Double, clip: Double
    ) -> Losses {
        let losses = evaluate(batch, step)
        guard losses.reconstruction.isFinite, losses.kl.isFinite else { return losses }
        let gradients = shards.prefix(batch.batchSize).map(\.gradient)
        adam.update(
            parameters, gradients: gradients, step: number, learningRate: learningRate, clip: clip)
        return losses
    }

    private func fillNoise(_ shard: BatchShard<Scalar>, _ members: [Int], _ noise: [Scalar]) {
        let z = configuration.latentSize
        guard !noise.isEmpty, configuration.isConditional else { return }
        for (row, member) in members.enumerated() {
            for k in 0..<z { shard.noiseDraws.pointer[row * z + k] = noise[member * z + k] }
        }
    }

    /// Runs `body` for every shard in use, at the same time; results in the shards' order.
    private func onWorkers<Result: Sendable>(
        _ used: [Int], _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        let slots = Slots<Result>(count: used.count)
        DispatchQueue.concurrentPerform(iterations: used.count) { i in slots.set(i, body(used[i])) }
        return slots.values
    }
}

extension Trainer where Scalar == Float {
    /// `train`, compiled here for float32; from another module the generic code would run unspecialised,
    /// several times slower.
    package func trainSpecialized(_ batch: SketchBatch, _ step: Step, number: Int) -> Losses {
        train(batch, step, number: number, learningRate: 1e-4, clip: 1)
    }
}

/// Results of concurrent work, each written by one worker to a place of its own.
private final class Slots<Value: Sendable>: @unchecked Sendable {
    private let places: UnsafeMutableBufferPointer<Value?>

    init(count: Int) {
        places = .allocate(capacity: count)
        places.initialize(repeating: nil)
    }

    deinit {
        places.deinitialize()
        places.deallocate()
    }

    func set(_ index: Int, _ value: Value) { places[index] = value }
    var values: [Value] { places.compactMap { $0 } }
}
