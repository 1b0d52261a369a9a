import ArgumentParser
import SketchSupport
import StudioKit

/// `studio classifier judge FILE...`: what drawings show.
struct ClassifierJudge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "What drawings show, each with its probability.",
        discussion: """
            The classifier knows its own classes alone: of anything else it says what comes nearest.

            EXAMPLES
              studio classifier judge examples/*.json
              studio classifier judge drawings.ndjson --json
            """)

    @Argument(help: ArgumentHelp("Files of drawings.", valueName: "file"))
    var files: [String]
    @OptionGroup var classifierOptions: ClassifierOptions
    @OptionGroup var input: InputOptions
    @OptionGroup var threadOptions: ThreadOptions

    @Flag(name: .long, help: "Print the results as JSON on stdout.")
    var json = false

    func run() throws {
        let classifier = try classifierOptions.load()
        let drawings = try Drawing.read(files, input.reading, reporter: Reporter(isQuiet: false))
        let strokes = try drawings.map { try $0.record.strokesForModel(classifier.preprocessing) }
        let judgements = try classifier.classify(strokes, threads: threadOptions.threads)
        guard json else {
            let width = drawings.map(\.sketch.source.count).max() ?? 0
            for (drawing, judgement) in zip(drawings, judgements) {
                let share = Int(((judgement.probabilities.max() ?? 0) * 100).rounded())
                Console.result(
                    drawing.sketch.source.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                        + "\(judgement.label ?? "nothing")  \(share) %")
            }
            return
        }
        let list = zip(drawings, judgements).map { drawing, judgement in
            JSONValue.object([
                ("source", .string(drawing.sketch.source)), ("label", .optional(judgement.label)),
                ("probabilities", .floats(judgement.probabilities)),
            ])
        }
        Console.result(
            JSONValue.object([
                ("classes", .array(classifier.classes.map(JSONValue.string))), ("judgements", .array(list)),
            ]).text)
    }
}
