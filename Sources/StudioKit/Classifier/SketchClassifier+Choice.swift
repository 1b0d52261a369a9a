import SketchEvaluation

extension SketchClassifier {
    /// A classifier file, or the built-in classifier where none is named.
    ///
    /// - Throws: `InferenceError`.
    init(nameOrBuiltIn file: String?) throws {
        self = try file.map { try SketchClassifier(contentsOf: $0) } ?? SketchClassifier.builtIn()
    }
}

extension ClassifierFile {
    /// A built-in classifier by the name of its kind, a classifier file, or the built-in classifier of strokes where none
    /// is named.
    ///
    /// - Parameter allClasses: classifies into every class that a picture classifier knows.
    /// - Throws: `InferenceError`.
    static func classifier(nameOrBuiltIn text: String?, allClasses: Bool) throws -> any DrawingClassifier {
        let classifier = try classifier(nameOrPath: text ?? ClassifierKind.strokes.rawValue)
        guard allClasses, let picture = classifier as? PictureClassifier else { return classifier }
        return try picture.judging(picture.knownClasses)
    }
}
