import FoundationEssentials
import SketchInference
import SketchSupport

/// The built-in models: `.safetensors` resources named after their classes.
public enum BuiltInModels {
    /// The names of the built-in models, sorted; for example `["cat-pig"]`.
    public static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }

    /// The name of the model that commands use unless another is given.
    public static let defaultName = "cat-pig-kl100"

    /// `defaultName`, or the first model if there is no such model; nil if there are none.
    public static var standardName: String? {
        let known = names
        return known.contains(defaultName) ? defaultName : known.first
    }

    /// The path of a built-in model.
    ///
    /// - Throws: `InferenceError.unknownModel`, which lists the known names.
    public static func path(of name: String) throws -> String {
        let known = names
        guard known.contains(name) else {
            throw InferenceError.unknownModel(name: name, known: known)
        }
        return folder + "/" + name + suffix
    }

    /// Loads a built-in model.
    ///
    /// - Throws: `InferenceError.unknownModel`, and what `SketchModel.init(contentsOf:)` throws.
    public static func model(named name: String) throws -> SketchModel {
        try SketchModel(contentsOf: path(of: name))
    }

    /// Loads a built-in model by name, or a weight file by path.
    ///
    /// - Throws: what `path(nameOrPath:)` and `SketchModel.init(contentsOf:)` throw.
    public static func model(nameOrPath text: String) throws -> SketchModel {
        try SketchModel(contentsOf: path(nameOrPath: text))
    }

    /// The path of a built-in model, or the text itself if it is a path: it contains a slash or a dot, or names a file or a
    /// TensorFlow checkpoint.
    ///
    /// - Throws: `InferenceError.unknownModel`.
    public static func path(nameOrPath text: String) throws -> String {
        if names.contains(text) { return try path(of: text) }
        let exists = [text, text + ".index"].contains(where: FileManager.default.fileExists(atPath:))
        guard exists || text.contains("/") || text.contains(".") else {
            throw InferenceError.unknownModel(name: text, known: names)
        }
        return text
    }

    /// The folder of the built-in models.
    public static var folder: String { ProgramFiles.folder(of: "ModelFiles") + "/Models" }

    private static let suffix = ".safetensors"
}
