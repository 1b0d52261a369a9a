import SketchFormats
import SketchTraining

extension TrainJob {
    public static let manual = CommandManual(
        name: "train", abstract: "Train a model on the CPU.",
        discussion: """
            About 4 % of the drawings are held out for validation and 4 % for testing, selected by each drawing's key; an \
            .npz file keeps its own train, valid and test parts. The output folder receives model.safetensors (the best \
            model so far), checkpoint.safetensors (the complete training state) and log.jsonl. Ctrl-C saves and stops; \
            --resume continues the run with the data and settings that its checkpoint states.

            EXAMPLES
              studio train cat.ndjson pig.ndjson --output run
              studio train --output run --resume
              studio train cat.ndjson --output small --enc-rnn-size 128 \\
                  --dec-rnn-size 320 --z-size 64
              studio train cat.ndjson --output hyper --decoder hyper --num-steps 2000
              studio train cat.ndjson --output prior --decoder-only
              studio train sheep.npz --output sheep
              studio train cat.ndjson --output run \\
                  --hparams "dec_model=layer_norm,kl_weight=0.25"
              studio train crab.ndjson --output crab --init everything

            Options have the names of the original program's hyperparameters. --hparams accepts its syntax and overrides \
            the options. --init fine-tunes a trained model: cells and sizes are taken from it, the scale factor and the \
            latents are fitted to the new drawings, and optimiser, step count and schedules start afresh. Steps, learning \
            rate, KL weight, augmentation and patience then have other defaults, which depend on the number of drawings; \
            they are printed at the start. A report at the end states whether the model has become better, and sheet.png \
            shows what it draws.
            """,
        output: "Folder for the run. (required)")

    public static let operands: JobOperands<TrainJob>? = JobOperands(
        \.data, valueName: "data", help: "Files or folders of drawings; may be omitted with --resume.", mayBeNone: true)

    public static let options = OptionTable<TrainJob>(
        own: mostUsed + SettingDescriptor<TrainingParameters>.Group.allCases.flatMap(options(of:)),
        input: ReadOptions.modelListOptions.at(\.reading), general: [.threads(\.threads)])

    /// The options that people use first, after `--output`.
    package static let mostUsed: [JobOption<TrainJob>] =
        [
            .flag("resume", \.resumes, help: "Continue from the checkpoint in the output folder."),
            .flag(
                "force", \.isForced,
                help: "Start a new run in a folder with other contents; replaces a model, checkpoint and log in it."),
            .text(
                "init", \.initialModel, valueName: "model",
                help: "Model to fine-tune: built-in name, weight file or run folder."),
        ]
        + [.optimisation, .kl, .model].flatMap { group in
            Hyperparameter.all.filter { $0.group == group && $0.isCommon }.map(option)
        }

    /// The other options of a group.
    package static func options(of group: Hyperparameter.Group) -> [JobOption<TrainJob>] {
        let settings = Hyperparameter.all.filter { $0.group == group && !$0.isCommon }.map(option)
        guard group == .run else { return settings }
        return settings + [
            .text(
                "hparams", \.hparams, valueName: "k=v,k=v", help: "Hyperparameters in the original program's syntax."),
            .flag("plot", \.plotsLosses, help: "Write a plot of the losses, losses.png, when the run ends."),
            .text("license", \.license, valueName: "text", help: "Licence to record in the model file."),
        ]
    }

    private static func option(_ setting: Hyperparameter) -> JobOption<TrainJob> {
        .setting(
            setting, defaults: TrainingParameters(), set: { $0.hyperparameters[setting.name] = $1 },
            text: { $0.hyperparameters[setting.name] })
    }
}
