import Foundation
import SketchCore
import SketchEvaluation
import SketchSupport
import SketchTraining

/// Trains a classifier on files of drawings.
package struct ClassifierTrainJob {
    /// Files or folders of drawings, of at least two classes.
    package var data: [String]
    package var reading = Reading()
    package var parameters = ClassifierParameters()
    /// The licence to record in the file.
    package var license: String?
    package var output: OutputFile

    package init(data: [String], output: OutputFile) {
        self.data = data
        self.output = output
    }

    /// The trained classifier's file and how it came about.
    package struct Result: JobResult {
        package let path: String
        package let classes: [String]
        /// Drawings that were trained on, and those that were not used.
        package let sketches: Int
        package let skipped: Int
        /// The share of validation drawings that were classified correctly at the last step.
        package let validationAccuracy: Double?

        package var jsonText: String {
            JSONValue.object([
                ("output", .string(path)), ("classes", .array(classes.map(JSONValue.string))),
                ("sketches", .integer(sketches)), ("skipped", .integer(skipped)),
                ("validation_accuracy", validationAccuracy.map(JSONValue.double) ?? .null),
            ]).text
        }

        package var lines: [String] { [path] }
    }

    /// - Throws: `TrainingError`, or what reading and writing throw.
    package func run(_ reporter: Reporter) throws -> Result {
        try parameters.validate()
        try output.checkWritable()
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
        try output.write(classifier.safetensorsData())
        return Result(
            path: output.path, classes: classifier.classes, sketches: dataset.train.count, skipped: skipped.count,
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
