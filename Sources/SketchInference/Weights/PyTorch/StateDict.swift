import FoundationEssentials
import Glibc
import SketchFormats

/// Named tensors as PyTorch stores them: matrices [out, in].
struct StateDict {
    let name: String
    let entries: [WeightFile.Entry]
    private let read: (String) throws -> [Float]

    /// Opens a file of `torch.save` in the zip form.
    ///
    /// - Throws: `InferenceError.malformedFile`.
    init(archive data: Data, name: String) throws {
        try self.init(name) { try TorchArchive([UInt8](data), name: name) }
    }

    /// - Parameter open: opens the archive.
    /// - Throws: `InferenceError.malformedFile`.
    init(_ name: String, _ open: () throws -> TorchArchive) throws {
        do {
            let archive = try open()
            self.name = name
            entries = archive.entries.map {
                WeightFile.Entry(name: $0.name, shape: $0.tensor.shape, type: $0.tensor.storage.type.name)
            }
            let tensors = Dictionary(archive.entries.map { ($0.name, $0.tensor) }) { _, last in last }
            read = { tensor in
                guard let view = tensors[tensor] else { throw InferenceError.missingTensor(file: name, name: tensor) }
                do { return try archive.values(of: view) } catch { throw Self.refusal(error, name) }
            }
        } catch { throw Self.refusal(error, name) }
    }

    private static func refusal(_ error: any Error, _ name: String) -> any Error {
        let detail: String
        switch error {
        case let refusal as TorchArchive.Refusal: detail = refusal.reason
        case FormatError.malformed(_, let place, let reason): detail = "\(place): \(reason)"
        case let error as FormatError: detail = "\(error)"
        default: return error
        }
        return InferenceError.malformedFile(file: name, kind: .pyTorch, detail: detail)
    }

    /// The tensors of a safetensors file under PyTorch's names.
    init(_ file: SafetensorsFile) {
        name = file.name
        entries = file.entries.map { WeightFile.Entry(name: $0.name, shape: $0.shape, type: $0.type.rawValue) }
        read = { try file.tensor($0).values }
    }

    /// A tensor's shape; nil if there is none of this name.
    func shape(_ tensor: String) -> [Int]? { entries.last { $0.name == tensor }?.shape }

    /// A tensor's values, row-major.
    ///
    /// - Throws: `InferenceError`.
    func values(_ tensor: String) throws -> [Float] { try read(tensor) }
}
