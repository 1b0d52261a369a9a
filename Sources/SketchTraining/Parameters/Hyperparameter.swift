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
        cell("dec_model", \.model.decoderCell, "Recurrent cell of the decoder", option: "decoder", isCommon: true),
        integer("dec_rnn_size", \.model.decoderSize, 1...16_384, .model, "Units of the decoder", isCommon: true),
        cell("enc_model", \.model.encoderCell, "Recurrent cell of the encoder", option: "encoder"),
        integer("enc_rnn_size", \.model.encoderSize, 1...16_384, .model, "Units of each direction of the encoder"),
        integer("z_size", \.model.latentSize, 1...16_384, .model, "Size of the latent vector", isCommon: true),
        integer("num_mixture", \.model.mixtureCount, 1...1_000, .model, "Components of the mixture density"),
        integer(
            "max_seq_len", \.model.maxLength, 2...100_000, .model,
            "Longest drawing in rows; longer ones are skipped", isCommon: true),
        flag(
            "conditional", \.model.isConditional, .model, "Train a decoder-only model, without encoder and latents",
            option: "decoder-only", setsTo: false),
    ]

    private static let optimisation: [Hyperparameter] = [
        integer("num_steps", \.steps, 1...1_000_000_000, .optimisation, "Number of training steps", isCommon: true),
        integer("batch_size", \.batchSize, 1...10_000, .optimisation, "Drawings per batch", isCommon: true),
        number("learning_rate", \.learningRate, 1e-9...1, .optimisation, "Initial learning rate", isCommon: true),
        choice(
            "learning_rate_schedule", \.schedule, LearningRateSchedule.allCases.map(\.rawValue), .optimisation,
            "How the learning rate falls", option: "schedule", isCommon: true),
        number(
            "decay_rate", \.learningRateDecay, 0...1, .optimisation,
            "Decay of the learning rate per step, with the exponential schedule"),
        number("min_learning_rate", \.minimumLearningRate, 0...1, .optimisation, "Lower bound of the learning rate"),
        integer(
            "warmup_steps", \.warmupSteps, 0...1_000_000_000, .optimisation,
            "Steps over which the learning rate rises from zero", option: "warmup"),
        number("grad_clip", \.gradientClip, 1e-9...1e9, .optimisation, "Clip every gradient element to this value"),
        number(
            "ema_decay", \.averageDecay, 0...0.999_999, .optimisation,
            "Validate and store an exponential moving average of the weights with this decay; 0 for none",
            option: "ema"),
    ]

    private static let kl: [Hyperparameter] = [
        number("kl_weight", \.klWeight, 0...1e3, .kl, "Final weight of the KL loss", isCommon: true),
        number("kl_weight_start", \.klWeightStart, 0...1e3, .kl, "Initial weight of the KL loss"),
        number("kl_decay_rate", \.klDecay, 0...1, .kl, "Decay per step from the initial KL weight to the final one"),
        number("kl_tolerance", \.klTolerance, 0...1e3, .kl, "KL floor (free bits)"),
    ]

    private static let regularisation: [Hyperparameter] = [
        number(
            "recurrent_dropout_prob", \.recurrentKeep, 0.01...1, .regularisation,
            "Keep probability of recurrent dropout; 1 for none"),
        number(
            "random_scale_factor", \.randomScale, 0...0.99, .regularisation,
            "Stretch drawings by up to this fraction, in x and y separately"),
        number(
            "augment_stroke_prob", \.pointDropping, 0...0.99, .regularisation,
            "Probability of dropping a point within a stroke"),
        flag("mirror", \.mirrors, .regularisation, "Mirror drawings left to right with probability 1/2", setsTo: true),
        number(
            "rotate", \.rotation, 0...180, .regularisation, "Rotate drawings by up to this angle, either way",
            valueName: "degrees"),
        number("shear", \.shear, 0...10, .regularisation, "Shear drawings: move x by up to this fraction of y, either way"),
    ]

    private static let run: [Hyperparameter] = [
        integer(
            "save_every", \.saveEvery, 1...1_000_000_000, .run, "Steps between validations and checkpoints", isCommon: true),
        integer(
            "patience", \.patience, 0...1_000_000_000, .run, "Stop after this many validations without improvement; 0 for never"),
        SettingDescriptor(
            "seed", \.seed, .seed, .run, "Random seed of weights, batches, noise and dropout", defaults: defaults),
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

    private static func cell(
        _ name: String, _ path: WritableKeyPath<TrainingParameters, CellKind> & Sendable, _ summary: String,
        option: String, isCommon: Bool = false
    ) -> Hyperparameter {
        choice(
            name, path, CellKind.allCases.map(\.rawValue), .model, summary, option: option, valueName: "cell",
            isCommon: isCommon)
    }

    private static func flag(
        _ name: String, _ path: WritableKeyPath<TrainingParameters, Bool> & Sendable, _ group: Group,
        _ summary: String, option: String? = nil, setsTo: Bool
    ) -> Hyperparameter {
        SettingDescriptor(
            name, path, .flag(setsTo: setsTo), group, summary, option: option, defaults: defaults)
    }
}
