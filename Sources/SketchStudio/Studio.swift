import ArgumentParser
import FoundationEssentials
import Glibc
import SketchInference
import SketchSupport
import StudioKit

/// The `studio` program: reads the arguments, runs the command, reports an error as one sentence.
///
/// Exit status: 0 done, 1 the command failed, 64 the arguments are invalid.
@main
struct Studio: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "studio",
        abstract: "Explore, render and train sketch-rnn models of vector drawings, offline.",
        discussion: """
            EXAMPLES
              Interpolate from a cat to a pig in ten steps:
                studio interpolate examples/cat.json examples/pig.json --steps 10
              List the built-in models:
                studio model list
              Train a model on Quick, Draw! drawings:
                studio train cat.ndjson pig.ndjson --output run

            'studio COMMAND --help' lists the command's options and shows examples. No command uses the network.
            """,
        version: Version.current,
        subcommands: [
            JobCommand<InterpolateJob>.self, JobCommand<AnalogyJob>.self, JobCommand<ReconstructJob>.self,
            JobCommand<SampleJob>.self, JobCommand<CompleteJob>.self, JobCommand<GridJob>.self, Encode.self,
            JobCommand<DecodeJob>.self, JobCommand<RenderJob>.self, JobCommand<PlotterJob>.self, JobCommand<ConvertJob>.self,
            JobCommand<TraceJob>.self,
            JobCommand<JoinJob>.self,
            DatasetCommand.self, Train.self,
            Evaluate.self, ClassifierCommand.self, ModelCommand.self, JobCommand<LossesJob>.self,
            JobCommand<RecipeJob>.self, JobCommand<GalleryJob>.self, JobCommand<PageJob>.self, JobCommand<DrawJob>.self,
            JobCommand<DoctorJob>.self, JobCommand<ConfigJob>.self,
        ])

    /// The MiB of address space that a command needs besides the program: Swift ends a process whose memory does not fit.
    private static let leastMemory = 64

    static func main() {
        Console.reserveStandardDescriptors()
        Console.endWithReader()
        Console.keepFileSizeErrors()
        do {
            guard AddressSpace.hasRoom(mebibytes: leastMemory) else { throw StudioError.noMemory(mebibytes: leastMemory) }
            try chooseKernels()
            try CommandWords(CommandLine.unsafeArgv, count: Int(CommandLine.argc)).run()
        } catch {
            leave(after: error)
        }
    }

    /// `STUDIO_KERNEL=portable|avx2|avx512|neon` limits the sampling kernels to an instruction set. All levels give equal bytes;
    /// this option is for checking it.
    private static func chooseKernels() throws {
        guard let name = ProcessInfo.processInfo.environment["STUDIO_KERNEL"], !name.isEmpty else { return }
        guard let level = KernelLevel.allCases.first(where: { "\($0)" == name }) else {
            throw ValidationError("STUDIO_KERNEL=\(name): must be portable, avx2, avx512 or neon.")
        }
        guard KernelLevel.use(level) == level else {
            throw ValidationError(
                "STUDIO_KERNEL=\(name): not supported by this processor; the best level is \(KernelLevel.best).")
        }
    }

    /// Prints help and version on stdout, errors on stderr, and ends the program.
    private static func leave(after error: any Error) -> Never {
        let error = (error as? UsageError).map { ValidationError($0.description) } ?? error
        let code = exitCode(for: error)
        if code == .success { exit(withError: error) }
        if code == .validationFailure {
            Console.complain(oneLine(message(for: error)) + " See 'studio \(CommandWords.path())--help'.")
            Glibc.exit(ExitCode.validationFailure.rawValue)
        }
        if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
        Console.complain(StudioError.sentence(for: error))
        Glibc.exit(ExitCode.failure.rawValue)
    }

    /// The parser's message on one line, with a full stop.
    private static func oneLine(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard let last = line.last else { return "Invalid arguments." }
        return ".?!".contains(last) ? line : line + "."
    }
}
