import FoundationEssentials
import Glibc
import SketchFormats

/// Models of PyTorch ports.
extension WeightFile {
    /// Opens a PyTorch port's model: state dicts in PyTorch's zip form, or safetensors with the same tensors.
    ///
    /// - Parameters:
    ///   - paths: one file with encoder and decoder, or two files with one each, in any order.
    ///   - options: facts that the tensors do not state.
    /// - Throws: `InferenceError.unreadableFile`, `.malformedFile`, `.foreignFile`, `.notASketchModel`, `.halfModel`,
    ///   `.unknownMixtureLayout`.
    public init(stateDicts paths: [String], options: PortOptions = PortOptions()) throws {
        let dicts = try paths.map { path in
            let data = try Self.read(path)
            if let kind = ForeignFile(data, name: path) { throw InferenceError.foreignFile(file: path, kind) }
            return data.starts(with: Self.zipMagic)
                ? try StateDict(archive: data, name: path) : StateDict(try SafetensorsFile(data: data, name: path))
        }
        try self.init(dicts, options: options)
    }

    /// Opens a PyTorch port's state dict from the parts of its archive.
    ///
    /// - Parameter storages: the numbers' bytes by the storages' keys.
    /// - Throws: as `init(data:name:)`.
    package init(pickle: [UInt8], storages: [String: [UInt8]], name: String) throws {
        try self.init(
            [StateDict(name) { try TorchArchive(pickle: pickle, name: name) { storages[$0] } }], options: PortOptions())
    }

    /// The values of one tensor of a PyTorch archive.
    ///
    /// - Throws: `InferenceError`.
    package static func tensor(ofPickle pickle: [UInt8], _ tensor: String, storages: [String: [UInt8]]) throws -> [Float] {
        try StateDict("the file") { try TorchArchive(pickle: pickle, name: "the file") { storages[$0] } }.values(tensor)
    }

    /// Opens a PyTorch port's model from safetensors in memory.
    ///
    /// - Throws: as `init(stateDicts:options:)`.
    package init(stateDict file: SafetensorsFile, options: PortOptions) throws {
        try self.init([StateDict(file)], options: options)
    }

    init(_ dicts: [StateDict], options: PortOptions) throws {
        let weights = try PortWeights(dicts, options: options)
        name = weights.name
        format = .pyTorch
        entries = weights.entries
        config = nil
        scaleFactor = nil
        classes = []
        let files = dicts.map { URL(fileURLWithPath: $0.name).lastPathComponent }.joined(separator: ", ")
        metadata = ["source": "PyTorch port's weights \(files) (\(weights.label))"]
        squashesLatent = false
        source = weights
    }
}
