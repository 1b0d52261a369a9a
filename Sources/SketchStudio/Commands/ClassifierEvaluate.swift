import ArgumentParser
import StudioKit

extension SplitChoice: ExpressibleByArgument {}

/// `studio classifier evaluate DATA...`: measures a classifier's accuracy.
struct ClassifierEvaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a classifier's accuracy, overall and per class.",
        discussion: """
            Uses the test split by default, which training never sees. A drawing's class is the word in its record, or \
            else the name of its file. Drawings of classes unknown to the classifier are skipped and counted.

            EXAMPLES
              studio classifier evaluate cat.ndjson pig.ndjson
              studio classifier evaluate cat.ndjson pig.ndjson --split all --json
            """)

    @Argument(help: ArgumentHelp("Files or folders of drawings.", valueName: "data"))
    var data: [String]
    @OptionGroup(title: "Evaluation") var evaluation: EvaluationOptions
    @OptionGroup(title: "Model and input") var classifierOptions: ClassifierOptions
    @OptionGroup(title: "Model and input") var input: InputOptions
    @OptionGroup(title: "General") var jsonOptions: JSONOptions
    @OptionGroup(title: "General") var threadOptions: ThreadOptions

    /// The drawings to use.
    struct EvaluationOptions: ParsableArguments {
        @Option(
            name: .long,
            help: ArgumentHelp(
                "Drawings to use: all, or one part of the split that 'studio train' makes.", valueName: "part"))
        var split: SplitChoice = .test
    }

    var job: ClassifierEvaluateJob {
        var job = ClassifierEvaluateJob(data: data)
        job.reading = input.reading
        job.split = evaluation.split
        job.classifier = classifierOptions.classifier
        job.threads = threadOptions.threads
        return job
    }

    func run() throws { jsonOptions.show(try job.run(Reporter(isQuiet: false))) }
}
