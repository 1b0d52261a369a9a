import Foundation
import SketchInference

/// The models that come with the program, as `.safetensors` resources named after what they draw.
public enum BuiltInModels {
    /// Names that `path(of:)` and `model(named:)` know, sorted; for example `["cat-pig"]`.
    public static var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
    }

    /// The model that commands take where none is named: `cat-pig`, or the first that there is.
    public static var standardName: String? {
        let known = names
        return known.contains("cat-pig") ? "cat-pig" : known.first
    }

    /// Where the built-in model lies. Throws `InferenceError.unknownModel`, which lists the known names.
    public static func path(of name: String) throws -> String {
        let known = names
        guard known.contains(name) else {
            throw InferenceError.unknownModel(name: name, known: known)
        }
        return folder + "/" + name + suffix
    }

    /// The built-in model. Throws `InferenceError.unknownModel`, or as `SketchModel.init(contentsOf:)`.
    public static func model(named name: String) throws -> SketchModel {
        try SketchModel(contentsOf: path(of: name))
    }

    /// A built-in model by name, or the model in the weight file at a path. Throws as `path(nameOrPath:)` and
    /// `SketchModel.init(contentsOf:)`.
    public static func model(nameOrPath text: String) throws -> SketchModel {
        try SketchModel(contentsOf: path(nameOrPath: text))
    }

    /// The path of a built-in model, or the text itself where it is a path: whatever holds a slash or a dot, or
    /// names a file or a checkpoint. Throws `InferenceError.unknownModel`.
    public static func path(nameOrPath text: String) throws -> String {
        if names.contains(text) { return try path(of: text) }
        let exists = [text, text + ".index"].contains(where: FileManager.default.fileExists(atPath:))
        guard exists || text.contains("/") || text.contains(".") else {
            throw InferenceError.unknownModel(name: text, known: names)
        }
        return text
    }

    /// Where the built-in models belong.
    public static var folder: String { ProgramFiles.folder + "/Models" }

    private static let suffix = ".safetensors"
}
