import ArgumentParser

/// `studio classifier`: the commands about classifiers.
struct ClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Classify drawings; evaluate and train classifiers.",
        subcommands: [ClassifierJudge.self, ClassifierEvaluate.self, ClassifierTrain.self])
}
