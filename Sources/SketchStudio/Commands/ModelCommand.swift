import ArgumentParser

/// `studio model`: what models there are and what they hold.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Built-in models, and what a weight file holds.",
        subcommands: [ModelList.self, ModelInfo.self, ModelConvert.self])
}
