import Foundation

/// Numbers of the reference implementation, read from a bundled `Golden/<name>.safetensors`.
///
/// This reader shares no code with the product's weight reader, so that a fault in the one
/// does not hide a fault in the other.
public struct GoldenFile: Sendable {
    /// What can go wrong with a golden file; any of these is a broken check-out.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private struct Entry {
        var dtype: String
        var shape: [Int]
        var range: Range<Int>
    }

    public let name: String
    /// The text values of `__metadata__`, for example `config` as JSON text.
    public let metadata: [String: String]
    private let entries: [String: Entry]
    private let bytes: [UInt8]

    /// Reads the header and the values of `Golden/<name>.safetensors`; names are `lstm_cond`, `lstm_uncond`, `data`.
    public init(_ name: String) throws {
        self.name = name
        guard
            let url = Bundle.module.url(
                forResource: name, withExtension: "safetensors", subdirectory: "Golden")
        else { throw Failure(description: "Golden/\(name).safetensors is not in the test bundle") }
        bytes = [UInt8](try Data(contentsOf: url))
        func broken(_ what: String) -> Failure {
            Failure(description: "Golden/\(name).safetensors: \(what)")
        }
        guard bytes.count >= 8 else { throw broken("shorter than 8 bytes") }
        let headerLength = Int(Self.littleEndian(bytes, at: 0, count: 8))
        guard headerLength > 0, headerLength <= bytes.count - 8 else {
            throw broken("header of \(headerLength) bytes")
        }
        let start = 8 + headerLength
        let object = try JSONSerialization.jsonObject(with: Data(bytes[8..<start]))
        guard let header = object as? [String: Any] else { throw broken("the header is not a JSON object") }
        var entries: [String: Entry] = [:]
        for (key, value) in header where key != "__metadata__" {
            guard let fields = value as? [String: Any], let dtype = fields["dtype"] as? String,
                let shape = fields["shape"] as? [Int],
                let offsets = fields["data_offsets"] as? [Int], offsets.count == 2,
                offsets[0] >= 0, offsets[0] <= offsets[1], start + offsets[1] <= bytes.count
            else { throw broken("tensor \(key) is described wrongly") }
            entries[key] = Entry(
                dtype: dtype, shape: shape, range: start + offsets[0]..<start + offsets[1])
        }
        self.entries = entries
        metadata = header["__metadata__"] as? [String: String] ?? [:]
    }

    /// The tensors' names in alphabetical order.
    public var keys: [String] { entries.keys.sorted() }

    /// One tensor, row-major, every type converted to `Double`.
    public func float64s(_ key: String) throws -> (shape: [Int], values: [Double]) {
        guard let entry = entries[key] else {
            throw Failure(description: "Golden/\(name).safetensors has no tensor \(key)")
        }
        let count = entry.shape.reduce(1, *)
        func values(_ size: Int, _ convert: (UInt64) -> Double) throws -> [Double] {
            guard entry.range.count == count * size else {
                throw Failure(
                    description: "Golden/\(name).safetensors: \(key) has \(entry.range.count) bytes, "
                        + "its shape \(entry.shape) needs \(count * size)")
            }
            return (0..<count).map {
                convert(Self.littleEndian(bytes, at: entry.range.lowerBound + $0 * size, count: size))
            }
        }
        let result: [Double]
        switch entry.dtype {
        case "F64": result = try values(8) { Double(bitPattern: $0) }
        case "F32": result = try values(4) { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
        case "I64": result = try values(8) { Double(Int64(bitPattern: $0)) }
        case "I32": result = try values(4) { Double(Int32(truncatingIfNeeded: $0)) }
        case "I16": result = try values(2) { Double(Int16(truncatingIfNeeded: $0)) }
        default:
            throw Failure(description: "Golden/\(name).safetensors: \(key) is of type \(entry.dtype)")
        }
        return (entry.shape, result)
    }

    /// One tensor as `Float`: exact for F32, rounded for F64.
    public func floats(_ key: String) throws -> [Float] {
        try float64s(key).values.map { Float($0) }
    }

    /// One tensor as whole numbers, for lengths and counts.
    public func integers(_ key: String) throws -> [Int] {
        try float64s(key).values.map { Int($0) }
    }

    private static func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(bytes[offset + index]) << (8 * UInt64(index)) }
        return value
    }
}
