import ArgumentParser
import SketchInference
import SketchTraining

/// `studio train DATA... --output DIR`: a model from drawings.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a model on files of drawings, on the processor.",
        discussion: """
            Every 25th drawing or so is set aside for validation and as many for the test, chosen by the drawing's
            own key; an .npz with train, valid and test keeps its own parts. A folder stands for every file of
            drawings in it. The folder receives model.safetensors (the best model so far), checkpoint.safetensors
            (the whole state) and log.jsonl. Ctrl-C saves and stops; --resume goes on from there.

            EXAMPLES
              studio train cat.ndjson pig.ndjson --output run
              studio train cat.ndjson pig.ndjson --output run --resume
              studio train cat.ndjson --output small --enc-rnn-size 128 --dec-rnn-size 320 --z-size 64
              studio train cat.ndjson --output hyper --decoder hyper --num-steps 2000
              studio train cat.ndjson --output prior --decoder-only
              studio train sheep.npz --output sheep
              studio train cat.ndjson --output run --hparams "dec_model=layer_norm,kl_weight=0.25"

            The options are the original program's hyperparameters under their original names; --hparams takes
            them in its form too, and wins over the options.
            """)

    @Argument(help: ArgumentHelp("Files of drawings, or folders of them; each class in a file of its own or not.", valueName: "data"))
    var data: [String]

    @Flag(name: .long, help: "Go on from the last checkpoint in the output folder.")
    var resume = false

    @Flag(name: .long, help: "Draw the losses into losses.png in the output folder when the run ends.")
    var plot = false

    @OptionGroup(title: "Model") var shape: ShapeOptions
    @OptionGroup(title: "Training") var schedule: ScheduleOptions
    @OptionGroup var input: InputOptions
    @OptionGroup(title: "General") var common: CommonOptions

    @Option(name: .long, help: ArgumentHelp("The seed of weights, batches and dropout.", valueName: "n"))
    var seed: UInt64 = TrainingParameters().seed

    func validate() throws {
        guard common.output != nil else {
            throw ValidationError("Missing '--output <path>': name the folder for the run.")
        }
    }

    func run() throws {
        var training = TrainingParameters()
        shape.apply(to: &training.model)
        schedule.apply(to: &training)
        training.seed = seed
        if let hparams = schedule.hparams { try training.apply(hparams: hparams) }
        let job = TrainJob(
            data: data, inputFormat: input.inputFormat, directory: common.output ?? ".", resume: resume,
            training: training, license: schedule.license, plotsLosses: plot)
        try job.run(reporter: common.reporter, json: common.json)
    }
}

