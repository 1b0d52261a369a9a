import ArgumentParser
import StudioKit

/// `studio model list`: the built-in models. `--quiet` has another meaning here than elsewhere.
struct ModelList: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: ModelListJob.manual.abstract, discussion: ModelListJob.manual.discussion)

    /// The options of this command.
    struct Options: ParsableArguments {
        @Flag(name: .long, help: "Print results as JSON on standard output.")
        var json = false

        @Flag(name: [.short, .long], help: "Print names only.")
        var quiet = false

        @Flag(name: .customLong("no-config"), help: "Ignore the user's defaults; see 'studio config'.")
        var ignoresDefaults = false
    }

    @OptionGroup(title: GeneralSection<ModelListJob>.title) var options: Options

    static func run(_ words: [String]) throws {
        let parsed = try ParsedJob<ModelListJob>(commandLine: words)
        if parsed.asksForHelp { throw CleanExit.helpRequest(Self.self) }
        let result = try parsed.job.run(Reporter())
        if parsed.printsJSON {
            Console.json(result.jsonText)
        } else {
            for line in parsed.isQuiet ? result.models.map(\.name) : result.lines { Console.result(line) }
        }
    }
}
