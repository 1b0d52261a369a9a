import ArgumentParser
import StudioKit

/// `studio evaluate`, whose own options have two headings.
struct Evaluate: ParsableCommand {
    static let configuration = JobCommand<EvaluateJob>.configuration

    @OptionGroup var operands: OperandArguments<EvaluateJob>
    @OptionGroup(title: "Losses") var losses: SectionOptions<LossSection>
    @OptionGroup(title: "Quality report") var report: SectionOptions<ReportSection>
    @OptionGroup(title: InputSection<EvaluateJob>.title) var input: SectionOptions<InputSection<EvaluateJob>>
    @OptionGroup(title: SamplingSection<EvaluateJob>.title) var sampling: SectionOptions<SamplingSection<EvaluateJob>>
    @OptionGroup(title: GeneralSection<EvaluateJob>.title) var output: OutputPath<EvaluateJob>
    @OptionGroup(title: GeneralSection<EvaluateJob>.title) var printing: PrintOptions
    @OptionGroup(title: GeneralSection<EvaluateJob>.title) var general: SectionOptions<GeneralSection<EvaluateJob>>

    enum LossSection: OptionSection {
        static var options: [JobOption<EvaluateJob>] { EvaluateJob.lossOptions }
    }

    enum ReportSection: OptionSection {
        static var options: [JobOption<EvaluateJob>] { EvaluateJob.reportOptions }
    }

    func validate() throws { _ = try job }

    func run() throws { printing.show(try job.run(printing.reporter)) }

    private var job: EvaluateJob {
        get throws {
            try EvaluateJob(
                operands: operands, output: output,
                values: [losses.values, report.values, input.values, sampling.values, general.values])
        }
    }
}
