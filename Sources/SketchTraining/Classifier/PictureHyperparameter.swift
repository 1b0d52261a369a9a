/// A setting of the training of a picture classifier.
public typealias PictureHyperparameter = SettingDescriptor<PictureParameters>

extension SettingDescriptor where Settings == PictureParameters {
    private static let defaults = PictureParameters()

    /// Every setting of the training of a picture classifier. Settings that `ClassifierHyperparameter.all` has too have the
    /// same names and ranges there.
    public static let all: [PictureHyperparameter] = [
        SettingDescriptor(
            "filters", \.filters, .integer(1...512), .model, "Channels of the first of three convolutions", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "features", \.features, .integer(1...4_096), .model, "Size of the dense layer", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "max_seq_len", \.maxLength, .integer(2...100_000), .model,
            "Maximum length of a drawing, in rows; longer drawings are skipped", isCommon: true, defaults: defaults),
        SettingDescriptor(
            "judged_drawings", \.judgedDrawings, .integer(1...1_000_000_000), .model,
            "Minimum number of drawings of the classes to classify into; all classes are trained", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "num_steps", \.steps, .integer(1...1_000_000_000), .optimisation, "Number of training steps",
            isCommon: true, defaults: defaults),
        SettingDescriptor(
            "batch_size", \.batchSize, .integer(1...10_000), .optimisation, "Drawings per batch", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "learning_rate", \.learningRate, .number(1e-9...1), .optimisation,
            "Highest learning rate; decreases to zero along a cosine", isCommon: true, defaults: defaults),
        SettingDescriptor(
            "grad_clip", \.gradientClip, .number(1e-9...1e9), .optimisation, "Clip every gradient element to this value",
            defaults: defaults),
        SettingDescriptor(
            "feature_dropout_prob", \.featureKeep, .number(0.01...1), .regularisation,
            "Keep probability of the dropout of features; 1 for none", defaults: defaults),
        SettingDescriptor(
            "label_smoothing", \.labelSmoothing, .number(0...0.9), .regularisation,
            "Share of the target spread evenly over the classes", defaults: defaults),
        SettingDescriptor(
            "random_scale_factor", \.randomScale, .number(0...0.99), .regularisation,
            "Stretch drawings by up to this fraction, in x and y separately", defaults: defaults),
        SettingDescriptor(
            "augment_stroke_prob", \.pointDropping, .number(0...0.99), .regularisation,
            "Probability of dropping a point within a stroke", defaults: defaults),
        SettingDescriptor(
            "augment_rotation", \.rotation, .number(0...180), .regularisation,
            "Rotate drawings by up to this many degrees", defaults: defaults),
        SettingDescriptor(
            "augment_mirror", \.mirrors, .flag(setsTo: true), .regularisation, "Mirror half of the drawings left to right",
            defaults: defaults),
        SettingDescriptor(
            "seed", \.seed, .seed, .run, "Random seed for initial weights, batches and dropout", isCommon: true,
            defaults: defaults),
    ]
}
