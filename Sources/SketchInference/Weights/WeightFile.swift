import Foundation

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
    private let source: any TensorSource

    /// Opens a file: `.safetensors`, `.gen.json`, `.vae.json`, or a TensorFlow checkpoint given by its prefix, one of its
    /// files or its folder.
    ///
    /// - Throws: `InferenceError.unreadableFile`, `.malformedFile`, `.notASketchModel`.
    public init(contentsOf path: String) throws {
        if let prefix = try TensorFlowCheckpoint.prefix(for: path) {
            self.init(try TensorFlowCheckpoint(prefix: prefix), name: path)
        } else {
            try self.init(data: Self.read(path), name: path)
        }
    }

    /// Opens a safetensors or browser-port file in memory.
    ///
    /// - Parameter name: the file's name in errors.
    /// - Throws: `InferenceError.malformedFile`, `.notASketchModel`.
    public init(data: Data, name: String) throws {
        // A safetensors file begins with the length of its header, then the header's JSON.
        let isSafetensors = data.count > 8 && data[data.startIndex + 8] == UInt8(ascii: "{")
        let first = data.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if !isSafetensors, first == UInt8(ascii: "[") {
            try self.init(BrowserWeights(data: data, file: name), name: name)
        } else {
            try self.init(SafetensorsFile(data: data, name: name))
        }
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

    /// The largest accepted file, in bytes.
    private static let sizeLimit = 4 << 30

    /// A copy of a file's bytes: if another program truncated a mapped file, this one would crash. A file that changes while
    /// it is read is read again.
    ///
    /// - Throws: `InferenceError.unreadableFile` or `.fileIsChanging`.
    static func read(_ path: String) throws -> Data {
        do {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
            let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            guard attributes[.type] as? FileAttributeType == .typeRegular, size <= sizeLimit else {
                throw InferenceError.unreadableFile(
                    path: path, reason: size > sizeLimit ? "it is larger than 4 GiB" : "it is not a regular file")
            }
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            for _ in 0..<100 {
                let before = Version(file)
                try file.seek(toOffset: 0)
                let data = try file.readToEnd() ?? Data()
                if let before, before == Version(file), data.count == before.size { return data }
                Thread.sleep(forTimeInterval: 0.02)
            }
            throw InferenceError.fileIsChanging(path: path)
        } catch let error as InferenceError {
            throw error
        } catch {
            throw InferenceError.unreadableFile(path: path, reason: FileReason.sentence(for: error))
        }
    }

    /// The size and modification time of an open file.
    private struct Version: Equatable {
        let size: Int
        private let seconds: Int
        private let nanoseconds: Int

        init?(_ file: FileHandle) {
            var info = stat()
            guard fstat(file.fileDescriptor, &info) == 0 else { return nil }
            size = Int(info.st_size)
            (seconds, nanoseconds) = (Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec))
        }
    }
}

extension WeightFile {
    /// Opens a model in this package's format, or tensors under the checkpoint's names without metadata.
    ///
    /// - Throws: `InferenceError.notASketchModel` for metadata of another kind.
    public init(_ file: SafetensorsFile) throws {
        func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: file.name, detail: detail) }
        let metadata = file.metadata
        if metadata["format"] == "sketch-rnn-training" {
            throw refuse("it is the checkpoint of a training run; the model is model.safetensors in the same folder")
        }
        if metadata["format"] == "sketch-classifier" {
            throw refuse("it is a classifier")
        }
        let isOurs = metadata["format"] == "sketch-rnn"
        guard isOurs || file.entries.contains(where: { $0.name.hasPrefix("vector_rnn/") }) else {
            throw refuse(
                metadata["format"].map { "its format is '\($0)', not 'sketch-rnn'" }
                    ?? "its metadata has no 'format', and no tensor is named vector_rnn/...")
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
