import SketchCore
import SketchInference
import SketchSupport

/// A classifier of drawings: the sketch-rnn encoder, a bidirectional LSTM over stroke-5 rows, with a linear softmax head on
/// both final hidden states. Trained on human drawings, it measures whether a model's drawings keep their class.
///
/// Letters: E units per direction, C classes. It runs on the sampling kernels, so that results have the same bytes on every
/// processor. Immutable after `init`, which packs the weights; one value serves any number of threads.
public struct SketchClassifier: DrawingClassifier {
    /// The names of the C classes, in the order of the head's outputs.
    public let classes: [String]
    /// The factor that training offsets in pixels were divided by.
    public let scaleFactor: Double
    /// How raw drawings are simplified before they are classified.
    public let preprocessing: Preprocessing
    /// The file's other metadata (`training`, `license`, `data`).
    public let metadata: [String: String]
    /// Every tensor of `tensorShapes`, by name.
    public let weights: [String: Tensor]
    private let network: BidirectionalNetwork
    private let head: PackedLayer

    /// - Parameters:
    ///   - weights: the tensors of `tensorShapes`; E follows from their shapes.
    ///   - name: the classifier's name in errors.
    /// - Throws: `InferenceError.notAClassifier`, `.missingTensor` or `.nonFiniteWeight`.
    public init(
        classes: [String], weights: [String: Tensor], scaleFactor: Double,
        preprocessing: Preprocessing = Preprocessing(), metadata: [String: String] = [:],
        name: String = "the classifier"
    ) throws {
        let check = ClassifierCheck(name: name)
        try check.classes(classes)
        guard MetadataNumber.scaleFactor.accepts(scaleFactor) else {
            throw check.refusal(MetadataNumber.scaleFactor.fault("\(scaleFactor)"))
        }
        func tensor(_ tensorName: String) throws -> Tensor { try check.tensor(tensorName, in: weights) }
        let size = try tensor(Self.folder("fw") + "W_hh").shape.first ?? 0
        guard (1...1 << 16).contains(size) else { throw check.refusal("its direction has \(size) units") }
        try check.weights(weights, Self.tensorShapes(size: size, classCount: classes.count))
        self.classes = classes
        self.scaleFactor = scaleFactor
        self.preprocessing = preprocessing
        self.metadata = metadata
        self.weights = weights
        network = BidirectionalNetwork(
            try ["fw", "bw"].map { direction in
                LSTMCell(
                    inputWeights: try tensor(Self.folder(direction) + "W_xh"),
                    recurrentWeights: try tensor(Self.folder(direction) + "W_hh"),
                    bias: try tensor(Self.folder(direction) + "bias"), constantSize: 0)
            })
        head = PackedLayer(weights: try tensor(Self.head + "_w"), bias: try tensor(Self.head + "_b"))
    }

    public static var kind: ClassifierKind { .strokes }

    /// The conversion of drawings in pixels to rows in model units.
    public var units: ModelUnits { ModelUnits(preprocessing: preprocessing, pixelsPerUnit: scaleFactor) }

    public func classify(_ drawings: [Stroke3], threads: Int) throws -> [Classification] {
        let factor = Float(scaleFactor)
        let logits = logits(of: drawings.map { $0.divided(by: factor).stroke5 }, threads: threads)
        return try drawings.indices.map { index in
            guard logits[index].allSatisfy(\.isFinite) else {
                throw InferenceError.numericalFailure(detail: "the classification of drawing \(index) (counted from 0)")
            }
            return Classification(logits: logits[index], classes: classes, isEmpty: drawings[index].rows.isEmpty)
        }
    }

    /// The head's outputs before the softmax, [B][C], of drawings in model units.
    package func logits(of drawings: [Stroke5], threads: Int = 1) -> [[Float]] {
        let hidden = network.run(drawings, threads: threads)
        let count = classes.count
        let output = FloatBuffer(count: drawings.count * count)
        head.apply(
            hidden.base, inputStride: network.outputSize, batch: drawings.count, to: output.base,
            outputStride: count)
        let values = output.array(drawings.count * count)
        return drawings.indices.map { Array(values[$0 * count..<($0 + 1) * count]) }
    }
}

extension SketchClassifier {
    /// The common part of the names of the head's `_w` [2E, C] and `_b` [C].
    package static let head = "vector_rnn/classes/super_linear"

    private static func folder(_ direction: String) -> String { "vector_rnn/ENC_RNN/\(direction)/LSTMCell/" }

    /// Every tensor with its shape: the encoder's under the checkpoint's names, then the head's.
    package static func tensorShapes(size: Int, classCount: Int) -> [(name: String, shape: [Int])] {
        ["fw", "bw"].flatMap { direction in
            CellKind.lstm.tensorShapes(
                prefix: "vector_rnn/ENC_RNN/\(direction)", inputSize: 5, size: size, in: ModelConfiguration())
        } + [(head + "_w", [2 * size, classCount]), (head + "_b", [classCount])]
    }
}
