import SketchCore
import SketchEvaluation
import SketchInference
import SketchSupport

/// A classifier in training: parameters, optimiser, and two workers that share a batch, always in the same way, so that the
/// result has the same bits for any number of threads.
package final class ClassifierTrainer<Scalar: TrainingScalar>: @unchecked Sendable {
    package let layout: ParameterLayout
    package let parameters: Buffer<Scalar>
    private let adam: Adam<Scalar>
    private let slices: [ClassifierGradientSlice<Scalar>]

    /// Fresh weights: the encoder's drawn as a model's are, the head zero.
    /// - Throws: `TrainingError.noOpenBLAS`.
    package init(size: Int, classCount: Int, seed: UInt64) throws {
        try OpenBLAS.load()
        let layout = ParameterLayout(SketchClassifier.tensorShapes(size: size, classCount: classCount))
        self.layout = layout
        var configuration = ModelConfiguration()
        configuration.encoderSize = size
        // The decoder's tensors are drawn too and not used; they are as small as possible.
        (configuration.decoderSize, configuration.latentSize, configuration.mixtureCount) = (1, 1, 1)
        let heads = layout.entries.filter { $0.name.hasPrefix("vector_rnn/classes/") }
        let zeros = Dictionary(uniqueKeysWithValues: heads.map { ($0.name, Tensor(zeros: $0.shape)) })
        parameters = try layout.gather(configuration.initialWeights(seed: seed).merging(zeros) { drawn, _ in drawn })
        adam = Adam(count: layout.count)
        slices = try (0..<2).map { _ in try ClassifierGradientSlice(size: size, layout: layout) }
    }

    /// Loss and accuracy of a batch; its gradients are in the slices, if requested.
    /// - Parameters:
    ///   - drawings: in model units.
    ///   - labels: the class of each.
    ///   - dropout: nil for none.
    package func evaluate(
        _ drawings: [Stroke3], labels: [Int], dropout: Dropout? = nil, differentiates: Bool = true
    ) -> ClassifierOutcome {
        let order = drawings.indices.sorted { (drawings[$0].count, $1) > (drawings[$1].count, $0) }
        let weight = Scalar(1) / Scalar(drawings.count)
        let used = slices.prefix(drawings.count)
        Workers.forEach(count: used.count) { index in
            let slice = used[index]
            let members = stride(from: index, to: order.count, by: slices.count).map { order[$0] }
            slice.load(members.map { drawings[$0] }, labels: members.map { labels[$0] }, dropout: dropout != nil)
            dropout?.fill(slice.dropoutMasks, slice: index, masksPerStep: 2)
            slice.forward(parameters.vector, weight: weight)
            if differentiates { slice.backward(parameters.vector) }
        }
        let count = Double(drawings.count)
        return ClassifierOutcome(
            loss: used.reduce(0) { $0 + $1.lossSum } / count,
            accuracy: Double(used.reduce(0) { $0 + $1.correct }) / count)
    }

    /// The gradient of the last `evaluate` over a batch of two drawings or more, in the layout's order.
    package var gradient: [Scalar] { zip(slices[0].gradient.values, slices[1].gradient.values).map { $0 + $1 } }

    /// One optimiser step; nothing changes if the loss is not finite.
    /// - Returns: the outcome before the update.
    func train(
        _ drawings: [Stroke3], labels: [Int], step: Int, parameters settings: ClassifierParameters
    ) -> ClassifierOutcome {
        let keep = settings.recurrentKeep
        let outcome = evaluate(
            drawings, labels: labels, dropout: keep < 1 ? Dropout(keep: keep, seed: settings.seed, step: step) : nil)
        guard outcome.loss.isFinite else { return outcome }
        adam.update(
            parameters, gradients: slices.prefix(drawings.count).map(\.gradient), step: step,
            learningRate: settings.learningRate(at: step), clip: settings.gradientClip)
        return outcome
    }
}

/// Mean cross-entropy in nats, and the share of drawings classified correctly.
package struct ClassifierOutcome: Hashable, Sendable {
    package var loss: Double
    package var accuracy: Double
}
