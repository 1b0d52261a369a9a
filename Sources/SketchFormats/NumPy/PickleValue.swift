/// A value on the pickle machine's stack. Bytes are not copied from the pickle.
enum PickleValue {
    case mark, none
    case boolean(Bool)
    case integer(Int)
    case bytes(PickleBytes)
    /// UTF-8.
    case text(Range<Int>)
    case tuple([PickleValue], depth: Int)
    case list(PickleList)
    case global(PickleGlobal)
    case type(PickleType)
    case array(PickleArray)

    var isMark: Bool { if case .mark = self { true } else { false } }
    var isNone: Bool { if case .none = self { true } else { false } }
    var depth: Int { if case .tuple(_, let depth) = self { depth } else { 0 } }

    /// A truth value; Python 2 writes them as numbers.
    var truth: Bool? {
        switch self {
        case .boolean(let value): value
        case .integer(0): false
        case .integer(1): true
        default: nil
        }
    }

    /// For messages.
    var kind: String {
        switch self {
        case .mark: "a mark"
        case .none: "None"
        case .boolean: "a truth value"
        case .integer: "a number"
        case .bytes: "bytes"
        case .text: "text"
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
    /// Unescaped from a Python 2 string in quotation marks.
    case owned([UInt8])
}

/// The functions and types in NumPy's pickles. Each raw value is `module name`; only exact matches are accepted.
enum PickleGlobal: String {
    case reconstruct = "numpy.core.multiarray _reconstruct"
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

/// A list under construction.
final class PickleList {
    var arrays: [PickleArray] = []
}

/// An array under construction: numbers, or an array of arrays of numbers.
final class PickleArray {
    var numbers: NumericArray?
    var elements: [PickleArray]?
    var isBuilt: Bool { numbers != nil || elements != nil }
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
