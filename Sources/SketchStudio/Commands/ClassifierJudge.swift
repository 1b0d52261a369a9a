import ArgumentParser
import StudioKit

/// `studio classifier judge FILE...`: classifies drawings.
struct ClassifierJudge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Classify drawings, with probabilities.",
        discussion: """
            The classifier knows only the classes it was trained on; other drawings are assigned to the most similar one.

            EXAMPLES
              studio classifier judge examples/*.json
              studio classifier judge drawings.ndjson --json
            """)

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "file"))
    var files: [String]
    @OptionGroup(title: "Model and input") var classifierOptions: ClassifierOptions
    @OptionGroup(title: "Model and input") var input: InputOptions
    @OptionGroup(title: "General") var jsonOptions: JSONOptions
    @OptionGroup(title: "General") var threadOptions: ThreadOptions

    var job: ClassifyJob {
        var job = ClassifyJob(files: files)
        job.reading = input.reading
        job.classifier = classifierOptions.classifier
        job.threads = threadOptions.threads
        return job
    }

    func run() throws { jsonOptions.show(try job.run(Reporter(isQuiet: false))) }
}
