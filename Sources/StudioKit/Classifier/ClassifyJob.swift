import FoundationEssentials
import Glibc
import SketchCore
import SketchEvaluation
import SketchFormats
import SketchSupport

/// Classifies drawings.
public struct ClassifyJob: StudioJob {
    /// Paths of files of drawings.
    public var files: [String] = []
    public var reading = ReadOptions()
    /// Path of a classifier file, or the kind of a built-in classifier; nil for the built-in classifier of strokes.
    public var classifier: String?
    /// Whether a picture classifier classifies into every class that it knows.
    public var allClasses = false
    /// The `.npy` file that receives the features of a picture classifier, [n, D] float32; nil for none.
    public var features: String?
    public var threads = Threads.automatic

    public var outputOptions = OutputOptions()

    public init() {}

    public var writtenPaths: [String] { features.map { [$0] } ?? [] }
    public var readPaths: [String] { files + (classifier.map { [$0] } ?? []) }

    public func validate() throws {
        guard let features, !OutputFile(path: features).isUnnamed, OutputFile(path: features).fileExtension != "npy" else {
            return
        }
        throw UsageError("\(features): unknown output format. Use the extension .npy.")
    }

    public static let manual = CommandManual(
        name: "classifier classify", aliases: ["judge"], title: "Classification",
        abstract: "Classify drawings, with probabilities.",
        discussion: """
            The classifier knows only the classes it was trained on; other drawings are assigned to the most similar one.

            --features writes the activations of a picture classifier's dense layer as a NumPy array with a row per \
            drawing.

            EXAMPLES
              studio classifier classify examples/*.json
              studio classifier classify drawings.ndjson --json
              studio classifier classify drawings.ndjson --classifier picture \\
                  --features drawings.npy
            """,
        output: nil)

    public static let operands: JobOperands<ClassifyJob>? = JobOperands(
        \.files, valueName: "file", help: "Files of drawings.")

    public static let options = OptionTable<ClassifyJob>(
        own: [
            .text("features", \.features, valueName: "file", help: "Also write a picture classifier's features, as .npy.")
        ], input: [.anyClassifier(\.classifier), .allClasses(\.allClasses)] + ReadOptions.listOptions.at(\.reading),
        general: [.threads(\.threads)])

    /// The classes' probabilities of every drawing.
    public struct Result: JobResult {
        /// The classifier's classes, in the order of the probabilities.
        public let classes: [String]
        public let drawings: [(source: String, classification: Classification)]

        public var jsonText: String {
            let list = drawings.map { source, classification in
                JSONValue.object([
                    ("source", .string(source)), ("label", .optional(classification.label)),
                    ("probabilities", .floats(classification.probabilities)),
                ])
            }
            return JSONValue.object([
                ("classes", .array(classes.map(JSONValue.string))), ("judgements", .array(list)),
            ]).text
        }

        public var lines: [String] {
            zip(drawings.map(\.source).padded, drawings).map { source, item in
                let share = Int(((item.classification.probabilities.max() ?? 0) * 100).rounded())
                return "\(source)\(item.classification.label ?? "nothing")  \(share) %"
            }
        }
    }

    /// - Throws: `FormatError`, `SketchError`, `InferenceError`, `FileError`, `UsageError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        try features.map { OutputFile(path: $0) }?.checkWritable()
        let classifier = try ClassifierFile.classifier(nameOrBuiltIn: classifier, allClasses: allClasses)
        let drawings = try Drawing.read(files, reading, reporter: reporter)
        let strokes = try drawings.map(\.record).parallelMap(threads: threads) {
            try $0.strokesForModel(classifier.preprocessing)
        }
        let results: [Classification]
        if let features {
            guard let picture = classifier as? PictureClassifier else {
                throw UsageError("--features: only picture classifiers have features. Use --classifier picture.")
            }
            let described = try picture.describe(strokes, threads: threads)
            results = described.map(\.classification)
            try OutputFile(path: features).write(Self.array(described.map(\.features), columns: picture.featureCount))
        } else {
            results = try classifier.classify(strokes, threads: threads)
        }
        return Result(
            classes: classifier.classes,
            drawings: zip(drawings, results).map { (source: $0.sketch.source, classification: $1) })
    }

    /// A NumPy file of float32, [rows, columns].
    private static func array(_ rows: [[Float]], columns: Int) -> Data {
        var file = Data(NPYHeader.bytes(type: "<f4", shape: [rows.count, columns]))
        for value in rows.joined() { withUnsafeBytes(of: value.bitPattern.littleEndian) { file.append(contentsOf: $0) } }
        return file
    }
}
