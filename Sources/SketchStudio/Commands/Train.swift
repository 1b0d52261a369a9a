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
            own key. The folder receives model.safetensors (the best model so far), checkpoint.safetensors
            (the whole state) and log.jsonl. Ctrl-C saves and stops; --resume goes on from there.

            EXAMPLES
              studio train cat.ndjson pig.ndjson --output run
              studio train cat.ndjson pig.ndjson --output run --resume
              studio train cat.ndjson --output small --encoder 128 --decoder 320 --latent 64 --steps 2000
              studio train cat.ndjson --output prior --decoder-only
            """)

    @Argument(help: ArgumentHelp("Files of drawings; each class in a file of its own or not.", valueName: "data"))
    var data: [String]

    @Flag(name: .long, help: "Go on from the last checkpoint in the output folder.")
    var resume = false

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
        let job = TrainJob(
            data: data, inputFormat: input.inputFormat, directory: common.output ?? ".", resume: resume,
            training: training, license: schedule.license)
        try job.run(reporter: common.reporter, json: common.json)
    }
}

/// The sizes of a model to train.
struct ShapeOptions: ParsableArguments {
    private static let standard = ModelConfiguration()

    @Option(name: .customLong("encoder"), help: ArgumentHelp("Width of each encoder direction.", valueName: "n"))
    var encoderSize: Int = standard.encoderSize
    @Option(name: .customLong("decoder"), help: ArgumentHelp("Width of the decoder.", valueName: "n"))
    var decoderSize: Int = standard.decoderSize
    @Option(name: .customLong("latent"), help: ArgumentHelp("Numbers in a latent.", valueName: "n"))
    var latentSize: Int = standard.latentSize
    @Option(name: .customLong("mixtures"), help: ArgumentHelp("Components of the mixture density.", valueName: "n"))
    var mixtureCount: Int = standard.mixtureCount
    @Option(name: .long, help: ArgumentHelp("The longest drawing, in rows; longer ones are skipped.", valueName: "n"))
    var maxLength: Int = standard.maxLength
    @Flag(name: .long, help: "Train a decoder alone: it draws, but encodes nothing.")
    var decoderOnly = false

    func apply(to model: inout ModelConfiguration) {
        model.encoderSize = encoderSize
        model.decoderSize = decoderSize
        model.latentSize = latentSize
        model.mixtureCount = mixtureCount
        model.maxLength = maxLength
        model.isConditional = !decoderOnly
    }
}

/// How long and how fast to train.
struct ScheduleOptions: ParsableArguments {
    private static let standard = TrainingParameters()

    @Option(name: .long, help: ArgumentHelp("The last step.", valueName: "n"))
    var steps: Int = standard.steps
    @Option(name: .customLong("batch"), help: ArgumentHelp("Drawings in a batch.", valueName: "n"))
    var batchSize: Int = standard.batchSize
    @Option(name: .long, help: ArgumentHelp("The first step's learning rate.", valueName: "x"))
    var learningRate: Double = standard.learningRate
    @Option(name: .long, help: ArgumentHelp("What the learning rate tends to.", valueName: "x"))
    var minLearningRate: Double = standard.minimumLearningRate
    @Option(name: .long, help: ArgumentHelp("What is left of the learning rate after a step.", valueName: "x"))
    var learningRateDecay: Double = standard.learningRateDecay
    @Option(name: .long, help: ArgumentHelp("The KL loss's final weight.", valueName: "x"))
    var klWeight: Double = standard.klWeight
    @Option(name: .long, help: ArgumentHelp("The KL loss's first weight.", valueName: "x"))
    var klWeightStart: Double = standard.klWeightStart
    @Option(name: .long, help: ArgumentHelp("How fast the one becomes the other.", valueName: "x"))
    var klDecay: Double = standard.klDecay
    @Option(name: .long, help: ArgumentHelp("The KL loss is not pressed below this.", valueName: "x"))
    var klTolerance: Double = standard.klTolerance
    @Option(name: .customLong("keep"), help: ArgumentHelp("Recurrent dropout keeps this share; 1 for none.", valueName: "x"))
    var recurrentKeep: Double = standard.recurrentKeep
    @Option(name: .long, help: ArgumentHelp("Steps between validations.", valueName: "n"))
    var saveEvery: Int = standard.saveEvery
    @Option(name: .long, help: ArgumentHelp("The licence that the model file will state.", valueName: "text"))
    var license: String?

    func apply(to training: inout TrainingParameters) {
        training.steps = steps
        training.batchSize = batchSize
        training.learningRate = learningRate
        training.minimumLearningRate = minLearningRate
        training.learningRateDecay = learningRateDecay
        training.klWeight = klWeight
        training.klWeightStart = klWeightStart
        training.klDecay = klDecay
        training.klTolerance = klTolerance
        training.recurrentKeep = recurrentKeep
        training.saveEvery = saveEvery
    }
}
