import FoundationEssentials
import Glibc
import SketchCore
import SketchInference
import SketchSupport

/// A network that assigns classes to drawings.
public protocol DrawingClassifier: Sendable {
    static var kind: ClassifierKind { get }
    /// The names of the C classes, in the order of a classification's probabilities.
    var classes: [String] { get }
    /// How raw drawings are simplified before they are classified.
    var preprocessing: Preprocessing { get }
    /// The file's other metadata (`training`, `license`, `data`).
    var metadata: [String: String] { get }
    /// 16 hexadecimal digits that identify classes and weights.
    var fingerprint: String { get }

    /// Classifies drawings, each independently of the others.
    ///
    /// - Parameters:
    ///   - drawings: [B][T, 3] in pixels of the training data, of any length.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Throws: `InferenceError.numericalFailure` if a drawing's offsets or the result are not finite.
    func classify(_ drawings: [Stroke3], threads: Int) throws -> [Classification]

    /// Reads a classifier from an open file.
    ///
    /// - Throws: `InferenceError.notAClassifier`, `.missingTensor`, `.malformedFile` or `.nonFiniteWeight`.
    init(_ file: SafetensorsFile) throws

    /// The content of a safetensors file of F16; equal classifiers give equal bytes.
    ///
    /// - Throws: `InferenceError.weightOutOfRange` for a weight too large for F16.
    func safetensorsData() throws -> Data
}

extension DrawingClassifier {
    public var kind: ClassifierKind { Self.kind }

    /// The built-in classifier.
    ///
    /// - Throws: as `init(contentsOf:)`.
    public static func builtIn() throws -> Self { try Self(contentsOf: kind.builtInPath) }

    /// Reads a classifier.
    ///
    /// - Throws: `InferenceError.unreadableFile`, `.malformedFile`, and what `init(_:)` throws.
    public init(contentsOf path: String) throws { try self.init(SafetensorsFile(contentsOf: path)) }

    /// Classifies drawings on every processor.
    ///
    /// - Throws: as `classify(_:threads:)`.
    public func classify(_ drawings: [Stroke3]) throws -> [Classification] {
        try classify(drawings, threads: Threads.automatic)
    }

    /// Classifies drawings as a reader gives them, each independently of the others.
    ///
    /// - Parameters:
    ///   - records: drawings of any length, raw or prepared as each record states.
    ///   - threads: at most this many; the result does not depend on it.
    /// - Throws: `SketchError` for a drawing that has no rows, `InferenceError.numericalFailure` if a result is not finite.
    public func classify(_ records: [SketchRecord], threads: Int = Threads.automatic) throws -> [Classification] {
        try classify(
            records.parallelMap(threads: threads) { try $0.strokesForModel(preprocessing) }, threads: threads)
    }

    /// Writes the classifier to a temporary file and renames it.
    ///
    /// - Throws: what `safetensorsData` throws, and `FileError`.
    public func write(to path: String) throws { try AtomicFile.write(safetensorsData(), to: path) }
}

/// Reads classifiers of either kind.
public enum ClassifierFile {
    /// Reads a file's classifier; its kind follows from the `format` in the metadata.
    ///
    /// - Throws: `InferenceError`.
    public static func classifier(contentsOf path: String) throws -> any DrawingClassifier {
        let file = try SafetensorsFile(contentsOf: path)
        return file.metadata["format"] == PictureClassifier.format
            ? try PictureClassifier(file) : try SketchClassifier(file)
    }

    /// The built-in classifier of a kind for its name (`strokes`, `picture`), or the classifier in a file.
    ///
    /// - Throws: `InferenceError`.
    public static func classifier(nameOrPath text: String) throws -> any DrawingClassifier {
        try classifier(contentsOf: ClassifierKind(rawValue: text)?.builtInPath ?? text)
    }
}
