import ArgumentParser
import StudioKit

/// `studio classifier`: the commands about classifiers.
struct ClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Classify drawings; evaluate and train classifiers.",
        subcommands: [
            JobCommand<ClassifyJob>.self, JobCommand<ClassifierEvaluateJob>.self, JobCommand<ClassifierTrainJob>.self,
            JobCommand<ClassifierCompareJob>.self,
        ])
}
