import ArgumentParser
import SketchTraining
import StudioKit

/// `studio train`. Its options have several headings; the first has the options that are used most.
struct Train: RunnableCommand {
    static let configuration = JobCommand<TrainJob>.configuration

    @OptionGroup var operands: OperandArguments<TrainJob>
    @OptionGroup(title: "Most used") var output: OutputPath<TrainJob>
    @OptionGroup(title: "Most used") var mostUsed: SectionOptions<MostUsedSection>
    @OptionGroup(title: ModelGroup.title) var model: SectionOptions<ModelGroup>
    @OptionGroup(title: OptimisationGroup.title) var optimisation: SectionOptions<OptimisationGroup>
    @OptionGroup(title: KLGroup.title) var kl: SectionOptions<KLGroup>
    @OptionGroup(title: RegularisationGroup.title) var regularisation: SectionOptions<RegularisationGroup>
    @OptionGroup(title: RunGroup.title) var training: SectionOptions<RunGroup>
    @OptionGroup(title: InputSection<TrainJob>.title) var input: SectionOptions<InputSection<TrainJob>>
    @OptionGroup(title: GeneralSection<TrainJob>.title) var printing: PrintOptions

    static func run(_ words: [String]) throws {
        Interrupt.catchSignals()
        try run(words) { (job: TrainJob) in
            var job = job
            job.shouldStop = { Interrupt.isRequested }
            return job
        }
    }
}

/// A group of the table of hyperparameters.
protocol HyperparameterGroup: OptionSection where Job == TrainJob {
    static var group: Hyperparameter.Group { get }
}

extension HyperparameterGroup {
    static var title: String { group.rawValue }
    static var options: [JobOption<TrainJob>] { TrainJob.options(of: group) }
}

extension Train {
    enum MostUsedSection: OptionSection {
        static var options: [JobOption<TrainJob>] { TrainJob.mostUsed }
    }
    enum ModelGroup: HyperparameterGroup { static let group = Hyperparameter.Group.model }
    enum OptimisationGroup: HyperparameterGroup { static let group = Hyperparameter.Group.optimisation }
    enum KLGroup: HyperparameterGroup { static let group = Hyperparameter.Group.kl }
    enum RegularisationGroup: HyperparameterGroup { static let group = Hyperparameter.Group.regularisation }
    enum RunGroup: HyperparameterGroup { static let group = Hyperparameter.Group.run }
}
