import ArgumentParser
import StudioKit

/// The command of a job: reads the job's operands and options, runs it and prints its result.
struct JobCommand<Job: StudioJob>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Job.manual.name.split(separator: " ").last.map(String.init) ?? "", abstract: Job.manual.abstract,
            discussion: Job.manual.discussion, aliases: Job.manual.aliases)
    }

    @OptionGroup var operands: OperandArguments<Job>
    @OptionGroup(title: OwnSection<Job>.title) var own: SectionOptions<OwnSection<Job>>
    @OptionGroup(title: InputSection<Job>.title) var input: SectionOptions<InputSection<Job>>
    @OptionGroup(title: SamplingSection<Job>.title) var sampling: SectionOptions<SamplingSection<Job>>
    @OptionGroup(title: LayoutSection<Job>.title) var layout: SectionOptions<LayoutSection<Job>>
    @OptionGroup(title: GeneralSection<Job>.title) var output: OutputPath<Job>
    @OptionGroup(title: GeneralSection<Job>.title) var printing: PrintOptions
    @OptionGroup(title: GeneralSection<Job>.title) var general: SectionOptions<GeneralSection<Job>>

    func validate() throws { _ = try job }

    func run() throws { printing.show(try job.run(printing.reporter)) }

    var job: Job {
        get throws {
            try Job(
                operands: operands, output: output,
                values: [own.values, input.values, sampling.values, layout.values, general.values])
        }
    }
}

extension StudioJob {
    /// The job of a command line.
    ///
    /// - Parameter values: the options that were given, by section, each with its text.
    /// - Throws: `ValidationError`.
    init(
        operands: OperandArguments<Self>, output: OutputPath<Self>, values: [[(option: JobOption<Self>, text: String)]]
    ) throws {
        do {
            self.init()
            operands.apply(to: &self)
            for (option, text) in values.joined() { try option.set(text, in: &self) }
            self.output = output.path
            try check()
        } catch let error as UsageError {
            throw ValidationError(error.description)
        }
    }
}
