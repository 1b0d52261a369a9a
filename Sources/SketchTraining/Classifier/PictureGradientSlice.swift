import SketchCore
import SketchEvaluation
import SketchInference

/// One worker's share of a batch through a picture classifier: rasters, convolutions, dense layer, softmax, cross-entropy,
/// and the gradient back.
///
/// Letters: B drawings of this slice, S the side of a picture, F features, C classes.
final class PictureGradientSlice<Scalar: TrainingScalar>: ClassifierSlice, @unchecked Sendable {
    let gradient: Buffer<Scalar>
    private(set) var lossSum = 0.0
    private(set) var correct = 0

    /// A convolution with its values of a batch.
    private struct Stage {
        let shape: PictureShape.Stage
        let layer: LinearLayer<Scalar>
        /// [B, (S + 2)^2 inputs], and d cost / d input. The margins of the input stay zero.
        let input = MatrixBuffer<Scalar>()
        let inputGradient = MatrixBuffer<Scalar>()
        /// [B * S * S, 9 * inputs].
        let patches = MatrixBuffer<Scalar>()
        /// [B * S * S, outputs], the outputs before pooling; in the backward pass, their gradient.
        let pixels = MatrixBuffer<Scalar>()

        /// The rows of a drawing in `patches` and `pixels`.
        func rows(of drawing: Int) -> Range<Int> {
            drawing * shape.side * shape.side..<(drawing + 1) * shape.side * shape.side
        }
    }

    private let stages: [Stage]
    private let dense: LinearLayer<Scalar>
    private let head: LinearLayer<Scalar>
    private var labels: [Int] = []
    private var smoothing: Scalar = 0
    private let raster = FloatBuffer(count: PictureRaster.side * PictureRaster.side)
    /// [B, 16 * outputs of the last convolution], and its gradient.
    private let flat = MatrixBuffer<Scalar>()
    private let flatGradient = MatrixBuffer<Scalar>()
    /// [B, F] after ReLU and dropout, and the gradient.
    private let features = MatrixBuffer<Scalar>()
    private let featureGradients = MatrixBuffer<Scalar>()
    /// [B, F]; empty for no dropout.
    let dropoutMask = StepMatrices<Scalar>()
    /// [B, C], and the gradient.
    private let logits = MatrixBuffer<Scalar>()
    private let logitGradients = MatrixBuffer<Scalar>()
    /// The gradients of a convolution's patches.
    private let patchGradients = MatrixBuffer<Scalar>()

    /// - Throws: `TrainingError.unknownTensor`.
    init(_ shape: PictureShape, layout: ParameterLayout) throws {
        stages = try shape.stages.map { Stage(shape: $0, layer: try LinearLayer(tensors: $0.name, layout: layout)) }
        dense = try LinearLayer(tensors: PictureShape.features, layout: layout)
        head = try LinearLayer(tensors: PictureShape.classes, layout: layout)
        gradient = Buffer(count: layout.count)
    }

    /// - Parameters:
    ///   - drawings: in any unit.
    ///   - labels: the class of each.
    ///   - smoothing: the label smoothing.
    func load(_ drawings: [Stroke3], labels: [Int], smoothing: Double, dropout: Bool) {
        (self.labels, self.smoothing) = (labels, Scalar(smoothing))
        let count = labels.count
        for stage in stages {
            let pixels = count * stage.shape.side * stage.shape.side
            // A batch of another size has its margins elsewhere.
            stage.input.resize(rows: count, columns: stage.shape.inputCount).fill(0)
            stage.patches.resize(rows: pixels, columns: 9 * stage.shape.inputs)
            stage.pixels.resize(rows: pixels, columns: stage.shape.outputs)
        }
        for stage in stages.dropFirst() { stage.inputGradient.resize(rows: count, columns: stage.shape.inputCount) }
        for values in [flat, flatGradient] { values.resize(rows: count, columns: dense.inputSize) }
        for values in [features, featureGradients] { values.resize(rows: count, columns: dense.outputSize) }
        for values in [logits, logitGradients] { values.resize(rows: count, columns: head.outputSize) }
        dropoutMask.resize(steps: dropout ? 1 : 0, rows: count, columns: dense.outputSize)
        let side = PictureRaster.side
        let picture = raster.vector.matrix(rows: side, columns: side)
        for (index, drawing) in drawings.enumerated() {
            picture.fill(0)
            PictureRaster.draw(drawing, into: picture)
            let image = stages[0].input.view.row(index).matrix(rows: side + 2, columns: side + 2)
            for y in 0..<side {
                for x in 0..<side { image[y + 1, x + 1] = Scalar(picture[y, x]) }
            }
        }
    }

    func forward(_ parameters: VectorView<Scalar>, weight: Scalar) {
        for (index, stage) in stages.enumerated() {
            let shape = stage.shape
            let next = index + 1 < stages.count ? stages[index + 1].input : flat
            for drawing in labels.indices {
                Convolution.gather(
                    stage.input.view.row(drawing), side: shape.side, channels: shape.inputs,
                    into: stage.patches.view.rows(stage.rows(of: drawing)))
            }
            stage.layer.forward(stage.patches.view, parameters, into: stage.pixels.view)
            for drawing in labels.indices {
                Convolution.pool(
                    stage.pixels.view.rows(stage.rows(of: drawing)), side: shape.side, margin: shape.margin,
                    into: next.view.row(drawing))
            }
        }
        dense.forward(flat.view, parameters, into: features.view)
        let values = features.view.elements
        for k in 0..<values.count { values[k] = values[k] > 0 ? values[k] : 0 }
        if !dropoutMask.isEmpty { multiply(values, by: dropoutMask.elements) }
        head.forward(features.view, parameters, into: logits.view)
        lossSum = 0
        correct = 0
        for (row, label) in labels.enumerated() {
            let taken = CrossEntropy.take(
                logits.view.row(row), label: label, smoothing: smoothing, weight: weight,
                gradient: logitGradients.view.row(row))
            lossSum += taken.loss
            if taken.isCorrect { correct += 1 }
        }
    }

    /// The logits of the last `forward`, [B, C].
    var outputs: MatrixView<Scalar> { logits.view }

    func backward(_ parameters: VectorView<Scalar>) {
        gradient.vector.fill(0)
        head.backward(
            features.view, parameters, outputGradient: logitGradients.view, gradient: gradient.vector,
            inputGradient: featureGradients.view, adding: false)
        let (values, slopes) = (features.view.elements, featureGradients.view.elements)
        if !dropoutMask.isEmpty { multiply(slopes, by: dropoutMask.elements) }
        for k in 0..<values.count { slopes[k] = values[k] > 0 ? slopes[k] : 0 }
        dense.backward(
            flat.view, parameters, outputGradient: featureGradients.view, gradient: gradient.vector,
            inputGradient: flatGradient.view, adding: false)
        for (index, stage) in stages.enumerated().reversed() {
            let shape = stage.shape
            let isLast = index + 1 == stages.count
            let (next, nextGradient) =
                isLast ? (flat, flatGradient) : (stages[index + 1].input, stages[index + 1].inputGradient)
            for drawing in labels.indices {
                Convolution.differentiatePool(
                    stage.pixels.view.rows(stage.rows(of: drawing)), side: shape.side, margin: shape.margin,
                    image: next.view.row(drawing), gradient: nextGradient.view.row(drawing))
            }
            guard index > 0 else {
                stage.layer.addGradient(stage.patches.view, outputGradient: stage.pixels.view, to: gradient.vector)
                break
            }
            let patches = patchGradients.resize(rows: stage.patches.view.rows, columns: stage.patches.view.columns)
            stage.layer.backward(
                stage.patches.view, parameters, outputGradient: stage.pixels.view, gradient: gradient.vector,
                inputGradient: patches, adding: false)
            for drawing in labels.indices {
                Convolution.scatter(
                    patches.rows(stage.rows(of: drawing)), side: shape.side, channels: shape.inputs,
                    into: stage.inputGradient.view.row(drawing))
            }
        }
    }

    private func multiply(_ values: VectorView<Scalar>, by factors: VectorView<Scalar>) {
        for k in 0..<values.count { values[k] *= factors[k] }
    }
}
