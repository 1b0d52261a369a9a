import SketchCore
import SketchInference

/// One worker's share of a batch through the classifier: both directions, softmax, cross-entropy, and the gradient back.
///
/// Letters: B drawings of this slice, E units per direction, C classes.
final class ClassifierGradientSlice<Scalar: TrainingScalar>: ClassifierSlice, @unchecked Sendable {
    let gradient: Buffer<Scalar>
    private(set) var lossSum = 0.0
    private(set) var correct = 0

    private let encoder: BidirectionalEncoder<Scalar>
    private let head: LinearLayer<Scalar>
    private let rows = StrokeRows<Scalar>()
    private var labels: [Int] = []
    /// [B, C], and d cost / d logits.
    private let logits = MatrixBuffer<Scalar>()
    private let logitGradients = MatrixBuffer<Scalar>()
    /// [B, 2E], d cost / d the encoder's final h.
    private let finalHiddenGradient = MatrixBuffer<Scalar>()

    /// - Throws: `TrainingError.unknownTensor`.
    init(size: Int, layout: ParameterLayout) throws {
        encoder = try BidirectionalEncoder(.lstm, size: size, configuration: ModelConfiguration(), layout: layout)
        head = try LinearLayer("classes/super_linear", layout: layout)
        gradient = Buffer(count: layout.count)
    }

    /// The dropout masks of both directions, which the trainer fills.
    var dropoutMasks: [StepMatrices<Scalar>] { encoder.dropoutMasks }

    /// - Parameters:
    ///   - drawings: in model units, longest first.
    ///   - labels: the class of each.
    func load(_ drawings: [Stroke3], labels: [Int], dropout: Bool) {
        self.labels = labels
        let longest = drawings.first?.count ?? 0
        rows.load(drawings, maxLength: longest, steps: longest)
        encoder.load(rows, dropout: dropout)
        for values in [logits, logitGradients] { values.resize(rows: labels.count, columns: head.outputSize) }
        finalHiddenGradient.resize(rows: labels.count, columns: head.inputSize)
    }

    func forward(_ parameters: VectorView<Scalar>, weight: Scalar) {
        let packing = encoder.packingTasks + head.packingTasks
        for task in packing.forward + packing.backward { task(parameters) }
        BidirectionalEncoder.forward([pass], parameters)
        head.forward(encoder.finalHidden, parameters, into: logits.view)
        lossSum = 0
        correct = 0
        for (row, label) in labels.enumerated() {
            let taken = CrossEntropy.take(
                logits.view.row(row), label: label, weight: weight, gradient: logitGradients.view.row(row))
            lossSum += taken.loss
            if taken.isCorrect { correct += 1 }
        }
    }

    func backward(_ parameters: VectorView<Scalar>) {
        gradient.vector.fill(0)
        head.backward(
            encoder.finalHidden, parameters, outputGradient: logitGradients.view, gradient: gradient.vector,
            inputGradient: finalHiddenGradient.view, adding: false)
        BidirectionalEncoder.backward([pass], parameters)
    }

    private var pass: BidirectionalEncoder<Scalar>.Pass {
        .init(encoder: encoder, rows: rows, gradient: gradient.vector, finalHiddenGradient: finalHiddenGradient.view)
    }
}
