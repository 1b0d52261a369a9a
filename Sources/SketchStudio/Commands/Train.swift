import ArgumentParser
import SketchTraining

/// `studio train DATA... --output DIR`: a model from drawings.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Trains a model on files of drawings, on the processor.",
        discussion: """
            Every 25th drawing or so is set aside for validation and as many for the test, chosen by the drawing's \
            own key; an .npz with train, valid and test keeps its own parts. A folder stands for every file of \
            drawings in it. The folder receives model.safetensors (the best model so far), checkpoint.safetensors \
            (the whole state) and log.jsonl. Ctrl-C saves and stops; --resume goes on from there.

            EXAMPLES
              studio train cat.ndjson pig.ndjson --output run
              studio train cat.ndjson pig.ndjson --output run --resume
              studio train cat.ndjson --output small --enc-rnn-size 128 \\
                  --dec-rnn-size 320 --z-size 64
              studio train cat.ndjson --output hyper --decoder hyper --num-steps 2000
              studio train cat.ndjson --output prior --decoder-only
              studio train sheep.npz --output sheep
              studio train cat.ndjson --output run \\
                  --hparams "dec_model=layer_norm,kl_weight=0.25"
              studio train crab.ndjson --output crab --init cat-pig \\
                  --learning-rate 0.0003 --kl-weight-start 0.5

            The options are the original program's hyperparameters under their original names; --hparams takes \
            them in its form too, and wins over the options.

            --ema keeps a moving average of the weights, w' += (1 - d) (w - w') with d = min(decay, (1 + t) / (10 + t)) \
            after t steps; validations judge the average and model.safetensors holds it, the checkpoint both.

            --init takes over the weights of a trained model (fine-tuning). Cells and sizes are the model's; an option \
            that says otherwise is an error, except --max-seq-len, and --decoder-only, which takes the decoder of a \
            conditional model and leaves out what it does with latents. The scale factor is fitted to the new data, \
            and the weights that offsets meet are rescaled to it; the latents are moved and stretched to mean 0 and \
            deviation 1 over the new data. The run starts from exactly the function of pixels that the model is; a model \
            that does not tell its scale factor is taken as it is. Optimiser, step count, learning rate and KL weight \
            start afresh: give a lower --learning-rate, and --kl-weight-start where the KL weight is not to be annealed \
            again.
            """)

    @Argument(
        help: ArgumentHelp("Files of drawings, or folders of them; each class in a file of its own or not.", valueName: "data"))
    var data: [String]

    @Flag(name: .long, help: "Go on from the last checkpoint in the output folder.")
    var resume = false

    @Flag(name: .long, help: "Draw the losses into losses.png in the output folder when the run ends.")
    var plot = false

    @Option(
        name: .customLong("init"),
        help: ArgumentHelp("Start from this model: a built-in name, a weight file, a run's folder.", valueName: "model"))
    var initialModel: String?

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
        let start = try initialModel.map(TrainJob.initialModel)
        var training = TrainingParameters()
        if let start { training.model = start.model.configuration }
        shape.apply(to: &training.model)
        schedule.apply(to: &training)
        training.seed = seed
        if let hparams = schedule.hparams { try training.apply(hparams: hparams) }
        let job = TrainJob(
            data: data, reading: input.reading, directory: common.output ?? ".", resume: resume,
            initialModel: start, training: training, license: schedule.license, plotsLosses: plot)
        try job.run(reporter: common.reporter, json: common.json)
    }
}
