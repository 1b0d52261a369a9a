/// Options of the commands that use classifiers of either kind.
extension JobOption {
    /// `--classifier`
    static func anyClassifier(_ path: any WritableKeyPath<Root, String?> & Sendable) -> JobOption {
        JobOption.text(
            "classifier", path, valueName: "name",
            help: "Built-in classifier (strokes or picture), or a classifier file."
        ).withDefault("strokes")
    }

    /// `--classifier` of commands that need features.
    static func pictureClassifier(_ path: any WritableKeyPath<Root, String?> & Sendable) -> JobOption {
        JobOption.text(
            "classifier", path, valueName: "file", help: "Picture classifier file."
        ).withDefault("the built-in picture classifier")
    }

    /// `--all-classes`
    static func allClasses(_ path: any WritableKeyPath<Root, Bool> & Sendable) -> JobOption {
        JobOption.flag(
            "all-classes", path, help: "Classify into every class of a picture classifier, not only the judged ones.")
    }
}
