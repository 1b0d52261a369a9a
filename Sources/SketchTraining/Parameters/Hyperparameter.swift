import SketchInference

/// A setting of a training run of a sketch-rnn model.
public typealias Hyperparameter = SettingDescriptor<TrainingParameters>

extension SettingDescriptor where Settings == TrainingParameters {
    /// Every hyperparameter, in the order of its group and of importance.
    public static let all: [Hyperparameter] = model + optimisation + kl + regularisation + run

    /// The hyperparameter of this name, or nil.
    public static func named(_ name: String) -> Hyperparameter? { all.first { $0.name == name } }

    /// Those of `TrainingParameters.model`, whose JSON is `ModelConfiguration`'s.
    static let model: [Hyperparameter] = [
        cell(.decoderCell, \.model.decoderCell, "Recurrent cell of the decoder", option: "decoder", isCommon: true),
        size(.decoderSize, \.model.decoderSize, "Hidden size of the decoder"),
        cell(.encoderCell, \.model.encoderCell, "Recurrent cell of the encoder", option: "encoder"),
        size(.encoderSize, \.model.encoderSize, "Hidden size of each encoder direction"),
        size(.latentSize, \.model.latentSize, "Size of the latent"),
        size(.mixtureCount, \.model.mixtureCount, "Number of mixture components"),
        flag(
            ModelConfiguration.CodingKeys.isConditional.rawValue, \.model.isConditional, .model,
            "Train a decoder-only model, which samples and completes but cannot encode",
            option: "decoder-only", isCommon: true,
            setsTo: false),
        size(
            .maxLength, \.model.maxLength,
            "Maximum length of a drawing, in rows; longer drawings are skipped", isCommon: true),
    ]

    private static let optimisation: [Hyperparameter] = [
        integer("num_steps", \.steps, 1...1_000_000_000, .optimisation, "Number of training steps", isCommon: true),
        integer("batch_size", \.batchSize, 1...10_000, .optimisation, "Drawings per batch", isCommon: true),
        number("learning_rate", \.learningRate, 1e-9...1, .optimisation, "Initial learning rate", isCommon: true),
        choice(
            "learning_rate_schedule", \.schedule, LearningRateSchedule.allCases.map(\.rawValue), .optimisation,
            "Learning-rate schedule: exponential decay, or a cosine over all steps", option: "schedule",
            valueName: "schedule"),
        number(
            "decay_rate", \.learningRateDecay, 0...1, .optimisation,
            "Decay factor of the learning rate per step (exponential schedule)"),
        number("min_learning_rate", \.minimumLearningRate, 0...1, .optimisation, "Lower bound of the learning rate"),
        integer(
            "warmup_steps", \.warmupSteps, 0...1_000_000_000, .optimisation,
            "Steps of linear learning-rate warm-up", option: "warmup"),
        integer(
            "gradient_slices", \.gradientSlices, 1...256, .optimisation,
            "Parts of a batch, whose gradients are summed in a fixed order; the largest useful number of threads",
            option: "slices"),
        choice(
            "precision", \.precision, [ProductPrecision.automaticText] + ProductPrecision.allCases.map(\.rawValue),
            .optimisation,
            "Precision of matrix products: float32, bfloat16 with float32 sums, or bfloat16 if the processor supports it",
            option: "precision"),
        number("grad_clip", \.gradientClip, 1e-9...1e9, .optimisation, "Clip each gradient element to plus or minus this value"),
        number(
            "ema_decay", \.averageDecay, 0...0.999_999, .optimisation,
            "Decay of the moving average of weights that is validated and saved; 0 disables",
            option: "ema"),
    ]

    private static let kl: [Hyperparameter] = [
        number("kl_weight", \.klWeight, 0...1e3, .kl, "Final KL weight", isCommon: true),
        number("kl_weight_start", \.klWeightStart, 0...1e3, .kl, "Initial KL weight"),
        number("kl_decay_rate", \.klDecay, 0...1, .kl, "Annealing rate of the KL weight per step"),
        number("kl_tolerance", \.klTolerance, 0...1e3, .kl, "KL floor (free bits): below this value the KL loss has no gradient"),
    ]

    private static let regularisation: [Hyperparameter] = [
        number(
            "recurrent_dropout_prob", \.recurrentKeep, 0.01...1, .regularisation,
            "Keep probability of recurrent dropout; 1 disables"),
        number(
            "random_scale_factor", \.randomScale, 0...0.99, .regularisation,
            "Scale x and y randomly, each by up to this fraction"),
        number(
            "augment_stroke_prob", \.pointDropping, 0...0.99, .regularisation,
            "Probability of dropping a point inside a stroke"),
        flag("mirror", \.mirrors, .regularisation, "Mirror each drawing left to right with probability 1/2", setsTo: true),
        number(
            "rotate", \.rotation, 0...180, .regularisation, "Rotate randomly by up to this angle, either way",
            valueName: "degrees"),
        number("shear", \.shear, 0...10, .regularisation, "Shear randomly: x moves by up to this fraction of y, either way"),
    ]

    private static let run: [Hyperparameter] = [
        integer(
            "save_every", \.saveEvery, 1...1_000_000_000, .run, "Steps between validations and checkpoints"),
        integer(
            "patience", \.patience, 0...1_000_000_000, .run, "Stop after this many validations without improvement; 0 disables"),
        SettingDescriptor(
            "seed", \.seed, .seed, .run, "Random seed for initial weights, batches and dropout", defaults: defaults),
    ]

    private static let defaults = TrainingParameters()

    private static func integer(
        _ name: String, _ path: WritableKeyPath<TrainingParameters, Int> & Sendable, _ range: ClosedRange<Int>,
        _ group: Group, _ summary: String, option: String? = nil, isCommon: Bool = false
    ) -> Hyperparameter {
        SettingDescriptor(
            name, path, .integer(range), group, summary, option: option, isCommon: isCommon, defaults: defaults)
    }

    private static func number(
        _ name: String, _ path: WritableKeyPath<TrainingParameters, Double> & Sendable, _ range: ClosedRange<Double>,
        _ group: Group, _ summary: String, option: String? = nil, valueName: String? = nil, isCommon: Bool = false
    ) -> Hyperparameter {
        SettingDescriptor(
            name, path, .number(range), group, summary, option: option, valueName: valueName, isCommon: isCommon,
            defaults: defaults)
    }

    private static func choice<Value: SettingValue>(
        _ name: String, _ path: WritableKeyPath<TrainingParameters, Value> & Sendable, _ values: [String],
        _ group: Group, _ summary: String, option: String, valueName: String? = nil, isCommon: Bool = false
    ) -> Hyperparameter {
        SettingDescriptor(
            name, path, .choice(values), group, summary, option: option, valueName: valueName, isCommon: isCommon,
            defaults: defaults)
    }

    /// A size of the model, with the range of `ModelConfiguration`.
    private static func size(
        _ key: ModelConfiguration.CodingKeys, _ path: WritableKeyPath<TrainingParameters, Int> & Sendable,
        _ summary: String, isCommon: Bool = false
    ) -> Hyperparameter {
        integer(
            key.rawValue, path, ModelConfiguration.range(of: key) ?? 1...Int.max, .model, summary, isCommon: isCommon)
    }

    private static func cell(
        _ key: ModelConfiguration.CodingKeys, _ path: WritableKeyPath<TrainingParameters, CellKind> & Sendable,
        _ summary: String, option: String, isCommon: Bool = false
    ) -> Hyperparameter {
        choice(
            key.rawValue, path, CellKind.allCases.map(\.rawValue), .model, summary, option: option, valueName: "cell",
            isCommon: isCommon)
    }

    private static func flag(
        _ name: String, _ path: WritableKeyPath<TrainingParameters, Bool> & Sendable, _ group: Group,
        _ summary: String, option: String? = nil, isCommon: Bool = false, setsTo: Bool
    ) -> Hyperparameter {
        SettingDescriptor(
            name, path, .flag(setsTo: setsTo), group, summary, option: option, isCommon: isCommon, defaults: defaults)
    }
}
