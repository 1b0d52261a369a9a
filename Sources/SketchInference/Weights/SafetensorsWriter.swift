import FoundationEssentials
import Glibc
import SketchSupport

/// Writes safetensors files. Equal input gives equal bytes: tensors and metadata are sorted by name, and the header is
/// padded with spaces to a multiple of 8 bytes.
public struct SafetensorsWriter: Sendable {
    /// The type that weights are stored as; conversion rounds to nearest, ties to even.
    public enum Precision: String, Sendable, CaseIterable {
        case float32 = "F32"
        case float16 = "F16"
        case bfloat16 = "BF16"

        /// Bytes of one element.
        var size: Int { self == .float32 ? 4 : 2 }

        /// The largest magnitude that does not round to infinity.
        package var largest: Float {
            switch self {
            case .float32: .greatestFiniteMagnitude
            case .float16: Float(65520).nextDown
            case .bfloat16: Float(sign: .plus, exponent: 127, significand: 2 - 0x1p-8).nextDown
            }
        }
    }

    private var tensors: [String: (tensor: Tensor, precision: Precision)] = [:]
    /// The entries of `__metadata__`.
    public var metadata: [String: String]

    public init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    /// Adds a tensor, or replaces the one of that name.
    public mutating func add(_ name: String, _ tensor: Tensor, precision: Precision = .float32) {
        tensors[name] = (tensor, precision)
    }

    /// The file's bytes. A value outside the range of its precision becomes an infinity, which readers refuse;
    /// `SketchModel.safetensorsData` checks for it.
    public func data() -> Data {
        var file = Data(capacity: tensors.values.reduce(1 << 16) { $0 + $1.tensor.values.count * 4 })
        forEachPart { file.append(contentsOf: $0) }
        return file
    }

    /// Calls `body` with the file's bytes in consecutive parts.
    func forEachPart(_ body: (UnsafeRawBufferPointer) -> Void) {
        let names = tensors.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var fields: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { JSONText.quoted($0.key) + ":" + JSONText.quoted($0.value) }
            fields.append("\"__metadata__\":{" + pairs.joined(separator: ",") + "}")
        }
        var start = 0
        for name in names {
            guard let (tensor, precision) = tensors[name] else { continue }
            let end = start + tensor.values.count * precision.size
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            fields.append(
                JSONText.quoted(name) + ":{\"dtype\":\"\(precision.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(start),\(end)]}")
            start = end
        }
        var header = Array(("{" + fields.joined(separator: ",") + "}").utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
        withUnsafeBytes(of: UInt64(header.count).littleEndian, body)
        header.withUnsafeBytes(body)
        for name in names {
            guard let (tensor, precision) = tensors[name] else { continue }
            switch precision {
            case .float32: LittleEndian.withBytes(of: tensor.values, body)
            case .float16: LittleEndian.withBytes(of: tensor.values.map { Float16($0).bitPattern }, body)
            case .bfloat16: LittleEndian.withBytes(of: tensor.values.map(BrainFloat.bits), body)
            }
        }
    }

    /// Writes to a temporary file and renames it, so that an interrupted write leaves an existing file unchanged.
    ///
    /// - Throws: `FileError`.
    public func write(to path: String) throws {
        try AtomicFile.write(data(), to: path)
    }
}
