import FoundationEssentials
import Glibc
import LatentOps
import SketchCore
import SketchSupport

/// Models in weight files. This package writes `.safetensors` with the metadata keys `format` = `sketch-rnn`, `config`
/// (JSON, the original's hyperparameter names), `scale_factor`, `preprocessing` (JSON), `classes` (JSON array), and the
/// model's other metadata (`training`, `license`, ...).
extension SketchModel {
    /// Reads a model from a weight file of any format.
    ///
    /// - Throws: as `WeightFile.init(contentsOf:)` and `init(_:)`.
    public init(contentsOf path: String) throws {
        try self.init(WeightFile(contentsOf: path))
    }

    /// Reads a model from an open file. Tensors that the configuration does not need are ignored.
    ///
    /// - Throws: `InferenceError` for a config that cannot be run, tensors that do not match it, a damaged or non-finite
    ///   tensor, or unusable metadata.
    public init(_ file: WeightFile) throws {
        let preprocessing = try Self.preprocessing(in: file)
        try Self.checkTrainingRecord(in: file)
        let configuration = try ConfigurationReader(file: file).configuration()
        // Shapes first, so that a wrong config is reported before any weight is read.
        if let mismatch = TensorMismatch(configuration, found: file.entries) {
            throw InferenceError.tensorsDoNotFit(file: file.name, mismatch)
        }
        var weights: [String: Tensor] = [:]
        for (name, _) in configuration.tensorShapes { weights[name] = try file.tensor(name) }
        try self.init(
            name: Self.name(of: file.name), configuration: configuration, weights: weights, scaleFactor: file.scaleFactor,
            preprocessing: preprocessing, classes: file.classes, metadata: file.metadata,
            latentStatistics: configuration.isConditional
                ? LatentStatistics(file, latentSize: configuration.latentSize) : nil,
            latentBank: configuration.isConditional
                ? LatentBank(file, latentSize: configuration.latentSize, classCount: file.classes.count) : nil)
    }

    private static func preprocessing(in file: WeightFile) throws -> Preprocessing {
        guard let text = file.metadata["preprocessing"] else { return Preprocessing() }
        let stated = try? JSONDecoder().decode(Preprocessing.self, from: Data(text.utf8))
        guard let stated, stated.isUsable else {
            throw InferenceError.notASketchModel(
                file: file.name, detail: "its preprocessing is '\(text)', not a canvas and an rdp_epsilon in pixels")
        }
        return stated
    }

    /// A path without folders and extension; `run/model.safetensors` is called `run`.
    private static func name(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        let file = parts.last ?? path
        let ending = [".safetensors", ".gen.json", ".vae.json", ".index", ".pth", ".pt"].first(where: file.hasSuffix) ?? ""
        let stem = String(file.dropLast(ending.count))
        return stem == "model" && parts.count > 1 ? parts[parts.count - 2] : stem
    }

    /// Checks that every tensor is present, has the configured shape and is finite.
    ///
    /// - Parameter file: the model's name in errors.
    /// - Throws: `InferenceError`.
    public func validate(as file: String = "the model") throws {
        try configuration.validate()
        if let scaleFactor, !MetadataNumber.scaleFactor.accepts(scaleFactor) {
            throw InferenceError.notASketchModel(file: file, detail: MetadataNumber.scaleFactor.fault("\(scaleFactor)"))
        }
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

    /// The content of a safetensors file; equal models give equal bytes. Further hyperparameters of a `config` in `metadata`
    /// are kept; those of `configuration` replace its own.
    ///
    /// - Throws: what `validate` throws, and `InferenceError.weightOutOfRange`.
    public func safetensorsData(dtype: SafetensorsWriter.Precision = .float32) throws -> Data {
        try validate()
        var writer = SafetensorsWriter(metadata: metadata)
        writer.metadata["format"] = "sketch-rnn"
        writer.metadata["config"] = try configText()
        writer.metadata["preprocessing"] = try JSONText.sorted(preprocessing)
        if let scaleFactor { writer.metadata["scale_factor"] = "\(scaleFactor)" }
        writer.metadata["classes"] = "[" + classes.map(JSONText.quoted).joined(separator: ",") + "]"
        for (name, _) in configuration.tensorShapes {
            guard let tensor = weights[name] else { continue }
            if let index = tensor.values.firstIndex(where: { abs($0) > dtype.largest }) {
                throw InferenceError.weightOutOfRange(
                    name: name, index: index, value: tensor.values[index], type: dtype.rawValue)
            }
            writer.add(name, tensor, precision: dtype)
        }
        for (name, tensor) in latentStatistics?.tensors ?? [] { writer.add(name, tensor) }
        latentBank?.add(to: &writer)
        return writer.data()
    }

    /// Writes the model to a temporary file and renames it.
    ///
    /// - Throws: what `safetensorsData` throws, and `FileError`.
    public func write(to path: String, dtype: SafetensorsWriter.Precision = .float32) throws {
        try AtomicFile.write(safetensorsData(dtype: dtype), to: path)
    }

    /// The first 16 hexadecimal digits of the SHA-256 of configuration, scale factor and weights as float32. It identifies
    /// the model in recipes, and does not depend on the file's format, name or other metadata.
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
        var object: [String: JSONNode] = [:]
        if extras, let text = metadata["config"],
            JSONNesting.depth(of: Data(text.utf8), stoppingAt: 64) < 64,
            let given = try? JSONNode(json: Data(text.utf8)).members
        {
            object = given
        }
        let own = try JSONNode(json: JSONEncoder().encode(configuration))
        object.merge(own.members ?? [:]) { $1 }
        return try JSONText.sorted(object, formatting: .withoutEscapingSlashes)
    }
}
