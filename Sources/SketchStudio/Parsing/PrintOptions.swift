import ArgumentParser
import StudioKit

/// How results and messages are printed.
struct PrintOptions: ParsableArguments {
    @Flag(name: .long, help: "Print results as JSON on standard output.")
    var json = false

    @Flag(name: [.short, .long], help: "Suppress warnings and progress.")
    var quiet = false

    /// Messages and progress for this run.
    var reporter: Reporter { Reporter(isQuiet: quiet) }

    /// Prints a job's result.
    func show(_ result: some JobResult) {
        guard !json else { return Console.result(result.jsonText) }
        for line in result.lines { Console.result(line) }
        for warning in result.warnings { reporter.warn(warning) }
        if let note = result.note { reporter.message("studio: " + note) }
    }
}
