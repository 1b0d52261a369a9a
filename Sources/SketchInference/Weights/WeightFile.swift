import FoundationEssentials
import Glibc

/// A source of tensors by name.
protocol TensorSource: Sendable {
    /// A tensor converted to float32 without loss.
    ///
    /// - Throws: `InferenceError`.
    func tensor(_ name: String) throws -> Tensor
}

/// An open weight file of any supported format: its metadata, and its tensors under the original checkpoint's names.
public struct WeightFile: Sendable {
    /// The format of a weight file, detected from its content.
    public enum Format: String, Sendable {
        case safetensors
        /// A TensorFlow V2 checkpoint of the original trainer.
        case tensorFlow = "tensorflow"
        /// A browser port's decoder.
        case decoderJSON = "gen.json"
        /// A browser port's conditional model.
        case autoencoderJSON = "vae.json"
        /// A PyTorch port's tensors, in PyTorch's zip form or as safetensors.
        case pyTorch = "pytorch"
    }

    /// A tensor in the file's list; `type` is the element type under the name of the safetensors format.
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let shape: [Int]
        public let type: String
    }

    /// The file's name in errors: its path.
    public let name: String
    public let format: Format
    /// Every tensor of the model in the file.
    public let entries: [Entry]
    /// The hyperparameters in the file, as JSON text; nil if it states none.
    let config: String?
    /// Pixels of the training data per model unit; nil if the file does not state it.
    let scaleFactor: Double?
    let classes: [String]
    /// The other metadata, by the keys of the package's own files.
    let metadata: [String: String]
    /// Whether tanh is applied to z before the initial layer.
    let squashesLatent: Bool
    let source: any TensorSource

    /// Opens a file: `.safetensors`, `.gen.json`, `.vae.json`, a PyTorch port's state dict with encoder and decoder, a
    /// TensorFlow checkpoint given by its prefix, one of its files or its folder, or the folder of a training run.
    ///
    /// - Throws: `InferenceError.unreadableFile`, `.malformedFile`, `.foreignFile`, `.notASketchModel`.
    public init(contentsOf path: String) throws {
        if let model = try Self.model(ofRun: path) {
            try self.init(data: Self.read(model), name: model)
        } else if let prefix = try TensorFlowCheckpoint.prefix(for: path) {
            self.init(try TensorFlowCheckpoint(prefix: prefix), name: path)
        } else {
            try self.init(data: Self.read(path), name: path)
        }
    }

    /// Opens a file in memory: safetensors, a browser port's JSON (also as UTF-16, or as the value of a variable in a script),
    /// or a PyTorch port's state dict.
    ///
    /// - Parameter name: the file's name in errors.
    /// - Throws: `InferenceError.malformedFile`, `.foreignFile`, `.notASketchModel`.
    public init(data: Data, name: String) throws {
        // A safetensors file begins with the length of its header, then the header's JSON.
        let isSafetensors = data.count > 8 && data[data.startIndex + 8] == UInt8(ascii: "{")
        let data = isSafetensors ? data : BrowserText.list(in: data)
        if let kind = ForeignFile(data, name: name) { throw InferenceError.foreignFile(file: name, kind) }
        let first = data.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if !isSafetensors, first == UInt8(ascii: "[") {
            try self.init(BrowserWeights(data: data, file: name), name: name)
        } else if data.starts(with: Self.zipMagic) {
            try self.init([StateDict(archive: data, name: name)], options: PortOptions())
        } else {
            let file = try SafetensorsFile(data: data, name: name)
            let dict = StateDict(file)
            if PortWeights.recognises(dict) {
                try self.init([dict], options: PortOptions())
            } else {
                try self.init(file)
            }
        }
    }

    static let zipMagic: [UInt8] = [0x50, 0x4B, 3, 4]

    /// The model in the folder of a training run; nil for another path.
    private static func model(ofRun path: String) throws -> String? {
        func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }
        if exists("model.safetensors") { return path + "/model.safetensors" }
        guard exists("checkpoint.safetensors") else { return nil }
        throw InferenceError.notASketchModel(
            file: path, detail: "it is a training run that has not written model.safetensors yet")
    }

    /// Opens a TensorFlow checkpoint of one data file in memory.
    ///
    /// - Throws: `InferenceError.malformedFile`, `.notASketchModel`.
    package init(checkpointIndex index: Data, data: Data, config: String? = nil, name: String) throws {
        self.init(try TensorFlowCheckpoint(prefix: name, index: index, config: config) { _, _ in data }, name: name)
    }

    /// A tensor converted to float32.
    ///
    /// - Throws: `InferenceError.missingTensor`, `.malformedFile`, or `.nonFiniteWeight` for the first NaN or infinity.
    public func tensor(_ tensorName: String) throws -> Tensor {
        let tensor = try source.tensor(tensorName)
        if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
            throw InferenceError.nonFiniteWeight(
                file: name, name: tensorName, index: index, value: tensor.values[index])
        }
        return tensor
    }
}

extension WeightFile {
    /// Opens a model in this package's format, or tensors under the checkpoint's names without metadata. `init(data:name:)`
    /// also reads a PyTorch port's tensors.
    ///
    /// - Throws: `InferenceError.notASketchModel` for metadata of another kind.
    public init(_ file: SafetensorsFile) throws {
        func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: file.name, detail: detail) }
        let metadata = file.metadata
        if metadata["format"] == "sketch-rnn-training" {
            throw refuse("it is the checkpoint of a training run; the model is model.safetensors in the same folder")
        }
        if ["sketch-classifier", "sketch-picture-classifier"].contains(metadata["format"]) {
            throw refuse("it is a classifier")
        }
        let isOurs = metadata["format"] == "sketch-rnn"
        guard isOurs || file.entries.contains(where: { $0.name.hasPrefix("vector_rnn/") }) else {
            throw refuse(
                metadata["format"].map { "its format is '\($0)', not 'sketch-rnn'" }
                    ?? "its metadata has no 'format', and its tensors have neither the names of the original "
                    + "(vector_rnn/...) nor those of a known PyTorch port (lstm.weight_ih_l0, fc_mu, ...)")
        }
        if let scale = metadata["scale_factor"] {
            guard let value = MetadataNumber.scaleFactor.number(scale) else {
                throw refuse(MetadataNumber.scaleFactor.fault(scale))
            }
            scaleFactor = value
        } else {
            scaleFactor = nil
        }
        if let text = metadata["classes"] {
            guard let list = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
                throw refuse("its 'classes' are not a JSON array of strings")
            }
            classes = list
        } else {
            classes = []
        }
        name = file.name
        format = .safetensors
        entries = file.entries.map { Entry(name: $0.name, shape: $0.shape, type: $0.type.rawValue) }
        config = metadata["config"]
        self.metadata = metadata.filter { !["format", "scale_factor", "classes"].contains($0.key) }
        squashesLatent = false
        source = file
    }

    private init(_ checkpoint: TensorFlowCheckpoint, name: String) {
        self.name = name
        format = .tensorFlow
        entries = checkpoint.entries
        config = checkpoint.config
        scaleFactor = nil
        classes = []
        var metadata = ["source": "TensorFlow checkpoint \(checkpoint.label)"]
        metadata["config"] = checkpoint.config
        if let step = checkpoint.step { metadata["training"] = TrainingRecord(step: step).text }
        self.metadata = metadata
        squashesLatent = false
        source = checkpoint
    }

    private init(_ weights: BrowserWeights, name: String) throws {
        let info = weights.info
        if let scale = info.scaleFactor, !MetadataNumber.scaleFactor.accepts(scale) {
            throw InferenceError.notASketchModel(file: name, detail: MetadataNumber.scaleFactor.fault("\(scale)"))
        }
        self.name = name
        format = weights.isDecoderOnly ? .decoderJSON : .autoencoderJSON
        entries = weights.entries
        config = info.maxLength.map { "{\"max_seq_len\":\($0)}" }
        scaleFactor = info.scaleFactor
        classes = info.name.map { [$0] } ?? []
        let version = info.version.map { ", version \(Int(exactly: $0).map(String.init) ?? "\($0)")" } ?? ""
        let label = URL(fileURLWithPath: name).lastPathComponent
        var metadata = ["source": "browser port's weights \(label)\(version)"]
        let record = TrainingRecord(
            trainingDrawings: info.trainingDrawings, reconstructionLoss: info.reconstructionLoss, klLoss: info.klLoss)
        if record != TrainingRecord() { metadata["training"] = record.text }
        self.metadata = metadata
        squashesLatent = !weights.isDecoderOnly && (info.version ?? 6) < 6
        source = weights
    }
}

extension SafetensorsFile: TensorSource {}
