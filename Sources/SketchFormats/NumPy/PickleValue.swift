/// A value on the pickle machine's stack. Bytes are not copied from the pickle.
enum PickleValue: PickleStackValue {
    case mark, none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case bytes(PickleBytes)
    /// UTF-8.
    case text(Range<Int>)
    /// UTF-8, unescaped from the text of protocols 0 and 1.
    case ownedText([UInt8])
    case tuple([PickleValue], depth: Int)
    case list(PickleList)
    case global(PickleGlobal)
    case type(PickleType)
    case array(PickleArray)

    var isMark: Bool { if case .mark = self { true } else { false } }
    var isNone: Bool { if case .none = self { true } else { false } }
    var depth: Int { if case .tuple(_, let depth) = self { depth } else { 0 } }

    var textRange: Range<Int>? { if case .text(let range) = self { range } else { nil } }

    /// A truth value; Python 2 writes them as numbers.
    var truth: Bool? {
        switch self {
        case .boolean(let value): value
        case .integer(0): false
        case .integer(1): true
        default: nil
        }
    }

    /// The value of a number or a truth value.
    var number: Double? {
        switch self {
        case .boolean(let value): value ? 1 : 0
        case .integer(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }

    /// For messages.
    var kind: String {
        switch self {
        case .mark: "a mark"
        case .none: "None"
        case .boolean: "a truth value"
        case .integer, .float: "a number"
        case .bytes: "bytes"
        case .text, .ownedText: "text"
        case .tuple: "a tuple"
        case .list: "a list"
        case .global(let global): "'\(global.rawValue)'"
        case .type: "a dtype"
        case .array: "an array"
        }
    }
}

/// Bytes, as a range of the pickle.
enum PickleBytes {
    case range(Range<Int>)
    /// UTF-8 whose characters are the bytes, as Python 3 writes bytes in protocol 2.
    case latin1(Range<Int>)
    /// Unescaped from a Python 2 string in quotation marks, or made of numbers.
    case owned([UInt8])

    /// Calls `body` with the bytes, decoded if they are written as text.
    ///
    /// - Parameter bytes: the pickle.
    func withBytes<Result>(in bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch self {
        case .owned(let owned): return try owned.withUnsafeBytes(body)
        case .range(let range):
            return try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
        case .latin1(let range):
            return try withUnsafeTemporaryAllocation(byteCount: max(range.count, 1), alignment: 16) { plain in
                // In UTF-8 a byte below 0x80 is itself; from 0x80 on it is 0xC2 or 0xC3 and a second byte.
                let count = bytes.withUnsafeBytes { bytes in
                    var (lead, count) = (UInt8(0), 0)
                    for place in range {
                        let byte = bytes[place]
                        if byte & 0xFE == 0xC2 {
                            lead = byte << 6
                        } else {
                            plain[count] = byte >= 0x80 ? lead | (byte & 0x3F) : byte
                            count += 1
                        }
                    }
                    return count
                }
                return try body(UnsafeRawBufferPointer(rebasing: plain[..<count]))
            }
        }
    }
}

/// The functions and types in NumPy's pickles. Each raw value is `module name`; only exact matches are accepted.
enum PickleGlobal: String {
    case reconstruct = "numpy.core.multiarray _reconstruct"
    case scalar = "numpy.core.multiarray scalar"
    case frombuffer = "numpy.core.numeric _frombuffer"
    case ndarray = "numpy ndarray"
    case dtype = "numpy dtype"
    case encode = "_codecs encode"
    case bytes = "builtins bytes"

    init?(module: String, name: String) {
        switch (module, name) {
        case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"),
            ("numpy.core._multiarray_umath", "_reconstruct"), ("numpy._core._multiarray_umath", "_reconstruct"):
            self = .reconstruct
        case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"): self = .scalar
        case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"): self = .frombuffer
        case ("numpy", "ndarray"): self = .ndarray
        case ("numpy", "dtype"): self = .dtype
        case ("_codecs", "encode"): self = .encode
        case ("builtins", "bytes"), ("__builtin__", "bytes"): self = .bytes
        default: return nil
        }
    }
}

/// A dtype under construction; the memo and the stack share it.
final class PickleType {
    var content: NPYHeader.Content
    init(content: NPYHeader.Content) { self.content = content }
}

/// A list under construction: numbers, or arrays and finished lists.
final class PickleList {
    var numbers: [Double] = []
    var arrays: [PickleArray] = []
    var count: Int { numbers.count + arrays.count }
    /// The list as an array, once it is an element of another value. Nothing is appended to it then.
    var finished: PickleArray?
}

/// An array under construction: numbers, or a list of arrays.
final class PickleArray {
    private(set) var numbers: NumericArray?
    private(set) var elements: [PickleArray]?
    var isBuilt: Bool { numbers != nil || elements != nil }
    /// The levels of lists below this one.
    private(set) var depth = 0
    /// The numeric arrays and their bytes, those of repeated ones each time.
    private(set) var (leafCount, byteCount) = (1, 0)

    init() {}

    init(_ numbers: NumericArray) { set(numbers) }

    init(_ elements: [PickleArray]) { set(elements) }

    func set(_ numbers: NumericArray) {
        self.numbers = numbers
        byteCount = numbers.byteCount
    }

    func set(_ elements: [PickleArray]) {
        self.elements = elements
        (depth, leafCount, byteCount) = (1, 0, 0)
        for element in elements {
            depth = max(depth, element.depth + 1)
            leafCount = Self.sum(leafCount, element.leafCount)
            byteCount = Self.sum(byteCount, element.byteCount)
        }
    }

    private static func sum(_ a: Int, _ b: Int) -> Int {
        let (sum, isOver) = a.addingReportingOverflow(b)
        return isOver ? .max : sum
    }
}

/// An array of numbers whose shape, type and size are consistent.
struct NumericArray {
    var type: NumericType
    /// Whether the first index varies fastest.
    var isFortran: Bool
    var shape: [Int]
    var data: PickleBytes
    var byteCount: Int { shape.reduce(type.size, *) }
}
