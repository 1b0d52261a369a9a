import ArgumentParser
import StudioKit

/// Where results and messages go.
struct OutputOptions<Job: StudioJob>: ParsableArguments {
    @Option(name: [.short, .long], help: ArgumentHelp(Job.manual.output, valueName: "path"))
    var output: String?

    @Flag(name: .long, help: "Print results as JSON on standard output.")
    var json = false

    @Flag(name: [.short, .long], help: "Suppress warnings and progress.")
    var quiet = false

    func validate() throws {
        if let output, output.isEmpty { throw ValidationError("--output is empty. Name a file.") }
    }

    /// Messages and progress for this run.
    var reporter: Reporter { Reporter(isQuiet: quiet) }

    /// Prints a job's result.
    func show(_ result: some JobResult) {
        guard !json else { return Console.result(result.jsonText) }
        for line in result.lines { Console.result(line) }
        for warning in result.warnings { reporter.warn(warning) }
    }
}
