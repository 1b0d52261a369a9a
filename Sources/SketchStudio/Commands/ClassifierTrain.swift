import ArgumentParser
import SketchTraining
import StudioKit

/// `studio classifier train DATA... --output FILE`: trains a classifier.
struct ClassifierTrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a classifier on the CPU.",
        discussion: """
            A drawing's class is the word in its record, or else the name of its file. Drawings are split as in 'studio \
            train', so test drawings are never used. The output is a bidirectional LSTM with a softmax head, stored as \
            F16, and is written only when training ends, after some minutes.

            EXAMPLES
              studio classifier train cat.ndjson pig.ndjson duck.ndjson \\
                  --output animals.safetensors
              studio classifier evaluate cat.ndjson pig.ndjson duck.ndjson \\
                  --classifier animals.safetensors
            """)

    @Argument(help: ArgumentHelp("Files or folders of drawings of at least two classes.", valueName: "data"))
    var data: [String]
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Model and input") var input: InputOptions
    @OptionGroup(title: "General") var common: CommonOptions

    /// How to train.
    struct TrainingOptions: ParsableArguments {
        private static let standard = ClassifierParameters()

        @Option(name: .long, help: ArgumentHelp("Number of training steps.", valueName: "n"))
        var numSteps: Int = standard.steps
        @Option(name: .long, help: ArgumentHelp("Drawings per batch.", valueName: "n"))
        var batchSize: Int = standard.batchSize
        @Option(
            name: .long, help: ArgumentHelp("Initial learning rate; decreases linearly to zero.", valueName: "x"))
        var learningRate: Double = standard.learningRate
        @Option(name: .long, help: ArgumentHelp("Hidden size of each encoder direction.", valueName: "n"))
        var encRnnSize: Int = standard.size
        @Option(
            name: .long,
            help: ArgumentHelp("Maximum length of a drawing, in rows; longer drawings are skipped.", valueName: "n"))
        var maxSeqLen: Int = standard.maxLength
        @Option(
            name: .long, help: ArgumentHelp("Random seed for initial weights, batches and dropout.", valueName: "n"))
        var seed: UInt64 = standard.seed
        @Option(name: .long, help: ArgumentHelp("Licence to record in the classifier file.", valueName: "text"))
        var license: String?
    }

    func validate() throws {
        guard common.output != nil else {
            throw ValidationError("--output is missing. Name a file for the classifier.")
        }
    }

    func run() throws {
        var job = ClassifierTrainJob(data: data, output: OutputFile(path: common.output ?? ""))
        job.reading = input.reading
        job.parameters.size = training.encRnnSize
        job.parameters.steps = training.numSteps
        job.parameters.batchSize = training.batchSize
        job.parameters.learningRate = training.learningRate
        job.parameters.maxLength = training.maxSeqLen
        job.parameters.seed = training.seed
        job.license = training.license
        common.show(try job.run(common.reporter))
    }
}
