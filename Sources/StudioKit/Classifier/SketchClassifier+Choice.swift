import SketchEvaluation

extension SketchClassifier {
    /// A classifier file, or the built-in classifier where none is named.
    ///
    /// - Throws: `InferenceError`.
    init(nameOrBuiltIn file: String?) throws {
        self = try file.map { try SketchClassifier(contentsOf: $0) } ?? SketchClassifier.builtIn()
    }
}
