/// A value on the stack of a `TorchMachine`. Text is not copied from the pickle.
enum TorchValue: PickleStackValue {
    case mark, none
    case boolean(Bool)
    case integer(Int)
    /// A floating-point number, whose value no tensor needs.
    case number
    /// UTF-8.
    case text(Range<Int>)
    case tuple([TorchValue], depth: Int)
    /// A list, whose elements no tensor needs.
    case list
    case dictionary(TorchDictionary)
    case global(TorchGlobal)
    case storage(TorchStorage)
    case tensor(TorchTensor)

    var isMark: Bool { if case .mark = self { true } else { false } }
    var depth: Int { if case .tuple(_, let depth) = self { depth } else { 0 } }
    var textRange: Range<Int>? { if case .text(let range) = self { range } else { nil } }
}

/// A dictionary under construction; the memo and the stack share it.
final class TorchDictionary {
    /// In the order of the pickle. Only values that can lead to tensors are kept.
    var entries: [(key: String, value: TorchValue)] = []
    /// Whether it is an element of another value. Nothing can be added to it then, so that no value contains itself.
    var isClosed = false
    /// The levels of dictionaries in it, itself included.
    var depth = 1
}

/// A storage in the archive: `count` numbers of one type in the member `data/KEY`.
package struct TorchStorage: Hashable, Sendable {
    package let key: String
    package let type: TorchElementType
    package let count: Int
}

/// A tensor: a view of a storage. Every element is within the storage's `count` numbers, and there are at most as many
/// elements as numbers.
package struct TorchTensor: Sendable {
    package let storage: TorchStorage
    package let offset: Int
    package let shape: [Int]
    let strides: [Int]

    /// The number of elements.
    package var count: Int { shape.reduce(1, *) }

    /// Nil for a view that leaves the storage, or repeats its elements.
    init?(storage: TorchStorage, offset: Int, shape: [Int], strides: [Int]) {
        guard shape.count == strides.count, shape.count <= 8, offset >= 0 else { return nil }
        var count = 1
        for side in shape {
            let (product, isOver) = count.multipliedReportingOverflow(by: side)
            guard side >= 0, !isOver else { return nil }
            count = product
        }
        guard count <= storage.count else { return nil }
        var last = offset
        for (side, stride) in zip(shape, strides) where count > 0 {
            let (step, isOver) = (side - 1).multipliedReportingOverflow(by: stride)
            let (sum, isBeyond) = last.addingReportingOverflow(step)
            guard stride >= 0, !isOver, !isBeyond else { return nil }
            last = sum
        }
        guard count == 0 || last < storage.count else { return nil }
        (self.storage, self.offset, self.shape, self.strides) = (storage, offset, shape, strides)
    }
}

/// The element types of PyTorch's storages.
package enum TorchElementType: String, Sendable {
    case float32 = "FloatStorage"
    case float64 = "DoubleStorage"
    case float16 = "HalfStorage"
    case bfloat16 = "BFloat16Storage"
    case int64 = "LongStorage"
    case int32 = "IntStorage"
    case int16 = "ShortStorage"
    case int8 = "CharStorage"
    case uint8 = "ByteStorage"
    case boolean = "BoolStorage"

    /// Bytes per number.
    package var size: Int {
        switch self {
        case .int8, .uint8, .boolean: 1
        case .float16, .bfloat16, .int16: 2
        case .float32, .int32: 4
        case .float64, .int64: 8
        }
    }

    /// The name of the type in the safetensors format.
    package var name: String {
        switch self {
        case .float32: "F32"
        case .float64: "F64"
        case .float16: "F16"
        case .bfloat16: "BF16"
        case .int64: "I64"
        case .int32: "I32"
        case .int16: "I16"
        case .int8: "I8"
        case .uint8: "U8"
        case .boolean: "BOOL"
        }
    }

    /// Returns the floating-point number at `offset`, rounded to float32; nil for integers.
    func float(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float? {
        switch self {
        case .float32: Float(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
        case .float64:
            Float(Double(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian))
        case .float16:
            Float(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self).littleEndian))
        case .bfloat16:
            Float(bitPattern: UInt32(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self).littleEndian) << 16)
        default: nil
        }
    }
}

/// The functions and types in the pickles of state dicts; only exact matches are accepted.
enum TorchGlobal: Equatable {
    case orderedDictionary
    /// `_rebuild_tensor_v2`, and `_rebuild_tensor` of early versions.
    case tensor
    case parameter
    case storage(TorchElementType)

    init?(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): self = .tensor
        case ("torch._utils", "_rebuild_parameter"): self = .parameter
        case ("torch", _):
            guard let type = TorchElementType(rawValue: name) else { return nil }
            self = .storage(type)
        default: return nil
        }
    }
}
