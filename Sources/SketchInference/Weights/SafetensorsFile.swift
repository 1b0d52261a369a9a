import FoundationEssentials
import Glibc
import SketchSupport

/// A `.safetensors` file. Only the header is read until a tensor is requested.
///
/// Format: 8 bytes header length (little-endian), JSON header, data. Reading is strict, since files may be untrusted: the
/// header must fit the file and 4 MiB, offsets must cover the data without gap or overlap, and sizes must agree with
/// shapes. Every violation is an error that states its position; no byte outside the file is read.
public struct SafetensorsFile: Sendable {
    /// The element types of the format that this reader accepts.
    public enum ElementType: String, Sendable {
        case float16 = "F16"
        case float32 = "F32"
        case float64 = "F64"
        case int16 = "I16"
        case int32 = "I32"
        case int64 = "I64"
        case uint8 = "U8"
        case bool = "BOOL"
        case bfloat16 = "BF16"

        /// Bytes of one element.
        public var size: Int {
            switch self {
            case .uint8, .bool: 1
            case .float16, .bfloat16, .int16: 2
            case .float32, .int32: 4
            case .float64, .int64: 8
            }
        }

        /// Little-endian bytes converted to float32 without loss; nil for other types than F32, F16 and BF16.
        func floats(_ bytes: Data) -> [Float]? {
            switch self {
            case .float32: LittleEndian.float32s(bytes)
            case .float16: LittleEndian.float16s(bytes)
            case .bfloat16: LittleEndian.bfloat16s(bytes)
            default: nil
            }
        }
    }

    /// A tensor's entry in the header; `range` is in bytes from the start of the data.
    public struct Entry: Sendable {
        public let name: String
        public let type: ElementType
        public let shape: [Int]
        public let range: Range<Int>

        /// The number of elements.
        public var count: Int { range.count / type.size }
    }

    /// The longest accepted header, in bytes. The header of a model has a few thousand; one of 60 MB took ten seconds and a
    /// gigabyte of memory to read.
    public static let headerLimit = 4 << 20

    /// The file's name in errors.
    public let name: String
    /// The entries of `__metadata__`.
    public let metadata: [String: String]
    /// The tensors, in the order of the data.
    public let entries: [Entry]
    private let bytes: Data
    private let dataStart: Int

    /// Opens a file.
    ///
    /// - Throws: `InferenceError.unreadableFile` or `.malformedFile`.
    public init(contentsOf path: String) throws {
        try self.init(data: WeightFile.read(path), name: path)
    }

    /// Opens a file in memory.
    ///
    /// - Parameter name: the file's name in errors.
    /// - Throws: `InferenceError.malformedFile`.
    public init(data: Data, name: String) throws {
        let bytes = data.startIndex == 0 ? data : Data(data)
        dataStart = 8 + (try Self.headerLength(of: bytes, fileSize: bytes.count, name: name))
        let header = try SafetensorsHeader(
            json: bytes.subdata(in: 8..<dataStart), dataSize: bytes.count - dataStart, file: name)
        self.name = name
        self.bytes = bytes
        metadata = header.metadata
        entries = header.entries
    }

    /// Reads the metadata of a file, and checks its header, without its tensors.
    ///
    /// - Throws: as `init(contentsOf:)`.
    package static func metadata(ofFileAt path: String) throws -> [String: String] {
        let (start, size): (Data, Int)
        do {
            let file = try ReadableFile(path)
            size = Int(try file.information().st_size)
            start = try file.read(upTo: 8 + headerLimit)
        } catch {
            throw InferenceError.unreadableFile(path: path, reason: FileReason.sentence(for: error))
        }
        let length = try headerLength(of: start, fileSize: size, name: path)
        return try SafetensorsHeader(
            json: start.subdata(in: 8..<8 + length), dataSize: size - 8 - length, file: path
        ).metadata
    }

    /// The length of the header, in bytes.
    private static func headerLength(of bytes: Data, fileSize: Int, name: String) throws -> Int {
        func refuse(_ detail: String) -> InferenceError { .malformedFile(file: name, kind: .safetensors, detail: detail) }
        guard !bytes.isEmpty else { throw refuse("it is empty") }
        guard bytes.count >= 8 else { throw refuse("it has only \(bytes.count) bytes") }
        var length: UInt64 = 0
        for index in (0..<8).reversed() { length = length << 8 | UInt64(bytes[index]) }
        guard length <= UInt64(headerLimit) else {
            throw refuse("its header has \(length) bytes, more than the limit of \(headerLimit)")
        }
        guard Int(length) <= fileSize - 8 else {
            throw refuse("its header has \(length) bytes, but only \(fileSize - 8) follow; the file is truncated")
        }
        return Int(length)
    }

    /// The entry of a tensor; nil if there is none.
    public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

    /// A tensor's bytes as in the file.
    public func bytes(of entry: Entry) -> Data {
        Data(part(of: entry))
    }

    /// A slice of the file, without a copy; its indices do not begin at 0.
    private func part(of entry: Entry) -> Data {
        bytes[dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound]
    }

    /// A tensor of F32, F16 or BF16 converted to float32 without loss.
    ///
    /// - Throws: `InferenceError.missingTensor`, or `.malformedFile` for another element type.
    public func tensor(_ tensorName: String) throws -> Tensor {
        guard let entry = entry(tensorName) else {
            throw InferenceError.missingTensor(file: name, name: tensorName)
        }
        guard let values = entry.type.floats(part(of: entry)) else {
            throw InferenceError.malformedFile(
                file: name, kind: .safetensors,
                detail: "tensor \(tensorName) is of type \(entry.type.rawValue), not F32, F16 or BF16")
        }
        return Tensor(shape: entry.shape, values: values)
    }
}
