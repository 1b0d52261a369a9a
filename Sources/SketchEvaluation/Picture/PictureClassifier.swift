import SketchCore
import SketchInference
import SketchSupport

/// A classifier of pictures: a small convolutional network on rasters of drawings. Stroke order, pen direction, size and
/// position have no effect on it, unlike on a `SketchClassifier`.
///
/// It knows `knownClasses`; the softmax is over `classes`, some of these: all of them, or the ones that the file recommends
/// for judging. Its dense layer gives the features of `FrechetDistance` and `NeighbourhoodMetrics`. Immutable after `init`;
/// one value serves any number of threads.
public struct PictureClassifier: DrawingClassifier {
    /// The names of the classes that were trained, in the order of the network's outputs.
    public let knownClasses: [String]
    /// The names of the C classes of a classification, in the order of their probabilities.
    public let classes: [String]
    /// The classes of enough training drawings to judge with, as the file states them; nil for all.
    public let judgedClasses: [String]?
    /// How raw drawings are simplified before they are classified.
    public let preprocessing: Preprocessing
    /// The file's other metadata (`training`, `license`, `data`).
    public let metadata: [String: String]
    /// Every tensor of `PictureShape.tensorShapes`, by name.
    public let weights: [String: Tensor]
    /// D, the number of features.
    public let featureCount: Int
    private let network: PictureNetwork
    /// The outputs of `classes`.
    private let outputs: [Int]

    public static var kind: ClassifierKind { .picture }

    /// - Parameters:
    ///   - classes: the trained classes.
    ///   - judgedClasses: the classes to classify into; nil for all.
    ///   - weights: the tensors of the network, whose sizes follow from their shapes.
    ///   - name: the classifier's name in errors.
    /// - Throws: `InferenceError.notAClassifier`, `.missingTensor` or `.nonFiniteWeight`.
    public init(
        classes: [String], judgedClasses: [String]? = nil, weights: [String: Tensor],
        preprocessing: Preprocessing = Preprocessing(), metadata: [String: String] = [:], name: String = "the classifier"
    ) throws {
        let check = ClassifierCheck(name: name)
        try check.classes(classes)
        func tensor(_ tensorName: String) throws -> Tensor { try check.tensor(tensorName, in: weights) }
        let filters = try tensor("conv1_w").shape.last ?? 0
        let features = try tensor(PictureShape.features + "_b").shape.first ?? 0
        guard (1...1 << 12).contains(filters), (1...1 << 16).contains(features) else {
            throw check.refusal("it has \(filters) filters and \(features) features")
        }
        let shape = PictureShape(filters: filters, features: features, classCount: classes.count)
        try check.weights(weights, shape.tensorShapes)
        knownClasses = classes
        (self.judgedClasses, self.preprocessing, self.metadata) = (judgedClasses, preprocessing, metadata)
        self.weights = weights
        featureCount = features
        network = try PictureNetwork(shape, tensor: tensor)
        self.classes = judgedClasses ?? classes
        outputs = try Self.outputs(of: self.classes, among: classes, check)
    }

    private init(_ other: PictureClassifier, classes: [String], outputs: [Int]) {
        (knownClasses, judgedClasses, preprocessing) = (other.knownClasses, other.judgedClasses, other.preprocessing)
        (metadata, weights, featureCount, network) = (other.metadata, other.weights, other.featureCount, other.network)
        (self.classes, self.outputs) = (classes, outputs)
    }

    private static func outputs(of chosen: [String], among known: [String], _ check: ClassifierCheck) throws -> [Int] {
        let numbers = Dictionary(known.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        guard Set(chosen).count == chosen.count, chosen.count >= 2 else {
            throw check.refusal(
                "it judges \(chosen.count) class\(chosen.count == 1 ? "" : "es"); at least 2 different ones are required")
        }
        return try chosen.map { name in
            guard let number = numbers[name] else { throw check.refusal("'\(name)' is not one of its classes") }
            return number
        }
    }

    /// The same network with the softmax over other classes.
    ///
    /// - Parameter classes: at least two different ones of `knownClasses`.
    /// - Throws: `InferenceError.notAClassifier`.
    public func judging(_ classes: [String]) throws -> PictureClassifier {
        let outputs = try Self.outputs(of: classes, among: knownClasses, ClassifierCheck(name: "the classifier"))
        return PictureClassifier(self, classes: classes, outputs: outputs)
    }

    public func classify(_ drawings: [Stroke3], threads: Int) throws -> [Classification] {
        try describe(drawings, threads: threads).map(\.classification)
    }

    /// The activations of the dense layer after ReLU, [B][D], of drawings in any unit.
    ///
    /// - Parameter threads: at most this many; the result does not depend on it.
    /// - Throws: as `describe(_:threads:)`.
    public func features(of drawings: [Stroke3], threads: Int = Threads.automatic) throws -> [[Float]] {
        try describe(drawings, threads: threads).map(\.features)
    }

    /// Classifications and features in one pass.
    ///
    /// - Parameters:
    ///   - drawings: [B][T, 3] in any unit, of any length.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Throws: `InferenceError.numericalFailure` if a drawing's size or the result is not finite.
    public func describe(
        _ drawings: [Stroke3], threads: Int = Threads.automatic
    ) throws -> [(classification: Classification, features: [Float])] {
        let results = try network.run(drawings, threads: threads)
        return try drawings.indices.map { index in
            let (features, logits) = results[index]
            guard logits.allSatisfy(\.isFinite), Self.isFinite(drawings[index]) else {
                throw InferenceError.numericalFailure(detail: "the classification of drawing \(index) (counted from 0)")
            }
            let classification = Classification(
                logits: outputs.map { logits[$0] }, classes: classes, isEmpty: drawings[index].rows.isEmpty)
            return (classification, features)
        }
    }

    private static func isFinite(_ drawing: Stroke3) -> Bool {
        drawing.rows.allSatisfy { $0.dx.isFinite && $0.dy.isFinite }
    }
}
