import Foundation
import SketchCore
import SketchInference
import SketchModels
import SketchSupport

/// Classifiers in safetensors files with the metadata keys `format` = `sketch-classifier`, `classes` (JSON array),
/// `scale_factor`, `preprocessing`, and other metadata (`training`, `data`, `license`).
extension SketchClassifier {
    static let format = "sketch-classifier"

    /// The built-in classifier.
    ///
    /// - Throws: `InferenceError.unreadableFile` if it is missing, and what `init(contentsOf:)` throws.
    public static func builtIn() throws -> SketchClassifier { try SketchClassifier(contentsOf: builtInPath) }

    /// The path of the built-in classifier.
    public static var builtInPath: String { ProgramFiles.folder + "/Classifiers/drawings.safetensors" }

    /// Reads a classifier.
    ///
    /// - Throws: `InferenceError.unreadableFile`, `.malformedFile`, and what `init(_:)` throws.
    public init(contentsOf path: String) throws { try self.init(SafetensorsFile(contentsOf: path)) }

    /// Reads a classifier from an open file.
    ///
    /// - Throws: `InferenceError.notAClassifier`, `.missingTensor`, `.malformedFile` or `.nonFiniteWeight`.
    public init(_ file: SafetensorsFile) throws {
        func refuse(_ detail: String) -> InferenceError { .notAClassifier(file: file.name, detail: detail) }
        let metadata = file.metadata
        guard metadata["format"] == Self.format else {
            throw refuse(
                metadata["format"].map { "its format is '\($0)', not '\(Self.format)'" }
                    ?? "its metadata has no 'format'")
        }
        let listed = metadata["classes"].flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) }
        guard let classes = listed else { throw refuse("its 'classes' are not a JSON array of strings") }
        guard let factor = metadata["scale_factor"].flatMap(Double.init) else {
            throw refuse("its scale_factor is '\(metadata["scale_factor"] ?? "")', not a number")
        }
        let text = metadata["preprocessing"]
        let preprocessing =
            text.map { try? JSONDecoder().decode(Preprocessing.self, from: Data($0.utf8)) } ?? Preprocessing()
        guard let preprocessing, preprocessing.isUsable else {
            throw refuse("its preprocessing is '\(text ?? "")', not a canvas and an rdp_epsilon in pixels")
        }
        var weights: [String: Tensor] = [:]
        for entry in file.entries { weights[entry.name] = try file.tensor(entry.name) }
        let own: Set = ["format", "classes", "scale_factor", "preprocessing"]
        try self.init(
            classes: classes, weights: weights, scaleFactor: factor, preprocessing: preprocessing,
            metadata: metadata.filter { !own.contains($0.key) }, name: file.name)
    }

    /// The content of a safetensors file of F16; equal classifiers give equal bytes.
    ///
    /// - Throws: `InferenceError.weightOutOfRange` for a weight too large for F16.
    public func safetensorsData() throws -> Data {
        let precision = SafetensorsWriter.Precision.float16
        var writer = SafetensorsWriter(metadata: metadata)
        writer.metadata["format"] = Self.format
        writer.metadata["classes"] = "[" + classes.map(JSONText.quoted).joined(separator: ",") + "]"
        writer.metadata["scale_factor"] = "\(scaleFactor)"
        writer.metadata["preprocessing"] = try JSONText.sorted(preprocessing)
        for (name, tensor) in weights {
            if let index = tensor.values.firstIndex(where: { abs($0) > precision.largest }) {
                throw InferenceError.weightOutOfRange(
                    name: name, index: index, value: tensor.values[index], type: precision.rawValue)
            }
            writer.add(name, tensor, precision: precision)
        }
        return writer.data()
    }

    /// Writes the classifier to a temporary file and renames it.
    ///
    /// - Throws: what `safetensorsData` throws, and `FileError`.
    public func write(to path: String) throws { try AtomicFile.write(safetensorsData(), to: path) }

    /// The first 16 hexadecimal digits of the SHA-256 of classes, scale factor and weights as float32.
    public var fingerprint: String {
        var writer = SafetensorsWriter(metadata: [
            "classes": classes.map(JSONText.quoted).joined(separator: ","), "scale_factor": "\(scaleFactor)",
        ])
        for (name, tensor) in weights { writer.add(name, tensor) }
        return String(ContentHash.sha256(writer.data()).prefix(16))
    }
}
