import Foundation

/// Where tensors come from by name.
protocol TensorSource: Sendable {
    /// A tensor as float32, exactly. Throws `InferenceError`.
    func tensor(_ name: String) throws -> Tensor
}

/// A weight file of any kind that people have, opened: what it says of itself, and the tensors it lists
/// under the original checkpoint's names.
public struct WeightFile: Sendable {
    /// The kinds of weight file, told apart by content.
    public enum Format: String, Sendable {
        case safetensors
        /// A TensorFlow V2 checkpoint of the original trainer.
        case tensorFlow = "tensorflow"
        /// A browser port's decoder.
        case decoderJSON = "gen.json"
        /// A browser port's whole model.
        case autoencoderJSON = "vae.json"
    }

    /// A tensor as a file lists it; `type` is the element type in the safetensors format's words.
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let shape: [Int]
        public let type: String
    }

    /// How messages name the file.
    public let name: String
    public let format: Format
    /// Every tensor of the model that the file lists.
    public let entries: [Entry]
    /// Hyperparameters as the file gives them, JSON text; nil if it gives none.
    let config: String?
    /// Pixels of the training data a model unit; nil if the file does not say.
    let scaleFactor: Double?
    let classes: [String]
    /// Whatever else the file says of the model, by the keys of the model's own files.
    let metadata: [String: String]
    /// z goes through tanh before the initial state.
    let squashesLatent: Bool
    private let source: any TensorSource

    /// Opens a file: `.safetensors`, `.gen.json`, `.vae.json`, or a checkpoint by prefix, by one of its files or
    /// by folder. Throws `InferenceError.unreadableFile`, `.malformedFile`, `.notASketchModel`.
    public init(contentsOf path: String) throws {
        if let prefix = try TensorFlowCheckpoint.prefix(for: path) {
            self.init(try TensorFlowCheckpoint(prefix: prefix), name: path)
        } else {
            try self.init(data: Self.read(path), name: path)
        }
    }

    /// A safetensors or browser-port file held in memory. Throws `.malformedFile`, `.notASketchModel`.
    public init(data: Data, name: String) throws {
        // The length of a safetensors header may begin with any byte, but its JSON begins at the ninth.
        let isSafetensors = data.count > 8 && data[data.startIndex + 8] == UInt8(ascii: "{")
        let first = data.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        if !isSafetensors, first == UInt8(ascii: "[") {
            try self.init(BrowserWeights(data: data, file: name), name: name)
        } else {
            try self.init(SafetensorsFile(data: data, name: name))
        }
    }

    /// A TensorFlow checkpoint of one data file held in memory. Throws `.malformedFile`, `.notASketchModel`.
    package init(checkpointIndex index: Data, data: Data, config: String? = nil, name: String) throws {
        self.init(try TensorFlowCheckpoint(prefix: name, index: index, config: config) { _, _ in data }, name: name)
    }

    /// A tensor as float32. Throws `InferenceError.missingTensor`, `.malformedFile`, or `.nonFiniteWeight` at
    /// the first NaN or infinity.
    public func tensor(_ tensorName: String) throws -> Tensor {
        let tensor = try source.tensor(tensorName)
        if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
            throw InferenceError.nonFiniteWeight(
                file: name, name: tensorName, index: index, value: tensor.values[index])
        }
        return tensor
    }

    /// The largest file read, in bytes.
    private static let sizeLimit = 4 << 30

    /// A file's bytes, copied: a map of a file that another program shortens would end this one. If something is written
    /// into the file while it is read, its bytes might be of two files, and it is read again. Throws
    /// `InferenceError.unreadableFile`.
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
                let before = Moment(file)
                try file.seek(toOffset: 0)
                let data = try file.readToEnd() ?? Data()
                if let before, before == Moment(file), data.count == before.size { return data }
                Thread.sleep(forTimeInterval: 0.02)
            }
            throw InferenceError.unreadableFile(
                path: path, reason: "another program keeps writing into it; try again when that is done")
        } catch let error as InferenceError {
            throw error
        } catch {
            throw InferenceError.unreadableFile(path: path, reason: FileReason.sentence(for: error))
        }
    }

    /// What tells that an open file's content has changed.
    private struct Moment: Equatable {
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
    /// A model in the studio's own format, or bare tensors under the checkpoint's names. Throws
    /// `.notASketchModel` for metadata of another kind.
    public init(_ file: SafetensorsFile) throws {
        func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: file.name, detail: detail) }
        let metadata = file.metadata
        if metadata["format"] == "sketch-rnn-training" {
            throw refuse("it is a training run's checkpoint; the model is model.safetensors in the same folder")
        }
        if metadata["format"] == "sketch-classifier" {
            throw refuse("it is a classifier of drawings, which tells what they show and draws nothing")
        }
        let isOurs = metadata["format"] == "sketch-rnn"
        guard isOurs || file.entries.contains(where: { $0.name.hasPrefix("vector_rnn/") }) else {
            throw refuse(
                metadata["format"].map { "its format is '\($0)', not 'sketch-rnn'" }
                    ?? "its metadata has no 'format', and no tensor is named vector_rnn/...")
        }
        if let scale = metadata["scale_factor"] {
            guard let value = Double(scale), value.isFinite, value > 0 else {
                throw refuse("its scale_factor is '\(scale)', not a positive number")
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
        if let scale = info.scale_factor, !(scale.isFinite && scale > 0) {
            throw InferenceError.notASketchModel(file: name, detail: "its scale_factor is \(scale), not a positive number")
        }
        self.name = name
        format = weights.isDecoderOnly ? .decoderJSON : .autoencoderJSON
        entries = weights.entries
        config = info.max_seq_len.map { "{\"max_seq_len\":\($0)}" }
        scaleFactor = info.scale_factor
        classes = info.name.map { [$0] } ?? []
        let version = info.version.map { ", version \(Int(exactly: $0).map(String.init) ?? "\($0)")" } ?? ""
        let label = URL(fileURLWithPath: name).lastPathComponent
        var metadata = ["source": "browser port's weights \(label)\(version)"]
        let record = TrainingRecord(
            trainingDrawings: info.training_size, reconstructionLoss: info.r_loss, klLoss: info.kl_loss)
        if record != TrainingRecord() { metadata["training"] = record.text }
        self.metadata = metadata
        squashesLatent = !weights.isDecoderOnly && (info.version ?? 6) < 6
        source = weights
    }
}

extension SafetensorsFile: TensorSource {}
