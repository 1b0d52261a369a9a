import SketchInference
import SketchSupport

/// One worker's share of a classifier's batch.
protocol ClassifierSlice<Scalar>: AnyObject, Sendable {
    associatedtype Scalar: TrainingScalar

    /// d cost / d parameter in the layout's order, of this slice's drawings only.
    var gradient: Buffer<Scalar> { get }
    /// Cross-entropy summed over the slice's drawings, and how many of them were classified correctly.
    var lossSum: Double { get }
    var correct: Int { get }

    /// Runs the network and takes the losses and their gradients with respect to the logits.
    /// - Parameter weight: 1 / drawings of the whole batch.
    func forward(_ parameters: VectorView<Scalar>, weight: Scalar)

    /// Back-propagation into `gradient`, after `forward`.
    func backward(_ parameters: VectorView<Scalar>)
}

/// Parameters, optimiser, and the workers that share a batch, always in the same way, so that the result has the same bits
/// for any number of threads.
final class ClassifierOptimiser<Slice: ClassifierSlice>: @unchecked Sendable {
    let layout: ParameterLayout
    let parameters: Buffer<Slice.Scalar>
    private let adam: Adam<Slice.Scalar>
    private let slices: [Slice]

    /// - Parameter slice: makes one of the two slices.
    init(layout: ParameterLayout, parameters: Buffer<Slice.Scalar>, slice: () throws -> Slice) rethrows {
        (self.layout, self.parameters) = (layout, parameters)
        adam = Adam(count: layout.count)
        slices = try (0..<2).map { _ in try slice() }
    }

    /// Loss and accuracy of a batch; its gradients are in the slices, if requested.
    /// - Parameters:
    ///   - order: the batch's drawings, which the slices take in turn.
    ///   - load: gives a slice, whose number is the second argument, its drawings.
    func evaluate(
        _ order: [Int], differentiates: Bool, load: @Sendable (_ slice: Slice, _ number: Int, _ members: [Int]) -> Void
    ) -> ClassifierOutcome {
        let weight = Slice.Scalar(1) / Slice.Scalar(order.count)
        let used = slices.prefix(order.count)
        Workers.forEach(count: used.count) { number in
            let slice = used[number]
            load(slice, number, stride(from: number, to: order.count, by: slices.count).map { order[$0] })
            slice.forward(parameters.vector, weight: weight)
            if differentiates { slice.backward(parameters.vector) }
        }
        let count = Double(order.count)
        return ClassifierOutcome(
            loss: used.reduce(0) { $0 + $1.lossSum } / count,
            accuracy: Double(used.reduce(0) { $0 + $1.correct }) / count)
    }

    /// The gradient of the last `evaluate` over a batch of two drawings or more, in the layout's order.
    var gradient: [Slice.Scalar] { GradientTree.sum(slices.map(\.gradient)) }

    /// One optimiser step after `evaluate` of a batch of `count` drawings.
    func update(count: Int, step: Int, settings: some ClassifierSettings) {
        adam.update(
            parameters, gradients: slices.prefix(count).map(\.gradient), step: step,
            learningRate: settings.learningRate(at: step), clip: settings.gradientClip, threads: slices.count)
    }
}

/// Mean cross-entropy in nats, and the share of drawings classified correctly.
package struct ClassifierOutcome: Hashable, Sendable {
    package var loss: Double
    package var accuracy: Double
}
