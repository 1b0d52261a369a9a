import Foundation
import TestSupport

/// The commands of the built executable, as it describes them itself.
struct CommandTree: Decodable {
    struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool
        var subcommands: [Command]?
    }

    var command: Command

    /// Returns the words that select each command, parents first: `[]`, `["model"]`, `["model", "info"]` and so on.
    static func paths(of studio: StudioProcess) throws -> [[String]] {
        let tree = try JSONDecoder().decode(CommandTree.self, from: studio.run("--experimental-dump-help").output)
        func paths(_ command: Command, _ path: [String]) -> [[String]] {
            [path]
                + (command.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
                .flatMap { paths($0, path + [$0.commandName]) }
        }
        return paths(tree.command, [])
    }
}
