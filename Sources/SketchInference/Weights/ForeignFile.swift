import FoundationEssentials
import SketchFormats
import SketchSupport

/// A file that is not one of the weight files that are read, by what it is.
public enum ForeignFile: Equatable, Sendable, CustomStringConvertible {
    case empty
    /// PyTorch's format before version 1.6.
    case pyTorchPickle
    case torchScript
    case pickle
    case hdf5
    case keras
    case numPyArchive
    case numPyArray
    case zip
    case tensorFlowV1
    case tensorFlowGraph
    case savedModel
    case tensorFlowLite
    case tensorFlowJS
    case onnx
    case gguf
    case gitLFSPointer
    case webPage
    case xml
    /// Hyperparameters without weights.
    case configuration
    case json
    case text
    /// A picture, an archive or another common format; the text has an article, for example "a PNG picture".
    case other(String)

    /// What the file is, with an article.
    public var description: String {
        switch self {
        case .empty: "an empty file"
        case .pyTorchPickle: "a PyTorch file in the legacy format (without a zip archive)"
        case .torchScript: "a TorchScript program"
        case .pickle: "a Python pickle"
        case .hdf5: "an HDF5 file, as Keras writes for weights"
        case .keras: "a Keras model"
        case .numPyArchive: "a NumPy archive (.npz)"
        case .numPyArray: "a NumPy array (.npy)"
        case .zip: "a zip archive without weights"
        case .tensorFlowV1: "a TensorFlow checkpoint in the V1 format, or an index without its data file"
        case .tensorFlowGraph: "a TensorFlow graph (.meta), which contains no weights"
        case .savedModel: "a TensorFlow SavedModel graph"
        case .tensorFlowLite: "a TensorFlow Lite model"
        case .tensorFlowJS: "a TensorFlow.js model description"
        case .onnx: "an ONNX model"
        case .gguf: "a GGUF language model"
        case .gitLFSPointer: "a Git LFS pointer, which stands for the file itself"
        case .webPage: "a web page"
        case .xml: "an XML document"
        case .configuration: "a JSON configuration, which contains no weights"
        case .json: "a JSON file without weights"
        case .text: "a text file"
        case .other(let text): text
        }
    }

    /// Identifies a file by its content, and by its name where the content has no mark; nil for safetensors, the browser
    /// ports' JSON, PyTorch's zip archives and unknown files.
    init?(_ data: Data, name: String) {
        let bytes = [UInt8](data.prefix(1 << 16))
        if bytes.isEmpty {
            self = .empty
            return
        }
        // A safetensors file: the length of the header, at most 4 MiB, then the header's JSON.
        if bytes.count > 8, bytes[8] == UInt8(ascii: "{"), bytes[3..<8].allSatisfy({ $0 == 0 }) { return nil }
        guard let kind = Self.binary(bytes, data, name) ?? Self.text(bytes, data) else { return nil }
        self = kind
    }

    private static func binary(_ bytes: [UInt8], _ data: Data, _ name: String) -> ForeignFile? {
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) {
            switch TorchArchive.kind([UInt8](data)) {
            case .pyTorch, nil: return nil
            case .torchScript: return .torchScript
            case .keras: return .keras
            case .numPy: return .numPyArchive
            case .other: return .zip
            }
        }
        // The number that begins PyTorch's legacy files, as a pickle.
        if bytes.starts(with: [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]) {
            return .pyTorchPickle
        }
        if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) { return .pickle }
        if bytes.dropFirst(257).starts(with: "ustar".utf8) {
            // Before its legacy format, PyTorch wrote tar archives of these members.
            let isPyTorch = ["sys_info", "pickle", "storages", "tensors"].contains { bytes.starts(with: Array($0.utf8) + [0]) }
            return isPyTorch ? .pyTorchPickle : .other("a tar archive (unpack it first)")
        }
        if bytes.starts(with: [0x1F, 0x8B]) { return .other("compressed with gzip (unpack it first)") }
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) { return .hdf5 }
        if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) { return .numPyArray }
        if bytes.starts(with: "GGUF".utf8) { return .gguf }
        if bytes.dropFirst(4).starts(with: "TFL3".utf8) { return .tensorFlowLite }
        if data.suffix(8).elementsEqual([0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]) { return .tensorFlowV1 }
        if let kind = protocolBuffer(bytes, name) { return kind }
        return KnownFile.kind(bytes).map(ForeignFile.other)
    }

    /// Protocol buffers have no mark; their first fields have.
    private static func protocolBuffer(_ bytes: [UInt8], _ name: String) -> ForeignFile? {
        let name = name.lowercased()
        guard bytes.count > 4 else { return nil }
        if bytes[0] == 0x08, bytes[1] < 0x20 {
            if name.hasSuffix(".onnx") { return .onnx }
            if name.hasSuffix("saved_model.pb") { return .savedModel }
            // The version, then the name of the producer.
            let producer = bytes.dropFirst(4).prefix(Int(min(bytes[3], 40)))
            guard bytes[2] == 0x12, bytes[3] > 0 else { return nil }
            if bytes[1] == 1 { return .savedModel }
            return producer.allSatisfy { (0x20...0x7E).contains($0) } ? .onnx : nil
        }
        guard bytes[0] == 0x0A else { return nil }
        if name.hasSuffix(".meta") { return .tensorFlowGraph }
        let text = String(decoding: bytes, as: UTF8.self)
        return ["VariableV2", "Placeholder", "vector_rnn"].contains { text.contains($0) } && bytes.contains(0x12)
            && bytes.contains { $0 < 0x09 } ? .tensorFlowGraph : nil
    }

    private static func text(_ bytes: [UInt8], _ data: Data) -> ForeignFile? {
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let visible = body.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        guard let first = visible.first else { return .text }
        guard !bytes.contains(where: { $0 < 0x09 || (0x0E..<0x20).contains($0) }) else { return nil }
        let start = String(decoding: visible.prefix(256), as: UTF8.self).lowercased()
        if start.hasPrefix("version https://git-lfs") { return .gitLFSPointer }
        if first == UInt8(ascii: "<") {
            return start.hasPrefix("<!doctype html") || start.contains("<html") ? .webPage : .xml
        }
        if first == UInt8(ascii: "{") { return object(data) }
        // The browser ports' weights are a list that begins with an object.
        if first == UInt8(ascii: "[") {
            let next = visible.dropFirst().first { $0 > 0x20 }
            return next == UInt8(ascii: "\"") ? .configuration : nil
        }
        return .text
    }

    /// A JSON object, or a text that begins like one.
    private static func object(_ data: Data) -> ForeignFile {
        guard data.count <= 1 << 20, JSONNesting.depth(of: data, stoppingAt: 64) < 64,
            let object = try? JSONNode(json: data).members
        else { return .json }
        if object["modelTopology"] != nil || object["weightsManifest"] != nil { return .tensorFlowJS }
        let keys = ["data_set", "dec_rnn_size", "enc_rnn_size", "num_mixture", "z_size", "dec_model", "hidden_size", "M", "Nz"]
        return keys.contains { object[$0] != nil } ? .configuration : .json
    }
}
