import ArgumentParser
import StudioKit

/// `studio dataset`.
struct DatasetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "Inspect files of drawings.",
        subcommands: [JobCommand<DatasetInfoJob>.self])
}
