import ArgumentParser
import Foundation
import SketchInference
import StudioKit

/// The `studio` program: reads the arguments, runs the command, turns whatever went wrong into one sentence.
///
/// Exit status: 0 done, 1 the command failed, 64 the arguments make no sense.
@main
struct Studio: ParsableCommand {
    /// The version that `--version` prints and every recipe carries.
    static let version = Version.current

    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "An offline studio for sketch-rnn: drawings to latents, latents to drawings, and sheets of both.",
        discussion: """
            EXAMPLES
              A cat turning into a pig, in ten steps:
                studio interpolate examples/cat.json examples/pig.json --steps 10
              What the built-in models are:
                studio model list
              A model of your own from Quick, Draw! drawings:
                studio train cat.ndjson pig.ndjson --output run

            'studio COMMAND --help' shows a command's options, with examples that run as they stand. \
            Nothing here uses the network.
            """,
        version: version,
        subcommands: [
            JobCommand<InterpolateJob>.self, Analogy.self, Reconstruct.self, Sample.self, Complete.self, Grid.self, Encode.self,
            Decode.self, Render.self, Convert.self, DatasetCommand.self, Train.self, Evaluate.self,
            ClassifierCommand.self, ModelCommand.self, Plot.self, RecipeCommand.self, Gallery.self,
        ])

    /// The commands that make pictures, and so can stand in a recipe.
    static let pictureCommands: Set<String> = [
        "interpolate", "analogy", "reconstruct", "sample", "complete", "grid", "render", "decode", "plot",
    ]

    static func main() {
        Console.reserveStandardDescriptors()
        Console.endWithReader()
        do {
            try chooseKernels()
            var command = try parseAsRoot()
            try command.run()
        } catch {
            leave(after: error)
        }
    }

    /// `STUDIO_KERNEL=portable|avx2|avx512` keeps the sampling kernels at a level of the processor; all levels
    /// give equal bytes, and this is how to see it.
    private static func chooseKernels() throws {
        guard let name = ProcessInfo.processInfo.environment["STUDIO_KERNEL"], !name.isEmpty else { return }
        guard let level = KernelLevel.allCases.first(where: { "\($0)" == name }) else {
            throw ValidationError("STUDIO_KERNEL=\(name): give portable, avx2 or avx512.")
        }
        guard KernelLevel.use(level) == level else {
            throw ValidationError("STUDIO_KERNEL=\(name): this processor lacks it; its best is \(KernelLevel.best).")
        }
    }

    /// Prints help and version on stdout, everything else as one sentence on stderr, and ends the program.
    private static func leave(after error: any Error) -> Never {
        let code = exitCode(for: error)
        if code == .success { exit(withError: error) }
        if code == .validationFailure {
            Console.complain(
                oneLine(message(for: error))
                    + " Run 'studio \(commandPath())--help' to see what it takes.")
            Foundation.exit(ExitCode.validationFailure.rawValue)
        }
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        Console.complain(StudioError.sentence(for: error))
        Foundation.exit(ExitCode.failure.rawValue)
    }

    /// The subcommand's words as the user gave them, each followed by a space: `model info `.
    private static func commandPath() -> String {
        var words = ""
        var commands = configuration.subcommands
        for argument in CommandLine.arguments.dropFirst() {
            guard let match = commands.first(where: { $0.configuration.commandName == argument }) else { break }
            words += argument + " "
            commands = match.configuration.subcommands
        }
        return words
    }

    /// The parser's message without its line breaks, ended by a full stop.
    private static func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard let last = line.last else { return "The arguments make no sense." }
        return ".?!".contains(last) ? line : line + "."
    }
}
