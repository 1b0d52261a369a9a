import ArgumentParser
import FoundationEssentials
import StudioKit

/// The command of a job: reads the job's operands and options, runs it and prints its result. The argument parser's
/// properties describe them for help and completion; `ParsedJob` reads the words.
struct JobCommand<Job: StudioJob>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Job.manual.name.split(separator: " ").last.map(String.init) ?? "", abstract: Job.manual.abstract,
            discussion: Job.manual.discussion, aliases: Job.manual.aliases + (Job.manual.formerName.map { [$0] } ?? []))
    }

    @OptionGroup var operands: OperandArguments<Job>
    @OptionGroup(title: OwnSection<Job>.title) var own: SectionOptions<OwnSection<Job>>
    @OptionGroup(title: InputSection<Job>.title) var input: SectionOptions<InputSection<Job>>
    @OptionGroup(title: SamplingSection<Job>.title) var sampling: SectionOptions<SamplingSection<Job>>
    @OptionGroup(title: LayoutSection<Job>.title) var layout: SectionOptions<LayoutSection<Job>>
    @OptionGroup(title: AnimationSection<Job>.title) var animation: SectionOptions<AnimationSection<Job>>
    @OptionGroup(title: GeneralSection<Job>.title) var output: OutputPath<Job>
    @OptionGroup(title: GeneralSection<Job>.title) var printing: PrintOptions
    @OptionGroup(title: GeneralSection<Job>.title) var general: SectionOptions<GeneralSection<Job>>
}

extension JobCommand: RunnableCommand {
    static func run(_ words: [String]) throws { try run(words) { (job: Job) in job } }

    static var formerName: String? { Job.manual.formerName }
}

/// A command that reads its own words: those after the words that name it.
protocol RunnableCommand: ParsableCommand {
    /// - Throws: `UsageError`, `CleanExit`, or what the work throws.
    static func run(_ words: [String]) throws
    /// An earlier name of the command, which still works.
    static var formerName: String? { get }
}

extension RunnableCommand {
    static var formerName: String? { nil }

    /// The defaults of the configuration file and the environment.
    ///
    /// - Throws: `UsageError`.
    static func userDefaults() throws -> OptionDefaults { try OptionDefaults(environment: ProcessInfo.processInfo.environment) }

    /// Reads the words of a job, runs it and prints its result.
    ///
    /// - Parameter prepare: changes the job before it runs.
    static func run<Job: StudioJob>(_ words: [String], _ prepare: (Job) -> Job) throws {
        let parsed = try ParsedJob<Job>(commandLine: words, defaults: userDefaults)
        if parsed.asksForHelp { throw CleanExit.helpRequest(Self.self) }
        let printing = Printing(json: parsed.printsJSON, quiet: parsed.isQuiet)
        if !parsed.isQuiet { for notice in parsed.notices { Console.message("studio: " + notice) } }
        let isStandardOutput = parsed.job.writesToStandardOutput
        if isStandardOutput, parsed.printsJSON {
            throw UsageError("--json prints on standard output, where the output goes. Omit it, or name a file as output.")
        }
        let result = try prepare(parsed.job).run(printing.reporter)
        printing.show(result, omitsLines: isStandardOutput)
        if result.isFailure { throw ExitCode.failure }
    }
}
