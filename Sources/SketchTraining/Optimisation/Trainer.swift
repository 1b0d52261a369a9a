import SketchCore
import SketchInference
import SketchSupport

/// A network in training: parameters, optimiser, and the slices that share a batch.
///
/// A batch is always divided into the same number of slices, whatever the machine. A thread runs one or several of them with
/// single-threaded products, and their gradients are added up in the order of a binary tree (`GradientTree`). The result
/// therefore has the same bits for any number of threads.
package final class Trainer<Scalar: TrainingScalar>: @unchecked Sendable {
    package let configuration: ModelConfiguration
    package let layout: ParameterLayout
    package let parameters: Buffer<Scalar>
    package let adam: Adam<Scalar>
    private let slices: [GradientSlice<Scalar>]
    /// The slices that the last batch filled: all, unless it had fewer drawings.
    private var usedSlices = 0
    private let packing: PackingTasks<Scalar>
    private let threads: Int
    private let ranks: Ranks
    /// Another process's gradients.
    private let received = Buffer<Scalar>()

    /// - Parameters:
    ///   - weights: the model's tensors by checkpoint name; nil sets all parameters to zero, for a checkpoint to be read
    ///     into.
    ///   - slices: the parts of a batch; more than `threads` changes nothing but the order of sums.
    ///   - precision: of the large products.
    ///   - threads: the maximum number of threads, of which at most `slices` are of use.
    ///   - ranks: the processes that share the steps of `train`.
    /// - Throws: `InferenceError.unsupportedConfiguration`, `TrainingError.noOpenBLAS`, `.unknownTensor`, `.tensorShape`.
    package init(
        _ configuration: ModelConfiguration, weights: [String: Tensor]?,
        slices count: Int = TrainingParameters().gradientSlices, precision: ProductPrecision = .f32,
        threads: Int = Threads.automatic, ranks: Ranks = .alone
    ) throws {
        try configuration.validate()
        guard ranks.count & (ranks.count - 1) == 0, count % ranks.count == 0 else {
            throw TrainingError.ranks(count: ranks.count, slices: count)
        }
        try OpenBLAS.load()
        self.configuration = configuration
        let layout = ParameterLayout(configuration)
        self.layout = layout
        parameters = try weights.map { try layout.gather($0) } ?? Buffer(count: layout.count)
        adam = Adam(count: layout.count)
        let first = try GradientSlice<Scalar>(configuration: configuration, layout: layout, precision: precision)
        slices =
            try [first]
            + (1..<max(count, 1)).map { _ in
                try GradientSlice(configuration: configuration, layout: layout, precision: precision, sharing: first)
            }
        packing = first.packingTasks
        self.threads = max(threads, 1)
        self.ranks = ranks
    }

    /// The random draws of a step and the weights of its losses.
    package struct Step: Sendable {
        /// [B, Z], standard normal, in the order of the batch; empty decodes from the means.
        package var noise: [Scalar] = []
        package var klWeight = 0.0
        /// The KL floor: the KL loss has no gradient at or below it.
        package var klTolerance = 0.0
        /// Nil for no dropout.
        package var dropout: Dropout?
        /// Whether to compute gradients.
        package var differentiates = true
        /// Whether each process runs only its own slices; all processes evaluate the same batch then.
        fileprivate var isShared = false
        /// Whether to run all N steps of every batch. By default the decoder stops two rows after the longest drawing,
        /// and the last row's pen loss stands for that of all the padding that follows.
        package var runsFullLength = false

        package init() {}
    }

    /// The losses of a batch; its gradients are in the slices, if requested.
    /// - Parameter drawings: in model units; rows after the first N are left out.
    package func evaluate(_ drawings: [Stroke3], _ step: Step) -> Losses {
        let (b, n, z) = (drawings.count, configuration.maxLength, configuration.latentSize)
        let order = Self.order(of: drawings)
        let longest = order.first.map { min(drawings[$0].count, n) } ?? 0
        let steps = step.runsFullLength ? n : min(n, longest + 2)
        usedSlices = min(slices.count, b)
        let shared = step.isShared ? ranks : .alone
        let own = shared.share(of: slices.count).clamped(to: 0..<usedSlices)
        let groups = groups(of: Array(slices[own]))
        let hasNoise = !step.noise.isEmpty && configuration.isConditional

        let tasks = packing.forward + (step.differentiates ? packing.backward : [])
        Workers.forEach(count: tasks.count, threads: threads) { tasks[$0](parameters.vector) }
        Workers.forEach(count: own.count, threads: threads) { place in
            let index = own.lowerBound + place
            let members = stride(from: index, to: b, by: slices.count).map { order[$0] }
            slices[index].load(
                members.map { drawings[$0] }, noise: hasNoise ? members.map { step.noise[$0 * z..<($0 + 1) * z] } : [],
                steps: steps, dropout: step.dropout != nil)
            step.dropout?.fill(slices[index].dropoutMasks, slice: index, masksPerStep: 3)
        }
        Workers.forEach(count: groups.count) { groups[$0].encode(parameters.vector) }
        let size = Double(b * z)
        let klSum = valuesOfSlices(shared) { [Double($0.klSum)] }.reduce(0) { $0 + $1[0] }
        let kl = configuration.isConditional ? -klSum / (2 * size) : 0
        let klWeight = Scalar(kl > step.klTolerance ? step.klWeight / size : 0)
        Workers.forEach(count: groups.count) { index in
            groups[index].decode(parameters.vector, rowWeight: Scalar(1) / Scalar(b * n))
            if step.differentiates { groups[index].differentiate(parameters.vector, klWeight: klWeight) }
        }
        let sums = valuesOfSlices(shared) { [$0.lossSums.offset, $0.lossSums.pen, $0.lossSums.maskedPen] }
            .reduce(LossSums()) { $0 + LossSums(offset: $1[0], pen: $1[1], maskedPen: $1[2]) }
        let rows = Double(b * n)
        return Losses(
            offset: sums.offset / rows, pen: sums.pen / rows, maskedPen: sums.maskedPen / rows, kl: kl)
    }

    /// Numbers of each slice in use, of all processes.
    private func valuesOfSlices(_ ranks: Ranks, _ values: (GradientSlice<Scalar>) -> [Double]) -> [[Double]] {
        let own = slices[ranks.share(of: slices.count)].map(values)
        let width = own.first?.count ?? 0
        let all = ranks.gather(own.flatMap { $0 })
        return (0..<usedSlices).map { Array(all[$0 * width..<($0 + 1) * width]) }
    }

    /// Consecutive slices for each thread.
    private func groups(of slices: [GradientSlice<Scalar>]) -> [SliceGroup<Scalar>] {
        let count = min(threads, slices.count)
        return (0..<count).map { index in
            SliceGroup(slices: Array(slices[index * slices.count / count..<(index + 1) * slices.count / count]))
        }
    }

    /// Each drawing's reconstruction loss over its own rows, divided by N. Their mean is the masked reconstruction loss of
    /// the batch.
    package func drawingLosses(_ drawings: [Stroke3], _ step: Step) -> [Double] {
        _ = evaluate(drawings, step)
        var losses = [Double](repeating: 0, count: drawings.count)
        for (place, drawing) in Self.order(of: drawings).enumerated() {
            let slice = slices[place % slices.count]
            losses[drawing] = slice.reconstructionLoss(of: place / slices.count) / Double(configuration.maxLength)
        }
        return losses
    }

    /// The losses of each drawing of a batch, in its order, after an `evaluate` that ran at full length.
    func lossesOfEach(_ drawings: [Stroke3]) -> [Losses] {
        var losses = [Losses](repeating: .zero, count: drawings.count)
        let n = Double(configuration.maxLength)
        for (place, drawing) in Self.order(of: drawings).enumerated() {
            let (slice, row) = (slices[place % slices.count], place / slices.count)
            let sums = slice.lossSums(of: row)
            losses[drawing] = Losses(
                offset: sums.offset / n, pen: sums.pen / n, maskedPen: sums.maskedPen / n, kl: slice.klLoss(of: row))
        }
        return losses
    }

    /// The drawings' indices, longest first; the slices take them in turn.
    private static func order(of drawings: [Stroke3]) -> [Int] {
        drawings.indices.sorted { (drawings[$0].count, $1) > (drawings[$1].count, $0) }
    }

    /// The gradient of the last `evaluate`, in the layout's order.
    package var gradient: [Scalar] { GradientTree.sum(slices.prefix(usedSlices).map(\.gradient)) }

    /// One optimiser step; nothing changes if a loss is not finite.
    /// - Parameters:
    ///   - number: the updates made before this one.
    ///   - clip: the limit of every gradient element's absolute value.
    /// - Returns: the losses before the update.
    package func train(
        _ drawings: [Stroke3], _ step: Step, number: Int, learningRate: Double, clip: Double
    ) -> Losses {
        var step = step
        step.isShared = true
        let losses = evaluate(drawings, step)
        guard losses.reconstruction.isFinite, losses.kl.isFinite else { return losses }
        adam.update(
            parameters, gradients: gradients(), step: number,
            learningRate: learningRate, clip: clip, threads: threads)
        return losses
    }

    /// The gradients of the slices in use; of several processes, the sum of all.
    private func gradients() -> [Buffer<Scalar>] {
        guard ranks.count > 1 else { return slices.prefix(usedSlices).map(\.gradient) }
        let share = ranks.share(of: slices.count)
        let own = slices[share.clamped(to: 0..<usedSlices)].map(\.gradient)
        GradientTree.forEachPart(of: layout.count, threads: threads) { GradientTree.addUp(own, $0) }
        let sum = slices[share.lowerBound].gradient
        ranks.addUp(sum, received: received) { $0 * slices.count / ranks.count < usedSlices }
        return [sum]
    }
}
