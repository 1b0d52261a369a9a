import Foundation
import SketchSupport

/// Models in weight files. The studio's own are `.safetensors` with the metadata keys `format` = `sketch-rnn`,
/// `config` (JSON, the original's hyperparameter names), `scale_factor`, `classes` (JSON array), and whatever
/// else was given (`preprocessing`, `training`, `license`, ...).
extension SketchModel {
    /// Reads a model from any weight file; see `WeightFile.init(contentsOf:)` and `init(_:)`.
    public init(contentsOf path: String) throws {
        try self.init(WeightFile(contentsOf: path))
    }

    /// Reads a model from an open file. Tensors that the configuration does not call for are left alone.
    ///
    /// Throws `InferenceError`: a config that cannot be run, tensors that do not fit it, a damaged tensor or one
    /// that is not finite.
    public init(_ file: WeightFile) throws {
        let configuration = try ConfigurationReader(file: file).configuration()
        // Shapes first, so that a wrong config is reported before any weight is read.
        if let mismatch = TensorMismatch(configuration, found: file.entries) {
            throw InferenceError.tensorsDoNotFit(file: file.name, mismatch)
        }
        var weights: [String: Tensor] = [:]
        for (name, _) in configuration.tensorShapes { weights[name] = try file.tensor(name) }
        try self.init(
            configuration: configuration, weights: weights, scaleFactor: file.scaleFactor, classes: file.classes,
            metadata: file.metadata,
            latentStatistics: configuration.isConditional
                ? LatentStatistics(file, latentSize: configuration.latentSize) : nil)
    }

    /// Checks that every tensor is there, has the configured shape and is finite; `file` stands for the
    /// model in messages. Throws `InferenceError`.
    public func validate(as file: String = "the model") throws {
        try configuration.validate()
        let found = weights.map { WeightFile.Entry(name: $0.key, shape: $0.value.shape, type: "F32") }
        if let mismatch = TensorMismatch(configuration, found: found.sorted { $0.name < $1.name }) {
            throw InferenceError.tensorsDoNotFit(file: file, mismatch)
        }
        for (name, shape) in configuration.tensorShapes {
            guard let tensor = weights[name], tensor.values.count == shape.reduce(1, *) else {
                throw InferenceError.missingTensor(file: file, name: name)
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
    /// Throws what `validate` throws, also for a weight too large for the precision.
    public func safetensorsData(dtype: SafetensorsWriter.Precision = .float32) throws -> Data {
        try validate()
        var writer = SafetensorsWriter(metadata: metadata)
        writer.metadata["format"] = "sketch-rnn"
        writer.metadata["config"] = try configText()
        if let scaleFactor { writer.metadata["scale_factor"] = "\(scaleFactor)" }
        writer.metadata["classes"] = "[" + classes.map(JSONText.quoted).joined(separator: ",") + "]"
        for (name, _) in configuration.tensorShapes {
            guard let tensor = weights[name] else { continue }
            if let index = tensor.values.firstIndex(where: { abs($0) > dtype.largest }) {
                throw InferenceError.invalidArgument(
                    detail: "Element \(index) of \(name) is \(tensor.values[index]), beyond what \(dtype.rawValue) holds; "
                        + "write the model as F32")
            }
            writer.add(name, tensor, precision: dtype)
        }
        for (name, tensor) in latentStatistics?.tensors ?? [] { writer.add(name, tensor) }
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
            "config": (try? configText(extras: false)) ?? "", "scale_factor": scaleFactor.map { "\($0)" } ?? "",
        ])
        for (name, tensor) in weights { writer.add(name, tensor) }
        var hash = ContentHash()
        writer.forEachPart { hash.update($0) }
        return String(hash.text.prefix(16))
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
