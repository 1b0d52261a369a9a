import ArgumentParser

/// The classifier that a command uses.
struct ClassifierOptions: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Classifier file. (default: the built-in classifier)", valueName: "file"))
    var classifier: String?
}
