import ArgumentParser
import StudioKit

/// `studio model`: the commands about models.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "List, inspect and convert models.",
        subcommands: [
            ModelList.self, JobCommand<ModelInfoJob>.self, JobCommand<ModelConvertJob>.self,
            JobCommand<ModelBankJob>.self,
        ])
}
