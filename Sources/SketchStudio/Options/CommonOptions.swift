import ArgumentParser
import Foundation
import StudioKit

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: [.short, .long], help: ArgumentHelp("Where to write; the extension chooses the format.", valueName: "path"))
    var output: String?

    @Flag(name: .long, help: "Print the results as JSON on stdout.")
    var json = false

    @Flag(name: [.short, .long], help: "Say nothing but results and errors.")
    var quiet = false

    func validate() throws {
        if let output, output.isEmpty { throw ValidationError("--output is empty: name a file.") }
    }

    /// Messages and progress for this run.
    var reporter: Reporter { Reporter(isQuiet: quiet) }

    /// Prints a job's result.
    func show(_ result: some JobResult) {
        if json { Console.result(result.jsonText) } else { result.lines.forEach(Console.result) }
    }
}

/// The model that a command uses; one only.
struct ModelOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "A built-in model's name or a weight file.",
            discussion: "Without it cat-pig is used; see 'studio model list'.",
            valueName: "name|file"))
    var model: String?
}

/// How many processors to use.
struct ThreadOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Processor threads; they change the time, never the drawings.", valueName: "n"))
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard (1...1024).contains(threads) else {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024.")
        }
    }
}
