import ArgumentParser
import StudioKit

extension EvaluateJob.Padding: ExpressibleByArgument {}
extension EvaluateJob.LatentChoice: ExpressibleByArgument {}

/// `studio evaluate DATA...`: a model's losses, or with `--report` the quality of its drawings.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a model's losses and the quality of its drawings.",
        discussion: """
            Losses are divided by drawings x N, where N is the model's max_seq_len, as in the paper's program. Longer \
            drawings are skipped and counted. The KL loss is raw, without the KL floor of training. Free-hand drawings \
            are preprocessed as the model requires.

            EXAMPLES
              studio evaluate examples/cat.json examples/pig.json
              studio evaluate cat.ndjson pig.ndjson --split test
              studio evaluate cat.ndjson --model run/model.safetensors --padding masked \\
                  --latent mean --json
              studio evaluate cat.ndjson pig.ndjson --report quality

            --report FOLDER measures quality on the test split: how often a classifier recognises reconstructions, \
            samples, interpolation ends and analogies; how many drawings do not terminate or are degenerate; how close \
            they are to drawings of the training split; and how smooth interpolations are. The folder receives \
            report.json, report.md and sheets as PNG. --sheet NAME makes only one of the sheets, at --output.
            """)

    @Argument(help: ArgumentHelp("Files or folders of drawings.", valueName: "data"))
    var data: [String]
    @OptionGroup(title: "Losses") var losses: LossOptions
    @OptionGroup(title: "Quality report") var report: ReportOptions
    @OptionGroup(title: "Model and input") var modelOptions: ModelOptions
    @OptionGroup(title: "Model and input") var classifierOptions: ClassifierOptions
    @OptionGroup(title: "Model and input") var input: InputOptions
    @OptionGroup(title: "Sampling") var sampling: ReportSamplingOptions
    @OptionGroup(title: "General") var common: CommonOptions
    @OptionGroup(title: "General") var threadOptions: ThreadOptions

    /// How losses are computed.
    struct LossOptions: ParsableArguments {
        @Option(
            name: .long,
            help: ArgumentHelp("Pen loss after a drawing's end: counted up to N, or masked.", valueName: "counted|masked"))
        var padding: EvaluateJob.Padding = .counted
        @Option(
            name: .long,
            help: ArgumentHelp("Decode from a sample of the posterior, or from its mean.", valueName: "sample|mean"))
        var latent: EvaluateJob.LatentChoice = .sample
        @Option(
            name: .long,
            help: ArgumentHelp(
                "Drawings to use: all, or one part of the split that 'studio train' makes. (default: all; test with "
                    + "--report)", valueName: "part"))
        var split: SplitChoice?
        @Option(
            name: .long, help: ArgumentHelp("Drawings per batch; affects speed, not results.", valueName: "n"))
        var batchSize: Int = 100

        func validate() throws {
            guard (1...10_000).contains(batchSize) else {
                throw ValidationError("--batch-size \(batchSize): must be from 1 to 10000.")
            }
        }
    }

    var job: EvaluateJob {
        var job = EvaluateJob(data: data)
        job.reading = input.reading
        job.split = losses.split ?? .all
        job.model = modelOptions.model
        job.padding = losses.padding
        job.latent = losses.latent
        job.seed = sampling.seedOptions.seed
        job.batchSize = losses.batchSize
        job.output = common.output.map(OutputFile.init)
        return job
    }

    var reportJob: QualityReportJob {
        var job = QualityReportJob(data: data)
        job.reading = input.reading
        job.split = losses.split ?? .test
        job.perClass = report.perClass
        job.model = modelOptions.model
        job.classifier = classifierOptions.classifier
        job.settings.temperatures = sampling.temperature.values
        job.settings.convention = sampling.conventionOptions.convention
        job.settings.seed = sampling.seedOptions.seed
        job.settings.threads = threadOptions.threads
        return job
    }

    func validate() throws {
        if report.sheet != nil, report.report != nil {
            throw ValidationError("--report and --sheet cannot be combined.")
        }
    }

    func run() throws {
        let reporter = common.reporter
        if let sheet = report.sheet {
            let output = OutputFile(path: common.output ?? sheet.rawValue + ".png")
            try reportJob.writeSheet(sheet, to: output, reporter: reporter)
            output.report(json: common.json, details: [])
        } else if let folder = report.report {
            common.show(try reportJob.writeReport(to: folder, reporter: reporter))
        } else {
            common.show(try job.run(reporter))
        }
    }
}
