import ArgumentParser
import StudioKit

/// The command of a job: reads the job's operands and options, runs it and prints its result.
struct JobCommand<Job: StudioJob>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Job.manual.name.split(separator: " ").last.map(String.init) ?? "", abstract: Job.manual.abstract,
            discussion: Job.manual.discussion)
    }

    @OptionGroup var operands: OperandArguments<Job>
    @OptionGroup(title: Job.manual.title) var own: SectionOptions<OwnSection<Job>>
    @OptionGroup(title: "Model and input") var input: SectionOptions<InputSection<Job>>
    @OptionGroup(title: "Sampling") var sampling: SectionOptions<SamplingSection<Job>>
    @OptionGroup(title: "Layout") var layout: SectionOptions<LayoutSection<Job>>
    @OptionGroup(title: "General") var general: SectionOptions<GeneralSection<Job>>
    @OptionGroup(title: "General") var common: OutputOptions<Job>

    func validate() throws { _ = try job() }

    func run() throws {
        let result = try job().run(common.reporter)
        common.show(result)
    }

    /// - Throws: `ValidationError`.
    private func job() throws -> Job {
        do {
            var job = Job()
            operands.apply(to: &job)
            for values in [own.values, input.values, sampling.values, layout.values, general.values] {
                for (option, text) in values { try option.set(text, in: &job) }
            }
            job.output = common.output
            try job.validate()
            return job
        } catch let error as UsageError {
            throw ValidationError(error.description)
        }
    }
}
