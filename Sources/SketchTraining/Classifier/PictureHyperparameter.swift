/// A setting of the training of a picture classifier.
public typealias PictureHyperparameter = SettingDescriptor<PictureParameters>

extension SettingDescriptor where Settings == PictureParameters {
    private static let defaults = PictureParameters()

    /// Every setting of the training of a picture classifier.
    public static let all: [PictureHyperparameter] = [
        SettingDescriptor(
            "filters", \.filters, .integer(1...512), .model, "Channels of the first of three convolutions", isCommon: true,
            defaults: defaults),
        SettingDescriptor(
            "features", \.features, .integer(1...4_096), .model, "Size of the dense layer", isCommon: true,
            defaults: defaults),
        .maxLength,
        SettingDescriptor(
            "judged_drawings", \.judgedDrawings, .integer(1...1_000_000_000), .model,
            "Minimum number of drawings of the classes to classify into; all classes are trained", isCommon: true,
            defaults: defaults),
        .steps, .batchSize,
        SettingDescriptor(
            "learning_rate", \.learningRate, .number(1e-9...1), .optimisation,
            "Highest learning rate; decreases to zero along a cosine", isCommon: true, defaults: defaults),
        .gradientClip,
        SettingDescriptor(
            "feature_dropout_prob", \.featureKeep, .number(0.01...1), .regularisation,
            "Keep probability of the dropout of features; 1 for none", defaults: defaults),
        SettingDescriptor(
            "label_smoothing", \.labelSmoothing, .number(0...0.9), .regularisation,
            "Share of the target spread evenly over the classes", defaults: defaults),
        .randomScale, .pointDropping,
        SettingDescriptor(
            "augment_rotation", \.rotation, .number(0...180), .regularisation,
            "Rotate drawings by up to this many degrees", defaults: defaults),
        SettingDescriptor(
            "augment_mirror", \.mirrors, .flag(setsTo: true), .regularisation, "Mirror half of the drawings left to right",
            defaults: defaults),
        .seed,
    ]
}
