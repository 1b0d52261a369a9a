/// A setting of the training of a classifier.
public typealias ClassifierHyperparameter = SettingDescriptor<ClassifierParameters>

extension SettingDescriptor where Settings == ClassifierParameters {
    private static let defaults = ClassifierParameters()

    /// Every setting of the training of a classifier.
    public static let all: [ClassifierHyperparameter] = [
        SettingDescriptor(
            "enc_rnn_size", \.size, .integer(1...4_096), .model, "Hidden size of each encoder direction", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "max_seq_len", \.maxLength, .integer(2...100_000), .model,
            "Maximum length of a drawing, in rows; longer drawings are skipped", isCommon: true, defaults: defaults),
        SettingDescriptor(
            "num_steps", \.steps, .integer(1...1_000_000_000), .optimisation, "Number of training steps",
            isCommon: true, defaults: defaults),
        SettingDescriptor(
            "batch_size", \.batchSize, .integer(1...10_000), .optimisation, "Drawings per batch", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "learning_rate", \.learningRate, .number(1e-9...1), .optimisation,
            "Initial learning rate; decreases linearly to zero", isCommon: true, defaults: defaults),
        SettingDescriptor(
            "grad_clip", \.gradientClip, .number(1e-9...1e9), .optimisation, "Clip every gradient element to this value",
            defaults: defaults),
        SettingDescriptor(
            "recurrent_dropout_prob", \.recurrentKeep, .number(0.01...1), .regularisation,
            "Keep probability of recurrent dropout; 1 for none", defaults: defaults),
        SettingDescriptor(
            "random_scale_factor", \.randomScale, .number(0...0.99), .regularisation,
            "Stretch drawings by up to this fraction, in x and y separately", defaults: defaults),
        SettingDescriptor(
            "augment_stroke_prob", \.pointDropping, .number(0...0.99), .regularisation,
            "Probability of dropping a point within a stroke", defaults: defaults),
        SettingDescriptor(
            "seed", \.seed, .seed, .run, "Random seed for initial weights, batches and dropout", isCommon: true,
            defaults: defaults),
    ]
}
