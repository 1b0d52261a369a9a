import Foundation
import SketchCore
import SketchEvaluation
import SketchFormats
import SketchSupport

/// Classifies drawings.
public struct ClassifyJob: StudioJob {
    /// Paths of files of drawings.
    public var files: [String] = []
    public var reading = ReadOptions()
    /// Path of a classifier file; nil for the built-in classifier.
    public var classifier: String?
    public var threads = Threads.automatic

    public init() {}

    public static let manual = CommandManual(
        name: "classifier classify", aliases: ["judge"], abstract: "Classify drawings, with probabilities.",
        discussion: """
            The classifier knows only the classes it was trained on; other drawings are assigned to the most similar one.

            EXAMPLES
              studio classifier classify examples/*.json
              studio classifier classify drawings.ndjson --json
            """,
        output: nil)

    public static let operands: JobOperands<ClassifyJob>? = JobOperands(
        \.files, valueName: "file", help: "Files of drawings.")

    public static let options = OptionTable<ClassifyJob>(
        input: [.classifier(\.classifier)] + ReadOptions.listOptions.at(\.reading), general: [.threads(\.threads)])

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

    /// - Throws: `FormatError`, `SketchError`, `InferenceError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let classifier = try SketchClassifier(nameOrBuiltIn: classifier)
        let drawings = try Drawing.read(files, reading, reporter: reporter)
        let results = try classifier.classify(drawings.map(\.record), threads: threads)
        return Result(
            classes: classifier.classes,
            drawings: zip(drawings, results).map { (source: $0.sketch.source, classification: $1) })
    }
}
