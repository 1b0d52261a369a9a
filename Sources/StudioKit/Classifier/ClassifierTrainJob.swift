import FoundationEssentials
import Glibc
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
    /// What the classifier looks at, which decides whose parameters count.
    public var kind = ClassifierKind.strokes
    public var parameters = ClassifierParameters()
    public var pictureParameters = PictureParameters()
    /// The licence to record in the file.
    public var license: String?
    /// The file to write; required.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public static let manual = CommandManual(
        name: "classifier train", title: "Training", abstract: "Train a classifier on the CPU.",
        discussion: """
            A drawing's class is the word in its record, or else the name of its file. Drawings are split as in 'studio \
            train', so test drawings are never used. The output is stored as F16. It is written when training ends, \
            which takes a few minutes.

            --kind strokes trains a bidirectional LSTM on the pen's rows in their order, --kind picture a convolutional \
            network on rasters of 32 x 32 pixels. Both end in a softmax over the classes.

            EXAMPLES
              studio classifier train cat.ndjson pig.ndjson duck.ndjson \\
                  --output animals.safetensors
              studio classifier evaluate cat.ndjson pig.ndjson duck.ndjson \\
                  --classifier animals.safetensors
              studio classifier train drawings/ --kind picture -o pictures.safetensors
            """,
        output: "File to write the classifier to. (required)")

    public static let operands: JobOperands<ClassifierTrainJob>? = JobOperands(
        \.data, valueName: "data", help: "Files or folders of drawings of at least two classes.")

    public static let options = OptionTable<ClassifierTrainJob>(
        own: [
            .choice("kind", \.kind, valueName: "kind", help: "What the classifier looks at: the pen's rows, or a picture.")
        ] + settings + [
            .text("license", \.license, valueName: "text", help: "Licence to record in the classifier file.")
        ], input: ReadOptions.modelListOptions.at(\.reading))

    /// The common settings of both kinds. A setting that both have is set for both.
    private static let settings: [JobOption<ClassifierTrainJob>] = {
        let pictures = PictureHyperparameter.all.filter(\.isCommon)
        let strokes = ClassifierHyperparameter.all.filter(\.isCommon)
        let shared = strokes.map { setting in
            option(setting, pictures.first { $0.name == setting.name })
        }
        return shared + pictures.filter { own in !strokes.contains { $0.name == own.name } }.map(option)
    }()

    private static func option(
        _ setting: ClassifierHyperparameter, _ picture: PictureHyperparameter?
    ) -> JobOption<ClassifierTrainJob> {
        let option = JobOption<ClassifierTrainJob>.setting(
            setting, defaults: ClassifierParameters(),
            set: {
                try setting.set(from: $1, in: &$0.parameters)
                try picture?.set(from: $1, in: &$0.pictureParameters)
            }, text: { setting.text(of: $0.parameters) })
        guard let picture else { return option.only("strokes") }
        let isEqual = picture.defaultText == setting.defaultText
        return isEqual ? option : option.withDefault("\(setting.defaultText); picture: \(picture.defaultText)")
    }

    private static func option(_ setting: PictureHyperparameter) -> JobOption<ClassifierTrainJob> {
        JobOption<ClassifierTrainJob>.setting(
            setting, defaults: PictureParameters(), set: { try setting.set(from: $1, in: &$0.pictureParameters) },
            text: { setting.text(of: $0.pictureParameters) }
        ).only("picture")
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

    public var outputExtensions: [String]? { ["safetensors"] }

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
        var accuracy: Double?
        func report(_ progress: ClassifierProgress) {
            if let validation = progress.validationAccuracy {
                accuracy = validation
                reporter.note("step \(progress.step)  validation accuracy \(Reporter.short(validation))")
            }
            reporter.progress(
                "training, loss \(Reporter.short(progress.loss)),", done: progress.step, of: progress.totalSteps)
        }
        let classifier: any DrawingClassifier =
            switch kind {
            case .strokes:
                try ClassifierTraining(parameters: parameters, dataset: dataset, metadata: metadata).run(progress: report)
            case .picture:
                try PictureTraining(parameters: pictureParameters, dataset: dataset, metadata: metadata)
                    .run(progress: report)
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
        let maxLength = kind == .picture ? pictureParameters.maxLength : parameters.maxLength
        try reading.fitted(toRows: maxLength).forEachRecord(in: data, reporter: reporter) { record in
            do {
                drawings.append((try record.strokes(), record.sketch.name, record.assignedSplit))
            } catch { skipped.add(error) }
        }
        let dataset = try ClassifierDataset(drawings, maxLength: maxLength)
        skipped.add(
            .other("more than \(maxLength) rows, or of a class without training drawings"), dataset.skipped)
        return (dataset, skipped)
    }
}

extension JobOption<ClassifierTrainJob> {
    /// With the kind of classifier that it is for.
    fileprivate func only(_ kind: String) -> JobOption {
        var option = self
        option.help = "\(help.dropLast(help.hasSuffix(".") ? 1 : 0)). For --kind \(kind)."
        return option
    }
}
