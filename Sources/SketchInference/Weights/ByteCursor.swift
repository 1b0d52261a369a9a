import FoundationEssentials

/// Reads numbers from bytes in order, never beyond their end.
struct ByteCursor {
    /// Why a number could not be read; `description` completes "it ...".
    enum Failure: Error, CustomStringConvertible {
        case end(at: Int)
        case longVarint(at: Int)

        var description: String {
            switch self {
            case .end(let place): "ends in the middle of a field at byte \(place)"
            case .longVarint(let place): "has a number of more than 64 bits at byte \(place)"
            }
        }
    }

    private let bytes: Data
    private(set) var position: Int
    private let end: Int

    /// - Precondition: `range` is within `bytes`, whose indices start at 0.
    init(_ bytes: Data, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    mutating func byte() throws -> UInt8 {
        guard position < end else { throw Failure.end(at: position) }
        defer { position += 1 }
        return bytes[position]
    }

    /// The range of the next `count` bytes.
    ///
    /// - Throws: `Failure`.
    mutating func range(_ count: UInt64) throws -> Range<Int> {
        guard count <= UInt64(end - position) else { throw Failure.end(at: position) }
        defer { position += Int(count) }
        return position..<position + Int(count)
    }

    /// A little-endian number of `count` bytes, at most 8.
    mutating func fixed(_ count: Int) throws -> UInt64 {
        let range = try range(UInt64(count))
        return range.reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }

    /// A number of seven bits per byte, low bits first; the top bit of a byte is set if more follow.
    mutating func varint() throws -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw Failure.longVarint(at: start)
    }
}
