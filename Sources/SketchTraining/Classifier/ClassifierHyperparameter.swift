/// A setting of the training of a classifier of strokes.
public typealias ClassifierHyperparameter = SettingDescriptor<ClassifierParameters>

extension SettingDescriptor where Settings == ClassifierParameters {
    private static let defaults = ClassifierParameters()

    /// Every setting of the training of a classifier of strokes.
    public static let all: [ClassifierHyperparameter] = [
        SettingDescriptor(
            "enc_rnn_size", \.size, .integer(1...4_096), .model, "Hidden size of each encoder direction", isCommon: true,
            defaults: defaults),
        .maxLength, .steps, .batchSize,
        SettingDescriptor(
            "learning_rate", \.learningRate, .number(1e-9...1), .optimisation,
            "Initial learning rate; decreases linearly to zero", isCommon: true, defaults: defaults),
        .gradientClip,
        SettingDescriptor(
            "recurrent_dropout_prob", \.recurrentKeep, .number(0.01...1), .regularisation,
            "Keep probability of recurrent dropout; 1 for none", defaults: defaults),
        .randomScale, .pointDropping, .seed,
    ]
}
