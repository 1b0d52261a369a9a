import ArgumentParser
import SketchInference
import SketchTraining

extension CellKind: ExpressibleByArgument {}
extension LearningRateSchedule: ExpressibleByArgument {}

/// The cells and sizes of a model to train. What is not given is the initial model's, or the original's default.
struct ShapeOptions: ParsableArguments {
    private static let standard = ModelConfiguration()

    private static func help(_ text: String, _ valueName: String, _ standard: Any) -> ArgumentHelp {
        ArgumentHelp("\(text) (default: \(standard))", valueName: valueName)
    }

    @Option(
        name: .customLong("encoder"), help: help("The encoder's cell.", "cell", standard.encoderCell.rawValue))
    var encoderCell: CellKind?
    @Option(
        name: .customLong("decoder"), help: help("The decoder's cell.", "cell", standard.decoderCell.rawValue))
    var decoderCell: CellKind?
    @Option(
        name: .customLong("enc-rnn-size"), help: help("Width of each encoder direction.", "n", standard.encoderSize))
    var encoderSize: Int?
    @Option(name: .customLong("dec-rnn-size"), help: help("Width of the decoder.", "n", standard.decoderSize))
    var decoderSize: Int?
    @Option(name: .customLong("z-size"), help: help("Numbers in a latent.", "n", standard.latentSize))
    var latentSize: Int?
    @Option(
        name: .customLong("num-mixture"), help: help("Components of the mixture density.", "n", standard.mixtureCount))
    var mixtureCount: Int?
    @Option(
        name: .customLong("max-seq-len"),
        help: help("The longest drawing, in rows; longer ones are skipped.", "n", standard.maxLength))
    var maxLength: Int?
    @Flag(name: .long, help: "Train a decoder alone: it draws, but encodes nothing.")
    var decoderOnly = false

    func apply(to model: inout ModelConfiguration) {
        model.encoderCell = encoderCell ?? model.encoderCell
        model.decoderCell = decoderCell ?? model.decoderCell
        model.encoderSize = encoderSize ?? model.encoderSize
        model.decoderSize = decoderSize ?? model.decoderSize
        model.latentSize = latentSize ?? model.latentSize
        model.mixtureCount = mixtureCount ?? model.mixtureCount
        model.maxLength = maxLength ?? model.maxLength
        if decoderOnly { model.isConditional = false }
    }
}

/// How long and how fast to train.
struct ScheduleOptions: ParsableArguments {
    private static let standard = TrainingParameters()

    @Option(name: .customLong("num-steps"), help: ArgumentHelp("The last step.", valueName: "n"))
    var steps: Int = standard.steps
    @Option(name: .customLong("batch-size"), help: ArgumentHelp("Drawings in a batch.", valueName: "n"))
    var batchSize: Int = standard.batchSize
    @Option(name: .customLong("learning-rate"), help: ArgumentHelp("The first step's learning rate.", valueName: "x"))
    var learningRate: Double = standard.learningRate
    @Option(name: .customLong("min-learning-rate"), help: ArgumentHelp("What the learning rate tends to.", valueName: "x"))
    var minLearningRate: Double = standard.minimumLearningRate
    @Option(
        name: .customLong("decay-rate"), help: ArgumentHelp("What is left of the learning rate after a step.", valueName: "x"))
    var decayRate: Double = standard.learningRateDecay
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How the learning rate falls: by --decay-rate, or as a cosine to the last step.", valueName: "schedule"))
    var schedule: LearningRateSchedule = standard.schedule
    @Option(name: .long, help: ArgumentHelp("First steps over which the learning rate rises from zero.", valueName: "n"))
    var warmup: Int = standard.warmupSteps
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Validate and store a moving average of the weights, with this decay; 0 for none.", valueName: "x"))
    var ema: Double = standard.averageDecay
    @Option(name: .long, help: ArgumentHelp("End after so many validations without improvement; 0 for never.", valueName: "n"))
    var patience: Int = standard.patience
    @Option(name: .customLong("kl-weight"), help: ArgumentHelp("The KL loss's final weight.", valueName: "x"))
    var klWeight: Double = standard.klWeight
    @Option(name: .customLong("kl-weight-start"), help: ArgumentHelp("The KL loss's first weight.", valueName: "x"))
    var klWeightStart: Double = standard.klWeightStart
    @Option(name: .customLong("kl-decay-rate"), help: ArgumentHelp("How fast the one becomes the other.", valueName: "x"))
    var klDecayRate: Double = standard.klDecay
    @Option(name: .customLong("kl-tolerance"), help: ArgumentHelp("The KL loss is not pressed below this.", valueName: "x"))
    var klTolerance: Double = standard.klTolerance
    @Option(name: .customLong("grad-clip"), help: ArgumentHelp("Every element of a gradient is clipped to this.", valueName: "x"))
    var gradClip: Double = standard.gradientClip
    @Option(
        name: .customLong("recurrent-dropout-prob"),
        help: ArgumentHelp("Recurrent dropout keeps this share; 1 for none.", valueName: "x"))
    var recurrentDropoutProb: Double = standard.recurrentKeep
    @Option(
        name: .customLong("random-scale-factor"),
        help: ArgumentHelp("Drawings are stretched by up to this share.", valueName: "x"))
    var randomScaleFactor: Double = standard.randomScale
    @Option(
        name: .customLong("augment-stroke-prob"),
        help: ArgumentHelp("The share of points within strokes to drop.", valueName: "x"))
    var augmentStrokeProb: Double = standard.pointDropping
    @Flag(name: .long, help: "Mirror every other drawing left to right.")
    var mirror = false
    @Option(name: .long, help: ArgumentHelp("Turn drawings by up to so many degrees, either way.", valueName: "degrees"))
    var rotate: Double = standard.rotation
    @Option(name: .long, help: ArgumentHelp("Slant drawings: x moves by up to this share of y, either way.", valueName: "x"))
    var shear: Double = standard.shear
    @Option(name: .customLong("save-every"), help: ArgumentHelp("Steps between validations.", valueName: "n"))
    var saveEvery: Int = standard.saveEvery
    @Option(name: .long, help: ArgumentHelp("Hyperparameters as the original takes them.", valueName: "k=v,k=v"))
    var hparams: String?
    @Option(name: .long, help: ArgumentHelp("The licence that the model file will state.", valueName: "text"))
    var license: String?

    func apply(to training: inout TrainingParameters) {
        training.steps = steps
        training.batchSize = batchSize
        training.learningRate = learningRate
        training.minimumLearningRate = minLearningRate
        training.learningRateDecay = decayRate
        training.schedule = schedule
        training.warmupSteps = warmup
        training.averageDecay = ema
        training.patience = patience
        training.klWeight = klWeight
        training.klWeightStart = klWeightStart
        training.klDecay = klDecayRate
        training.klTolerance = klTolerance
        training.gradientClip = gradClip
        training.recurrentKeep = recurrentDropoutProb
        training.randomScale = randomScaleFactor
        training.pointDropping = augmentStrokeProb
        training.mirrors = mirror
        training.rotation = rotate
        training.shear = shear
        training.saveEvery = saveEvery
    }
}
