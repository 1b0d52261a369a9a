import ArgumentParser

/// `studio dataset`: what files of drawings hold.
struct DatasetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "What files of drawings hold, and what will hurt training.",
        subcommands: [DatasetInfo.self])
}
