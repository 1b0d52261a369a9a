import SketchFormats

extension EvaluateJob {
    public static let manual = CommandManual(
        name: "evaluate", abstract: "Measure a model's losses and the quality of its drawings.",
        discussion: """
            Losses are divided by drawings x N, where N is the model's max_seq_len, as in the paper's program, so those of \
            models with different N cannot be compared; the losses per row can. Longer drawings are skipped and counted. \
            The KL loss is raw, without the KL floor of training. Free-hand drawings are preprocessed as the model requires. \
            Repeat --model for a row per model. An --output that ends in .ndjson receives the losses of each drawing.

            --report FOLDER measures quality on the test split: how often a classifier of strokes and a classifier of \
            pictures recognise reconstructions, samples, interpolations and analogies; how like samples are to training \
            drawings (Fréchet distance, precision and recall); whether reconstructions find their inputs; how many \
            drawings do not terminate or are degenerate; and how smooth interpolations are. Every number is given for the \
            paper's procedure and for the defaults of the commands, or what --candidates, --choose and --pull state; \
            --plain measures the first alone. The folder receives report.json, report.md and sheets as PNG; --sheet NAME \
            makes only one sheet.

            EXAMPLES
              studio evaluate examples/cat.json examples/pig.json
              studio evaluate cat.ndjson pig.ndjson --split test
              studio evaluate cat.ndjson pig.ndjson --model cat-pig --model run
              studio evaluate cat.ndjson --model run/model.safetensors --padding masked \\
                  --latent mean --json
              studio evaluate cat.ndjson pig.ndjson --report quality
            """,
        output: "File to write the losses to (.json, or .ndjson for each drawing's), or the picture of --sheet.")

    public static let operands: JobOperands<EvaluateJob>? = JobOperands(
        \.data, valueName: "data", help: "Files or folders of drawings.")

    public static let options = OptionTable<EvaluateJob>(
        own: lossOptions + reportOptions,
        input: [.models(\.models), .classifier(\.classifier)] + ReadOptions.modelListOptions.at(\.reading),
        sampling: [
            temperatures, JobOption.convention(\.convention).recorded(.changed), .seed(\.seed),
        ] + candidateOptions, general: [.threads(\.threads), .shard(\.shard)])

    /// The section "Losses" of the help.
    package static let lossOptions: [JobOption<EvaluateJob>] = [
        JobOption.choice(
            "padding", \.padding, valueName: "counted|masked",
            help: "Pen loss after a drawing's end: counted up to N, or masked."
        ).recorded(.never, key: nil),
        JobOption.choice(
            "latent", \.latent, valueName: "sample|mean", help: "Decode from a sample of the posterior, or from its mean."
        ).recorded(.never, key: nil),
        .split(\.split, default: "all; test with --report"),
        JobOption.number(
            "batch-size", \.batchSize, in: 1...10_000, help: "Drawings per batch; affects speed, not the losses."
        ).recorded(.never, key: nil),
    ]

    /// The section "Quality report" of the help.
    package static let reportOptions: [JobOption<EvaluateJob>] = [
        JobOption.text("report", \.report, valueName: "folder", help: "Write a quality report to this folder.")
            .recorded(.never, key: nil),
        .choice("sheet", \.sheet, valueName: "name", help: "Make one sheet of the quality report."),
        .number(
            "per-class", \.perClass, in: 1...1_000_000, help: "Maximum number of drawings per class, selected by --seed."),
    ]

    /// The options that only losses have.
    static let lossSettings = lossOptions.filter { $0.name != "split" }

    /// The options that only the quality report and its sheets have.
    static let reportSettings =
        reportOptions.filter { $0.name == "per-class" } + options[.sampling].filter { $0.name != "seed" }
        + options[.input].filter { $0.name == "classifier" }

    /// The defaults are those of the commands, and differ by kind of drawing.
    private static let candidateOptions: [JobOption<EvaluateJob>] =
        CandidateSettings.options(.init(.interpolation), hasPull: true).map { option in
            let own = option.kind == .flag ? option.recorded(.changed, key: "plain") : option.withDefault("as in the commands")
            return own.at(\.candidates)
        }

    private static let temperatures: JobOption<EvaluateJob> = {
        var option = JobOption<EvaluateJob>.temperatures(\.temperatures)
        option.help += " Interpolations and analogies use the first."
        return option
    }()
}

extension JobOption {
    /// `--classifier`
    static func classifier(_ path: any WritableKeyPath<Root, String?> & Sendable) -> JobOption {
        JobOption.text(
            "classifier", path, valueName: "file", help: "Classifier file."
        ).withDefault("the built-in classifier")
    }
}
