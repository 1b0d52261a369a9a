/// The tensors of a PyTorch file in the zip form (`torch.save` since version 1.6): a pickle, `data.pkl`, and the numbers
/// of each storage as a member of its own. No code of the file is executed.
package final class TorchArchive {
    /// Why an archive cannot be read, as a part of a sentence about the file.
    package struct Refusal: Error { package let reason: String }

    /// A tensor under its name: the keys of the dictionaries that lead to it, joined by dots.
    package struct Entry: Sendable {
        package let name: String
        package let tensor: TorchTensor
    }

    /// The largest pickle, in bytes.
    private static let pickleLimit = 16 << 20
    /// The inflated size of an archive may exceed its own size by this factor. PyTorch does not compress.
    private static let expansion = 16

    /// In the order of the file, without those of optimizers.
    package let entries: [Entry]
    /// The bytes of a storage by its key; nil if there are none.
    private let storage: (String) throws -> [UInt8]?

    /// The program that wrote a zip archive.
    package enum Kind: Sendable { case pyTorch, torchScript, keras, numPy, other }

    /// The program that wrote a zip archive; nil if the bytes are not a zip archive, or a damaged one.
    package static func kind(_ bytes: [UInt8]) -> Kind? {
        guard bytes.starts(with: [0x50, 0x4B, 3, 4]), let archive = try? ZipReader(path: "", memory: bytes) else { return nil }
        let names = archive.members.map(\.name)
        if names.contains(where: { $0 == "constants.pkl" || $0.hasSuffix("/constants.pkl") }) { return .torchScript }
        if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) { return .pyTorch }
        if names.contains("model.weights.h5") { return .keras }
        return names.contains { $0.hasSuffix(".npy") } ? .numPy : .other
    }

    /// - Throws: `Refusal`, `FormatError` for a damaged archive or one beyond the limits.
    package convenience init(_ bytes: [UInt8], name: String) throws {
        let archive = try ZipReader(path: name, memory: bytes)
        let inflated = archive.members.reduce(0) { $0 + $1.size }
        guard inflated <= bytes.count * Self.expansion + 1 << 20 else {
            throw Refusal(reason: "its members inflate to \(inflated) bytes, more than \(Self.expansion) times its size")
        }
        guard let pickle = archive.members.first(where: { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }) else {
            throw Refusal(reason: "it has no member data.pkl")
        }
        guard pickle.size <= Self.pickleLimit else {
            throw Refusal(reason: "its pickle has \(pickle.size) bytes, more than the limit of \(Self.pickleLimit)")
        }
        let folder = String(pickle.name.dropLast("data.pkl".count))
        let members = Dictionary(archive.members.map { ($0.name, $0) }) { first, _ in first }
        if let order = members[folder + "byteorder"], order.size < 64 {
            guard try archive.bytes(of: order).elementsEqual("little".utf8) else {
                throw Refusal(reason: "its numbers are big-endian, which is not supported")
            }
        }
        try self.init(pickle: try archive.bytes(of: pickle), name: name) { key in
            try members[folder + "data/" + key].map { try archive.bytes(of: $0) }
        }
    }

    /// - Parameter storage: the bytes of a storage by its key; nil if there are none.
    /// - Throws: `Refusal`, `FormatError` for a pickle beyond the limits.
    package init(pickle: [UInt8], name: String, storage: @escaping (String) throws -> [UInt8]?) throws {
        self.storage = storage
        let dictionary: TorchDictionary
        do {
            dictionary = try TorchMachine(pickle).run()
        } catch let refusal as PickleMachine.Refusal {
            guard case .malformed(let reason) = refusal.fault.cause else {
                throw refusal.fault.error(file: name, place: "data.pkl")
            }
            throw Refusal(reason: "byte \(refusal.offset) of its pickle: \(reason)")
        }
        var entries: [Entry] = []
        var visited: Set<ObjectIdentifier> = []
        Self.collect(dictionary, prefix: "", into: &entries, &visited)
        self.entries = entries
    }

    /// Adds the tensors of a dictionary and those within it, each dictionary once.
    private static func collect(
        _ dictionary: TorchDictionary, prefix: String, into entries: inout [Entry], _ visited: inout Set<ObjectIdentifier>
    ) {
        guard visited.insert(ObjectIdentifier(dictionary)).inserted else { return }
        for (key, value) in dictionary.entries {
            switch value {
            case .tensor(let tensor): entries.append(Entry(name: prefix + key, tensor: tensor))
            case .dictionary(let inner) where !key.lowercased().contains("optim"):
                collect(inner, prefix: prefix + key + ".", into: &entries, &visited)
            default: break
            }
        }
    }

    /// Returns a tensor's elements in row-major order, rounded to float32.
    ///
    /// - Throws: `Refusal`, `FormatError` for a damaged member.
    package func values(of tensor: TorchTensor) throws -> [Float] {
        let storage = tensor.storage
        guard let bytes = try self.storage(storage.key) else {
            throw Refusal(reason: "it has no member data/\(PickleReader.shown(storage.key))")
        }
        let (size, isOver) = storage.count.multipliedReportingOverflow(by: storage.type.size)
        guard !isOver, size == bytes.count else {
            throw Refusal(
                reason: "its member data/\(PickleReader.shown(storage.key)) has \(bytes.count) bytes, not those of "
                    + "\(storage.count) numbers")
        }
        return try bytes.withUnsafeBytes { bytes in
            var values: [Float] = []
            values.reserveCapacity(tensor.count)
            var place = [Int](repeating: 0, count: tensor.shape.count)
            var element = tensor.offset
            for _ in 0..<tensor.count {
                guard let value = storage.type.float(bytes, at: element * storage.type.size) else {
                    throw Refusal(reason: "its tensors are of type \(storage.type.name), not F32, F16, BF16 or F64")
                }
                values.append(value)
                var axis = place.count - 1
                while axis >= 0 {
                    place[axis] += 1
                    element += tensor.strides[axis]
                    if place[axis] < tensor.shape[axis] { break }
                    element -= place[axis] * tensor.strides[axis]
                    place[axis] = 0
                    axis -= 1
                }
            }
            return values
        }
    }
}
