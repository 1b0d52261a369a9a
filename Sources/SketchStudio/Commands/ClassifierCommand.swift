import ArgumentParser
import SketchEvaluation

/// `studio classifier`: what drawings show, and a classifier of one's own.
struct ClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Tells what drawings show; what 'evaluate --report' judges by.",
        subcommands: [ClassifierJudge.self, ClassifierEvaluate.self, ClassifierTrain.self])
}

/// The classifier that a command uses.
struct ClassifierOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("A classifier's file; without it the built-in one.", valueName: "file"))
    var classifier: String?

    /// - Throws: `InferenceError`.
    func load() throws -> SketchClassifier {
        try classifier.map { try SketchClassifier(contentsOf: $0) } ?? SketchClassifier.builtIn()
    }
}
