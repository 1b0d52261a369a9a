import ArgumentParser
import StudioKit

/// `studio evaluate`, whose own options have two headings.
struct Evaluate: RunnableCommand {
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

    static func run(_ words: [String]) throws { try run(words) { (job: EvaluateJob) in job } }
}
