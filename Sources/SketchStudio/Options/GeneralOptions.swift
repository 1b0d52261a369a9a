import ArgumentParser
import StudioKit

/// `--json`.
struct JSONOptions: ParsableArguments {
    @Flag(name: .long, help: "Print results as JSON on standard output.")
    var json = false

    /// Prints a job's result.
    func show(_ result: some JobResult) {
        if json { Console.result(result.jsonText) } else { result.lines.forEach(Console.result) }
    }
}

/// `--quiet`.
struct QuietOptions: ParsableArguments {
    @Flag(name: [.short, .long], help: "Suppress warnings and progress.")
    var quiet = false

    /// Messages and progress of this run.
    var reporter: Reporter { Reporter(isQuiet: quiet) }
}

/// The options of commands that name their output themselves, or have none.
struct GeneralOptions: ParsableArguments {
    @OptionGroup(title: "General") var jsonOptions: JSONOptions
    @OptionGroup(title: "General") var quietOptions: QuietOptions

    var json: Bool { jsonOptions.json }
    var reporter: Reporter { quietOptions.reporter }
    func show(_ result: some JobResult) { jsonOptions.show(result) }
}
