import SketchCore
import SketchInference

/// One worker's share of a batch through the classifier: both directions, softmax, cross-entropy, and the gradient
/// back. Letters: B drawings of this shard, E units a direction, C classes.
final class ClassifierShard<Scalar: TrainingScalar>: @unchecked Sendable {
    /// d cost / d parameter in the layout's order, of this shard's drawings alone.
    let gradient: Buffer<Scalar>
    /// Cross-entropy summed over the shard's drawings, and how many of them were judged right.
    private(set) var lossSum = 0.0
    private(set) var correct = 0

    private let directions: [EncoderDirection<Scalar>]
    private let layout: ParameterLayout
    private let size: Int
    private let classCount: Int
    private var labels: [Int] = []
    /// [B, 2E]; its gradient in `hiddenGradient`.
    private let hidden = Buffer<Scalar>()
    private let hiddenGradient = Buffer<Scalar>()
    private let final = Buffer<Scalar>()
    /// [B, C]: logits, then their gradients.
    private let logits = Buffer<Scalar>()

    init(size: Int, classCount: Int, layout: ParameterLayout) {
        var configuration = ModelConfiguration()
        configuration.encoderSize = size
        directions = [false, true].map { EncoderDirection(configuration, isReversed: $0, layout: layout) }
        gradient = Buffer(count: layout.count)
        self.layout = layout
        self.size = size
        self.classCount = classCount
    }

    /// The dropout multipliers of both directions, for the trainer to fill.
    var dropoutMasks: [Buffer<Scalar>] { directions.map(\.layer.keep) }

    /// - Parameter members: which drawings of the batch, longest first.
    func load(_ batch: SketchBatch, members: [Int], labels: [Int], dropout: Bool) {
        self.labels = members.map { labels[$0] }
        for direction in directions {
            direction.load(batch, members: members, lengths: members.map { batch.lengths[$0] }, dropout: dropout)
        }
    }

    /// Runs the network and takes the losses; leaves d (mean loss of the batch) / d logits.
    /// - Parameter weight: 1 / drawings of the whole batch.
    func forward(_ parameters: UnsafePointer<Scalar>, weight: Scalar) {
        let (b, c, width) = (labels.count, classCount, 2 * size)
        hidden.resize(to: b * width)
        for direction in directions { direction.forward(parameters, into: hidden.pointer, width: width) }
        logits.resize(to: b * c)
        let bias = parameters + layout.offset(of: "classes/super_linear_b")
        for row in 0..<b { (logits.pointer + row * c).update(from: bias, count: c) }
        Scalar.multiply(
            hidden.pointer, transposed: false, lda: width,
            parameters + layout.offset(of: "classes/super_linear_w"), transposed: false, ldb: c,
            into: logits.pointer, ldc: c, beta: 1, m: b, n: c, k: width)
        lossSum = 0
        correct = 0
        for (row, label) in labels.enumerated() { takeLoss(logits.pointer + row * c, label: label, weight: weight) }
    }

    /// One drawing: loss = log(sum exp(logits)) - logit of the label; the logits become their gradients.
    private func takeLoss(_ row: UnsafeMutablePointer<Scalar>, label: Int, weight: Scalar) {
        var best = 0
        for k in 1..<classCount where row[k] > row[best] { best = k }
        if best == label { correct += 1 }
        let (highest, own) = (row[best], row[label])
        var total: Scalar = 0
        for k in 0..<classCount {
            row[k] = Scalar.exp(row[k] - highest)
            total += row[k]
        }
        lossSum += Double(Scalar.log(total) + highest - own)
        for k in 0..<classCount { row[k] *= weight / total }
        row[label] -= weight
    }

    /// Back-propagation into `gradient`, after `forward`.
    func backward(_ parameters: UnsafePointer<Scalar>) {
        gradient.zeros(layout.count)
        let (b, c, width) = (labels.count, classCount, 2 * size)
        let w = layout.offset(of: "classes/super_linear_w")
        Scalar.multiply(
            hidden.pointer, transposed: true, lda: width, logits.pointer, transposed: false, ldb: c,
            into: gradient.pointer + w, ldc: c, beta: 1, m: width, n: c, k: b)
        addRows(
            logits.pointer, rows: b, width: c,
            to: gradient.pointer + layout.offset(of: "classes/super_linear_b"))
        hiddenGradient.resize(to: b * width)
        Scalar.multiply(
            logits.pointer, transposed: false, lda: c, parameters + w, transposed: true, ldb: c,
            into: hiddenGradient.pointer, ldc: width, beta: 0, m: b, n: width, k: c)
        for direction in directions {
            direction.backward(
                parameters, hcatGradient: hiddenGradient.pointer, width: width, final: final,
                gradient: gradient.pointer)
        }
    }
}
