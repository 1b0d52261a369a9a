import Foundation
import SketchCore
import SketchEvaluation
import SketchFormats
import SketchSupport
import SketchTraining

/// Trains a classifier on files of drawings.
public struct ClassifierTrainJob: StudioJob {
    /// Paths of files or folders of drawings, of at least two classes.
    public var data: [String] = []
    public var reading = ReadOptions()
    public var parameters = ClassifierParameters()
    /// The licence to record in the file.
    public var license: String?
    /// The file to write; required.
    public var output: String?

    public init() {}

    public static let manual = CommandManual(
        name: "classifier train", title: "Training", abstract: "Train a classifier on the CPU.",
        discussion: """
            A drawing's class is the word in its record, or else the name of its file. Drawings are split as in 'studio \
            train', so test drawings are never used. The output is a bidirectional LSTM with a softmax head, stored as \
            F16. It is written when training ends, which takes a few minutes.

            EXAMPLES
              studio classifier train cat.ndjson pig.ndjson duck.ndjson \\
                  --output animals.safetensors
              studio classifier evaluate cat.ndjson pig.ndjson duck.ndjson \\
                  --classifier animals.safetensors
            """,
        output: "File to write the classifier to. (required)")

    public static let operands: JobOperands<ClassifierTrainJob>? = JobOperands(
        \.data, valueName: "data", help: "Files or folders of drawings of at least two classes.")

    public static let options = OptionTable<ClassifierTrainJob>(
        own: ClassifierHyperparameter.all.filter(\.isCommon).map(option) + [
            .text("license", \.license, valueName: "text", help: "Licence to record in the classifier file.")
        ], input: ReadOptions.listOptions.at(\.reading))

    private static func option(_ setting: ClassifierHyperparameter) -> JobOption<ClassifierTrainJob> {
        .setting(
            setting, defaults: ClassifierParameters(), set: { try setting.set(from: $1, in: &$0.parameters) },
            text: { setting.text(of: $0.parameters) })
    }

    /// The trained classifier's file and how it came about.
    public struct Result: JobResult {
        public let path: String
        public let classes: [String]
        /// Drawings that were trained on, and those that were not used.
        public let sketches: Int
        public let skipped: Int
        /// The share of validation drawings that were classified correctly at the last step.
        public let validationAccuracy: Double?

        public var jsonText: String {
            JSONValue.object([
                ("output", .string(path)), ("classes", .array(classes.map(JSONValue.string))),
                ("sketches", .integer(sketches)), ("skipped", .integer(skipped)),
                ("validation_accuracy", validationAccuracy.map(JSONValue.double) ?? .null),
            ]).text
        }

        public var lines: [String] { [path] }
    }

    public func validate() throws {
        guard output != nil else { throw UsageError("--output is missing. Name a file for the classifier.") }
    }

    /// - Throws: `TrainingError`, or what reading and writing throw.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = OutputFile(path: output ?? "")
        try file.checkWritable()
        let (dataset, skipped) = try readDataset(reporter: reporter)
        reporter.note(
            "\(counted(dataset.train.count, "training drawing")) of \(dataset.classes.count) classes, "
                + counted(dataset.validation.count, "validation drawing"))
        skipped.report(to: reporter)
        var metadata = ["data": data.map(OutputFile.fileName(of:)).joined(separator: ", ")]
        metadata["license"] = license
        let training = try ClassifierTraining(parameters: parameters, dataset: dataset, metadata: metadata)
        var accuracy: Double?
        let classifier = try training.run { progress in
            if let validation = progress.validationAccuracy {
                accuracy = validation
                reporter.note("step \(progress.step)  validation accuracy \(Reporter.short(validation))")
            }
            reporter.progress(
                "training, loss \(Reporter.short(progress.loss)),", done: progress.step, of: progress.totalSteps)
        }
        reporter.clear()
        try file.write(classifier.safetensorsData())
        return Result(
            path: file.path, classes: classifier.classes, sketches: dataset.train.count, skipped: skipped.count,
            validationAccuracy: accuracy)
    }

    private func readDataset(reporter: Reporter) throws -> (ClassifierDataset, SkipReport) {
        var skipped = SkipReport()
        var drawings: [(strokes: Stroke3, name: String, split: SketchDataset.Split)] = []
        try reading.forEachRecord(in: data, reporter: reporter) { record in
            do {
                drawings.append((try record.strokes(), record.sketch.name, record.assignedSplit))
            } catch { skipped.add(error) }
        }
        let dataset = try ClassifierDataset(drawings, maxLength: parameters.maxLength)
        skipped.add(
            .other("more than \(parameters.maxLength) rows, or of a class without training drawings"), dataset.skipped)
        return (dataset, skipped)
    }
}
