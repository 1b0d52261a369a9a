import SketchCore
import SketchEvaluation
import SketchInference

/// A picture classifier in training.
package final class PictureTrainer<Scalar: TrainingScalar>: Sendable {
    private let optimiser: ClassifierOptimiser<PictureGradientSlice<Scalar>>

    package var layout: ParameterLayout { optimiser.layout }
    package var parameters: Buffer<Scalar> { optimiser.parameters }
    /// The gradient of the last `evaluate` over a batch of two drawings or more, in the layout's order.
    package var gradient: [Scalar] { optimiser.gradient }

    /// Fresh weights: normal with variance 2 / inputs (He et al. 2015), zero in the head and the biases.
    /// - Throws: `TrainingError.noOpenBLAS`.
    package init(_ shape: PictureShape, seed: UInt64) throws {
        try OpenBLAS.load()
        let layout = ParameterLayout(shape.tensorShapes)
        let parameters = Buffer<Scalar>(count: layout.count)
        for (index, entry) in layout.entries.enumerated() where entry.shape.count == 2 {
            guard entry.name != PictureShape.classes + "_w" else { continue }
            var random = PhiloxSequence(seed: seed, stream: RandomStream.weights + UInt64(index))
            let deviation = (2 / Double(entry.slot.rows)).squareRoot()
            let values = parameters.vector.vector(entry.slot)
            for k in 0..<values.count { values[k] = Scalar(deviation * random.nextNormal()) }
        }
        optimiser = try ClassifierOptimiser(layout: layout, parameters: parameters) {
            try PictureGradientSlice(shape, layout: layout)
        }
    }

    /// Loss and accuracy of a batch; its gradients are in the slices, if requested.
    /// - Parameters:
    ///   - drawings: in any unit.
    ///   - labels: the class of each.
    ///   - smoothing: the label smoothing.
    ///   - dropout: nil for none.
    package func evaluate(
        _ drawings: [Stroke3], labels: [Int], smoothing: Double = 0, dropout: Dropout? = nil, differentiates: Bool = true
    ) -> ClassifierOutcome {
        optimiser.evaluate(Array(drawings.indices), differentiates: differentiates) { slice, number, members in
            slice.load(
                members.map { drawings[$0] }, labels: members.map { labels[$0] }, smoothing: smoothing,
                dropout: dropout != nil)
            dropout?.fill([slice.dropoutMask], slice: number, masksPerStep: 1)
        }
    }

    /// One optimiser step; nothing changes if the loss is not finite.
    /// - Returns: the outcome before the update.
    func train(_ drawings: [Stroke3], labels: [Int], step: Int, settings: PictureParameters) -> ClassifierOutcome {
        let keep = settings.featureKeep
        let outcome = evaluate(
            drawings, labels: labels, smoothing: settings.labelSmoothing,
            dropout: keep < 1 ? Dropout(keep: keep, seed: settings.seed, step: step) : nil)
        if outcome.loss.isFinite { optimiser.update(count: drawings.count, step: step, settings: settings) }
        return outcome
    }
}
