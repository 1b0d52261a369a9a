import Foundation
import SketchData

/// Models in `.safetensors` files. Metadata keys: `format` = `sketch-rnn`, `config` (JSON, the original's
/// hyperparameter names), `scale_factor`, `classes` (JSON array), and whatever else was given
/// (`preprocessing`, `training`, `license`, ...).
extension SketchModel {
    /// Reads a model. Tensors that the configuration does not call for are left alone.
    ///
    /// Throws `InferenceError`: unreadable or malformed files, metadata that is no model's, a tensor that is
    /// missing, of another shape than the config says, or not finite.
    public init(contentsOf path: String) throws {
        try self.init(file: SafetensorsFile(contentsOf: path))
    }

    /// Reads a model from an open file; see `init(contentsOf:)`.
    public init(file: SafetensorsFile) throws {
        func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: file.name, detail: detail) }
        let metadata = file.metadata
        guard let format = metadata["format"] else { throw refuse("its metadata has no 'format'") }
        guard format == "sketch-rnn" else { throw refuse("its format is '\(format)', not 'sketch-rnn'") }
        guard let config = metadata["config"] else { throw refuse("its metadata has no 'config'") }
        guard let scale = metadata["scale_factor"] else {
            throw refuse("its metadata has no 'scale_factor'")
        }
        guard let scaleFactor = Double(scale), scaleFactor.isFinite, scaleFactor > 0 else {
            throw refuse("its scale_factor is '\(scale)', not a positive number")
        }
        var classes: [String] = []
        if let text = metadata["classes"] {
            guard let list = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
                throw refuse("its 'classes' are not a JSON array of strings")
            }
            classes = list
        }
        let shapes = Dictionary(file.entries.map { ($0.name, $0.shape) }) { first, _ in first }
        let configuration = try ConfigurationReader(json: config, shapes: shapes, file: file.name)
            .configuration()
        // Shapes first, so that a wrong config is reported before any weight is read.
        for (name, expected) in configuration.tensorShapes {
            guard let found = shapes[name] else {
                throw InferenceError.missingTensor(file: file.name, name: name)
            }
            guard found == expected else {
                throw InferenceError.shapeMismatch(
                    file: file.name, name: name, found: found, expected: expected)
            }
        }
        var weights: [String: Tensor] = [:]
        for (name, _) in configuration.tensorShapes { weights[name] = try file.tensor(name) }
        self.init(
            configuration: configuration, weights: weights, scaleFactor: scaleFactor, classes: classes,
            metadata: metadata.filter { !["format", "scale_factor", "classes"].contains($0.key) })
    }

    /// Checks that every tensor is there, has the configured shape and is finite; `file` stands for the
    /// model in messages. Throws `InferenceError`.
    public func validate(as file: String = "the model") throws {
        try configuration.validate()
        for (name, expected) in configuration.tensorShapes {
            guard let tensor = weights[name] else {
                throw InferenceError.missingTensor(file: file, name: name)
            }
            guard tensor.shape == expected, tensor.values.count == expected.reduce(1, *) else {
                throw InferenceError.shapeMismatch(
                    file: file, name: name, found: tensor.shape, expected: expected)
            }
            if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
                throw InferenceError.nonFiniteWeight(
                    file: file, name: name, index: index, value: tensor.values[index])
            }
        }
    }

    /// The model as a safetensors file; equal models give equal bytes. A `config` in `metadata` may carry
    /// further hyperparameters, which are kept; those of `configuration` win.
    ///
    /// Throws what `validate` throws, also for a weight too large for F16.
    public func safetensorsData(dtype: SafetensorsWriter.Precision = .float32) throws -> Data {
        try validate()
        var writer = SafetensorsWriter(metadata: metadata)
        writer.metadata["format"] = "sketch-rnn"
        writer.metadata["config"] = try configText()
        writer.metadata["scale_factor"] = "\(scaleFactor)"
        writer.metadata["classes"] = "[" + classes.map(JSONText.quoted).joined(separator: ",") + "]"
        for (name, _) in configuration.tensorShapes {
            guard let tensor = weights[name] else { continue }
            if dtype == .float16, let index = tensor.values.firstIndex(where: { abs($0) >= 65520 }) {
                throw InferenceError.invalidArgument(
                    detail: "Element \(index) of \(name) is \(tensor.values[index]), beyond what F16 holds; "
                        + "write the model as F32")
            }
            writer.add(name, tensor, precision: dtype)
        }
        return writer.data()
    }

    /// Writes the model beside its target and renames it. Throws as `safetensorsData`, and
    /// `FileError`.
    public func write(to path: String, dtype: SafetensorsWriter.Precision = .float32) throws {
        try AtomicFile.write(safetensorsData(dtype: dtype), to: path)
    }

    /// What a recipe calls this model: the first 16 digits of the SHA-256 of configuration, scale factor
    /// and weights as float32. It does not depend on the file's format, name or other metadata.
    public var fingerprint: String {
        var writer = SafetensorsWriter(metadata: [
            "config": (try? configText(extras: false)) ?? "", "scale_factor": "\(scaleFactor)",
        ])
        for (name, tensor) in weights { writer.add(name, tensor) }
        return String(ContentHash.sha256(writer.data()).prefix(16))
    }

    private func configText(extras: Bool = true) throws -> String {
        var object: [String: Any] = [:]
        if extras, let text = metadata["config"],
            JSONNesting.depth(of: Data(text.utf8), stoppingAt: 64) < 64,
            let given = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        {
            object = given
        }
        let own = try JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration))
        object.merge(own as? [String: Any] ?? [:]) { $1 }
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}
