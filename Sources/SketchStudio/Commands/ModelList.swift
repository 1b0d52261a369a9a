import ArgumentParser
import StudioKit

/// `studio model list`: lists the built-in models.
struct ModelList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the built-in models.",
        discussion: """
            EXAMPLES
              studio model list
              studio model list --json
            """)

    @OptionGroup(title: "General") var json: JSONOptions

    @OptionGroup(title: "General") var names: NameOptions

    func run() throws {
        let result = try ModelListJob().run()
        if names.quiet, !json.json {
            result.models.forEach { Console.result($0.name) }
        } else {
            json.show(result)
        }
    }

    /// `--quiet`, which has another meaning here.
    struct NameOptions: ParsableArguments {
        @Flag(name: [.short, .long], help: "Print names only.")
        var quiet = false
    }
}
