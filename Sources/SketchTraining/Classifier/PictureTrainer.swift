import SketchCore
import SketchEvaluation
import SketchInference
import SketchSupport

/// A picture classifier in training: parameters, optimiser, and two workers that share a batch, always in the same way, so
/// that the result has the same bits for any number of threads.
package final class PictureTrainer<Scalar: TrainingScalar>: @unchecked Sendable {
    package let layout: ParameterLayout
    package let parameters: Buffer<Scalar>
    private let adam: Adam<Scalar>
    private let slices: [PictureGradientSlice<Scalar>]

    /// Fresh weights: normal with variance 2 / inputs (He et al. 2015), zero in the head and the biases.
    /// - Throws: `TrainingError.noOpenBLAS`.
    package init(_ shape: PictureShape, seed: UInt64) throws {
        try OpenBLAS.load()
        let layout = ParameterLayout(shape.tensorShapes)
        self.layout = layout
        parameters = Buffer(count: layout.count)
        for (index, entry) in layout.entries.enumerated() where entry.shape.count == 2 {
            guard entry.name != PictureShape.classes + "_w" else { continue }
            var random = PhiloxSequence(seed: seed, stream: RandomStream.weights + UInt64(index))
            let deviation = (2 / Double(entry.slot.rows)).squareRoot()
            let values = parameters.vector.vector(entry.slot)
            for k in 0..<values.count { values[k] = Scalar(deviation * random.nextNormal()) }
        }
        adam = Adam(count: layout.count)
        slices = try (0..<2).map { _ in try PictureGradientSlice(shape, layout: layout) }
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
        let weight = Scalar(1) / Scalar(drawings.count)
        let used = slices.prefix(drawings.count)
        Workers.forEach(count: used.count) { index in
            let slice = used[index]
            let members = Array(stride(from: index, to: drawings.count, by: slices.count))
            slice.load(
                members.map { drawings[$0] }, labels: members.map { labels[$0] }, smoothing: smoothing,
                dropout: dropout != nil)
            dropout?.fill([slice.dropoutMask], slice: index, masksPerStep: 1)
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
        _ drawings: [Stroke3], labels: [Int], step: Int, parameters settings: PictureParameters
    ) -> ClassifierOutcome {
        let keep = settings.featureKeep
        let outcome = evaluate(
            drawings, labels: labels, smoothing: settings.labelSmoothing,
            dropout: keep < 1 ? Dropout(keep: keep, seed: settings.seed, step: step) : nil)
        guard outcome.loss.isFinite else { return outcome }
        adam.update(
            parameters, gradients: slices.prefix(drawings.count).map(\.gradient), step: step,
            learningRate: settings.learningRate(at: step), clip: settings.gradientClip)
        return outcome
    }
}
