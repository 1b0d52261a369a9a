import FoundationEssentials
import Glibc
import SketchCore
import SketchEvaluation
import SketchFormats
import SketchSupport

/// Measures a classifier's accuracy, overall and per class.
public struct ClassifierEvaluateJob: StudioJob {
    /// Paths of files or folders of drawings.
    public var data: [String] = []
    public var reading = ReadOptions()
    public var split = SplitChoice.test
    /// Path of a classifier file, or the kind of a built-in classifier; nil for the built-in classifier of strokes.
    public var classifier: String?
    /// Whether a picture classifier classifies into every class that it knows.
    public var allClasses = false
    public var threads = Threads.automatic

    public init() {}

    public static let manual = CommandManual(
        name: "classifier evaluate", title: "Evaluation",
        abstract: "Measure a classifier's accuracy, overall and per class.",
        discussion: """
            Uses the test split by default, which training never sees. A drawing's class is the word in its record, or \
            else the name of its file. Drawings of classes unknown to the classifier are skipped and counted.

            EXAMPLES
              studio classifier evaluate cat.ndjson pig.ndjson
              studio classifier evaluate cat.ndjson pig.ndjson --split all --json
            """,
        output: nil)

    public static let operands: JobOperands<ClassifierEvaluateJob>? = JobOperands(
        \.data, valueName: "data", help: "Files or folders of drawings.")

    public static let options = OptionTable<ClassifierEvaluateJob>(
        own: [.split(\.split)],
        input: [.anyClassifier(\.classifier), .allClasses(\.allClasses)] + ReadOptions.listOptions.at(\.reading),
        general: [.threads(\.threads)])

    /// - Throws: `StudioError.emptySplit`, `.nothingToClassify`, or what reading and classifying throw.
    public func perform(_ reporter: Reporter) throws -> Result {
        let classifier = try ClassifierFile.classifier(nameOrBuiltIn: classifier, allClasses: allClasses)
        var strokes: [Stroke3] = []
        var truths: [String] = []
        var skipped = 0
        try reading.forEachRecord(in: data, split: split, reporter: reporter) { record in
            guard classifier.classes.contains(record.sketch.name),
                let own = try? record.strokesForModel(classifier.preprocessing)
            else {
                skipped += 1
                return
            }
            strokes.append(own)
            truths.append(record.sketch.name)
        }
        var table = ConfusionTable()
        for (truth, classification) in zip(truths, try classifier.classify(strokes, threads: threads)) {
            table.add(truth: truth, label: classification.label)
        }
        guard table.count > 0 else { throw StudioError.nothingToClassify(skipped: skipped, classes: classifier.classes) }
        return Result(table: table, skipped: skipped)
    }

    /// How often the classifier is right.
    public struct Result: JobResult {
        public let table: ConfusionTable
        /// Drawings without a line, or of classes that the classifier does not know.
        public let skipped: Int

        public var jsonText: String {
            func number(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
            let classes = table.truths.map { truth in
                JSONValue.object([
                    ("name", .string(truth)), ("sketches", .integer(table.count(of: truth))),
                    ("accuracy", number(table.accuracy(of: truth))),
                    ("most_taken_for", .optional(table.mostFrequentError(for: truth)?.label)),
                ])
            }
            return JSONValue.object([
                ("sketches", .integer(table.count)), ("skipped", .integer(skipped)),
                ("accuracy", number(table.accuracy)), ("mean_class_accuracy", number(table.meanClassAccuracy)),
                ("classes", .array(classes)),
            ]).text
        }

        /// A Markdown table, classes in the order of the files.
        public var lines: [String] {
            func percent(_ share: Double?) -> String { share.map { Reporter.short($0 * 100) + " %" } ?? "-" }
            let rows = table.truths.map { truth in
                let mistake = table.mostFrequentError(for: truth).map { "\($0.label) (\(percent($0.share)))" } ?? "-"
                return "| \(truth) | \(table.count(of: truth)) | \(percent(table.accuracy(of: truth))) | \(mistake) |"
            }
            let total =
                "| all | \(table.count) | \(percent(table.accuracy)) | mean over classes \(percent(table.meanClassAccuracy)) |"
            return ["| Class | Drawings | Accuracy | Most frequent error |", "| --- | ---: | ---: | --- |"] + rows + [total]
        }
    }
}
