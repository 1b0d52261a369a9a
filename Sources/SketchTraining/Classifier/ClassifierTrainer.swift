import SketchCore
import SketchEvaluation
import SketchInference

/// A classifier of strokes in training.
package final class ClassifierTrainer<Scalar: TrainingScalar>: Sendable {
    private let optimiser: ClassifierOptimiser<ClassifierGradientSlice<Scalar>>

    package var layout: ParameterLayout { optimiser.layout }
    package var parameters: Buffer<Scalar> { optimiser.parameters }
    /// The gradient of the last `evaluate` over a batch of two drawings or more, in the layout's order.
    package var gradient: [Scalar] { optimiser.gradient }

    /// Fresh weights: the encoder's drawn as a model's are, the head zero.
    /// - Throws: `TrainingError.noOpenBLAS`.
    package init(size: Int, classCount: Int, seed: UInt64) throws {
        try OpenBLAS.load()
        let layout = ParameterLayout(SketchClassifier.tensorShapes(size: size, classCount: classCount))
        var configuration = ModelConfiguration()
        configuration.encoderSize = size
        // The decoder's tensors are drawn too and not used; they are as small as possible.
        (configuration.decoderSize, configuration.latentSize, configuration.mixtureCount) = (1, 1, 1)
        let heads = layout.entries.filter { $0.name.hasPrefix("vector_rnn/classes/") }
        let zeros = Dictionary(uniqueKeysWithValues: heads.map { ($0.name, Tensor(zeros: $0.shape)) })
        let weights = configuration.initialWeights(seed: seed).merging(zeros) { drawn, _ in drawn }
        optimiser = try ClassifierOptimiser(layout: layout, parameters: layout.gather(weights)) {
            try ClassifierGradientSlice(size: size, layout: layout)
        }
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
        return optimiser.evaluate(order, differentiates: differentiates) { slice, number, members in
            slice.load(members.map { drawings[$0] }, labels: members.map { labels[$0] }, dropout: dropout != nil)
            dropout?.fill(slice.dropoutMasks, slice: number, masksPerStep: 2)
        }
    }

    /// One optimiser step; nothing changes if the loss is not finite.
    /// - Returns: the outcome before the update.
    func train(_ drawings: [Stroke3], labels: [Int], step: Int, settings: ClassifierParameters) -> ClassifierOutcome {
        let keep = settings.recurrentKeep
        let outcome = evaluate(
            drawings, labels: labels, dropout: keep < 1 ? Dropout(keep: keep, seed: settings.seed, step: step) : nil)
        if outcome.loss.isFinite { optimiser.update(count: drawings.count, step: step, settings: settings) }
        return outcome
    }
}
