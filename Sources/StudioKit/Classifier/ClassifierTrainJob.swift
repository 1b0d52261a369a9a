import Foundation
import SketchCore
import SketchEvaluation
import SketchSupport
import SketchTraining

/// Trains a classifier on files of drawings.
public struct ClassifierTrainJob: StudioJob {
    /// Paths of files or folders of drawings, of at least two classes.
    public var data: [String] = []
    public var reading = Reading()
    public var parameters = ClassifierParameters()
    /// The licence to record in the file.
    public var license: String?
    /// The file to write; required.
    public var output: String?

    public init() {}

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
    public func run(_ reporter: Reporter) throws -> Result {
        try validate()
        try parameters.validate()
        let file = OutputFile(path: output ?? "")
        try file.checkWritable()
        let (dataset, skipped) = try readDataset(reporter: reporter)
        reporter.note(
            "\(counted(dataset.train.count, "training drawing")) of \(dataset.classes.count) classes, "
                + counted(dataset.validation.count, "validation drawing"))
        skipped.tell(reporter)
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

    private func readDataset(reporter: Reporter) throws -> (ClassifierDataset, LeftOut) {
        var skipped = LeftOut()
        var drawings: [(strokes: Stroke3, name: String, split: SketchDataset.Split)] = []
        try reading.forEachRecord(in: data, reporter: reporter) { record in
            do {
                drawings.append((try record.strokesForModel(), record.sketch.name, record.assignedSplit))
            } catch { skipped.add(error) }
        }
        let dataset = try ClassifierDataset(drawings, maxLength: parameters.maxLength)
        skipped.add("more than \(parameters.maxLength) rows, or of a class without training drawings", dataset.skipped)
        return (dataset, skipped)
    }
}
