/// The settings that the trainings of both kinds of classifiers have, under the same names and with the same ranges.
public protocol ClassifierSettings: TrainingSettings {
    /// The longest drawing to train on, in rows.
    var maxLength: Int { get set }
    /// The number of steps.
    var steps: Int { get set }
    /// Drawings per batch.
    var batchSize: Int { get set }
    /// The limit of every gradient element's absolute value.
    var gradientClip: Double { get set }
    /// The largest fraction by which a drawing is stretched, in x and y separately.
    var randomScale: Double { get set }
    /// The probability that a point within a stroke is dropped.
    var pointDropping: Double { get set }
    /// The seed of weights, batches and dropout.
    var seed: UInt64 { get set }

    /// The learning rate of a step, counted from 0.
    func learningRate(at step: Int) -> Double
}

extension SettingDescriptor where Settings: ClassifierSettings {
    static var maxLength: SettingDescriptor {
        SettingDescriptor(
            "max_seq_len", \.maxLength, .integer(2...100_000), .model,
            "Maximum length of a drawing, in rows; longer drawings are skipped", isCommon: true, defaults: Settings())
    }

    static var steps: SettingDescriptor {
        SettingDescriptor(
            "num_steps", \.steps, .integer(1...1_000_000_000), .optimisation, "Number of training steps",
            isCommon: true, defaults: Settings())
    }

    static var batchSize: SettingDescriptor {
        SettingDescriptor(
            "batch_size", \.batchSize, .integer(1...10_000), .optimisation, "Drawings per batch", isCommon: true,
            defaults: Settings())
    }

    static var gradientClip: SettingDescriptor {
        SettingDescriptor(
            "grad_clip", \.gradientClip, .number(1e-9...1e9), .optimisation, "Clip every gradient element to this value",
            defaults: Settings())
    }

    static var randomScale: SettingDescriptor {
        SettingDescriptor(
            "random_scale_factor", \.randomScale, .number(0...0.99), .regularisation,
            "Stretch drawings by up to this fraction, in x and y separately", defaults: Settings())
    }

    static var pointDropping: SettingDescriptor {
        SettingDescriptor(
            "augment_stroke_prob", \.pointDropping, .number(0...0.99), .regularisation,
            "Probability of dropping a point within a stroke", defaults: Settings())
    }

    static var seed: SettingDescriptor {
        SettingDescriptor(
            "seed", \.seed, .seed, .run, "Random seed for initial weights, batches and dropout", isCommon: true,
            defaults: Settings())
    }
}
