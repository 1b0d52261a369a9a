import ArgumentParser
import SketchCore
import SketchFormats
import SketchSupport
import SketchTraining
import StudioKit

/// `studio classifier train DATA... --output FILE`: a classifier from drawings of several classes.
struct ClassifierTrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a classifier on files of drawings, on the processor; minutes.",
        discussion: """
            A drawing's class is the word of its record, or the name of its file. The splits are those of 'studio train': \
            no test drawing is looked at, whatever the files. The file receives a bidirectional LSTM with a softmax head, \
            F16; nothing is written before the training has ended.

            EXAMPLES
              studio classifier train cat.ndjson pig.ndjson duck.ndjson \\
                  --output animals.safetensors
              studio classifier evaluate cat.ndjson pig.ndjson duck.ndjson \\
                  --classifier animals.safetensors
            """)

    @Argument(help: ArgumentHelp("Files of drawings, of two classes or more.", valueName: "data"))
    var data: [String]
    @Option(name: .long, help: ArgumentHelp("Units of each direction.", valueName: "n"))
    var encRnnSize: Int = ClassifierParameters().size
    @Option(name: .long, help: ArgumentHelp("Steps to train.", valueName: "n"))
    var numSteps: Int = ClassifierParameters().steps
    @Option(name: .long, help: ArgumentHelp("Drawings in a batch.", valueName: "n"))
    var batchSize: Int = ClassifierParameters().batchSize
    @Option(name: .long, help: ArgumentHelp("The first step's; it falls evenly to zero.", valueName: "x"))
    var learningRate: Double = ClassifierParameters().learningRate
    @Option(name: .long, help: ArgumentHelp("The longest drawing trained on, in rows.", valueName: "n"))
    var maxSeqLen: Int = ClassifierParameters().maxLength
    @Option(name: .long, help: ArgumentHelp("The seed of weights, batches and dropout.", valueName: "n"))
    var seed: UInt64 = ClassifierParameters().seed
    @Option(name: .long, help: ArgumentHelp("Written into the file.", valueName: "text"))
    var license: String?
    @OptionGroup var input: InputOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard common.output != nil else {
            throw ValidationError("Missing '--output <path>': name the classifier's file.")
        }
    }

    func run() throws {
        var parameters = ClassifierParameters()
        (parameters.size, parameters.steps, parameters.batchSize) = (encRnnSize, numSteps, batchSize)
        (parameters.learningRate, parameters.maxLength, parameters.seed) = (learningRate, maxSeqLen, seed)
        try parameters.validate()
        let output = OutputFile(path: common.output ?? "")
        try output.checkWritable()
        let reporter = common.reporter
        let (dataset, leftOut) = try readDataset(maxLength: maxSeqLen)
        reporter.note(
            "\(dataset.train.count) drawings of \(dataset.classes.count) classes to train on, "
                + "\(dataset.validation.count) to validate with")
        leftOut.tell(reporter)
        var metadata = ["data": data.map(OutputFile.fileName(of:)).joined(separator: ", ")]
        metadata["license"] = license
        let training = try ClassifierTraining(parameters: parameters, dataset: dataset, metadata: metadata)
        var validation: Double?
        let classifier = try training.run { progress in
            if let accuracy = progress.validationAccuracy {
                validation = accuracy
                reporter.note("step \(progress.step)  validation accuracy \(Reporter.short(accuracy))")
            }
            reporter.progress("training, loss \(Reporter.short(progress.loss)),", done: progress.step, of: progress.totalSteps)
        }
        reporter.clear()
        try output.write(classifier.safetensorsData())
        output.report(
            json: common.json,
            details: [
                ("classes", .array(classifier.classes.map(JSONValue.string))),
                ("sketches", .integer(dataset.train.count)), ("skipped", .integer(leftOut.count)),
                ("validation_accuracy", validation.map(JSONValue.double) ?? .null),
            ])
    }

    private func readDataset(maxLength: Int) throws -> (ClassifierDataset, LeftOut) {
        var leftOut = LeftOut()
        var drawings: [(strokes: Stroke3, name: String, split: SketchDataset.Split)] = []
        for path in try DrawingFiles.expanded(data) {
            try input.reading.reader(of: path).forEachRecord { record in
                let strokes: Stroke3
                do { strokes = try record.strokesForModel() } catch { return leftOut.add(error) }
                drawings.append((strokes, record.sketch.name, record.assignedSplit))
            }
        }
        let dataset = try ClassifierDataset(drawings, maxLength: maxLength)
        leftOut.add("more than \(maxLength) rows, or of a class without training drawings", dataset.skipped)
        return (dataset, leftOut)
    }
}

extension OutputFile {
    fileprivate func report(json: Bool, details: [(String, JSONValue)]) {
        Console.result(json ? JSONValue.object([("output", .string(path))] + details).text : path)
    }
}
