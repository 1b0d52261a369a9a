import FoundationEssentials

/// The `.index` file of a TensorFlow V2 checkpoint: a LevelDB table from tensor names to positions in the data files.
///
/// Goals in order of priority: no byte outside the file is read; memory is proportional to the file's size; every checksum
/// is compared; every error states what and where.
struct CheckpointIndex {
    struct Entry {
        var name: String
        /// The element type, as TensorFlow numbers it.
        var type = 0
        var shape: [Int] = []
        var shard = 0
        var offset = 0
        var size = 0
        /// Masked CRC-32C of the tensor's bytes.
        var checksum: UInt32 = 0
        /// Whether the tensor is stored in parts with separate names.
        var isPartitioned = false
    }

    /// The largest accepted number of tensors and length of a name: far above any model's, low enough to bound memory.
    private static let entryLimit = 1 << 16
    private static let nameLimit = 1024
    private static let magic: UInt64 = 0xDB47_7524_8B80_FB57

    private(set) var shardCount = 1
    /// The tensors in the order of their names.
    private(set) var entries: [Entry] = []
    private let bytes: Data
    private let file: String

    /// - Parameter file: the name in errors.
    /// - Throws: `InferenceError.malformedFile`.
    init(data: Data, file: String) throws {
        bytes = data.startIndex == 0 ? data : Data(data)
        self.file = file
        do {
            try readTable()
        } catch let failure as ByteCursor.Failure {
            throw refusal("it \(failure)")
        }
    }

    private func refusal(_ detail: String) -> InferenceError {
        .malformedFile(file: file, kind: .tensorFlow, detail: detail)
    }

    private mutating func readTable() throws {
        guard bytes.count >= 48 else { throw refusal("it has only \(bytes.count) bytes") }
        var tail = ByteCursor(bytes, bytes.count - 8..<bytes.count)
        guard try tail.fixed(8) == Self.magic else {
            throw refusal("it does not end with the magic number of a table; it is truncated or of another kind")
        }
        var footer = ByteCursor(bytes, bytes.count - 48..<bytes.count - 8)
        _ = try block(at: &footer)  // The metaindex block, of which only the checksum matters.
        let index = try block(at: &footer)
        var lastKey: [UInt8]?
        var hasHeader = false
        try forEachPair(in: index) { _, handle in
            var cursor = ByteCursor(bytes, handle)
            try forEachPair(in: block(at: &cursor)) { key, value in
                // Strictly ascending keys also prevent a block from being listed twice.
                if let lastKey, !lastKey.lexicographicallyPrecedes(key) {
                    throw refusal("its names are not in ascending order")
                }
                lastKey = key
                if key.isEmpty {
                    hasHeader = true
                    try readHeader(value)
                } else {
                    guard entries.count < Self.entryLimit else {
                        throw refusal("it lists more than \(Self.entryLimit) tensors")
                    }
                    entries.append(try entry(named: String(decoding: key, as: UTF8.self), value))
                }
            }
        }
        guard hasHeader else { throw refusal("it has no header entry") }
        try checkPlaces()
    }

    /// The contents of the block whose handle (offset, size) is at the cursor, after checking its checksum.
    private func block(at cursor: inout ByteCursor) throws -> Range<Int> {
        let (offset, size) = (try cursor.varint(), try cursor.varint())
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, bytes.count >= 5, end <= UInt64(bytes.count - 5) else {
            throw refusal("a block at byte \(offset) of \(size) bytes is outside the file; it is truncated")
        }
        let range = Int(offset)..<Int(end)
        var trailer = ByteCursor(bytes, range.upperBound..<range.upperBound + 5)
        let type = try trailer.byte()
        let checksum = UInt32(truncatingIfNeeded: try trailer.fixed(4))
        guard CRC32C.matches(bytes, range.lowerBound..<range.upperBound + 1, checksum) else {
            throw refusal("the checksum of the block at byte \(offset) is wrong; it is damaged")
        }
        guard type == 0 else { throw refusal("the block at byte \(offset) is compressed (type \(type))") }
        return range
    }

    /// Calls `body` with every key of a block and the range of its value.
    private func forEachPair(in block: Range<Int>, _ body: ([UInt8], Range<Int>) throws -> Void) throws {
        guard block.count >= 4 else { throw refusal("the block at byte \(block.lowerBound) is too short") }
        var tail = ByteCursor(bytes, block.upperBound - 4..<block.upperBound)
        let restarts = try tail.fixed(4)
        guard restarts <= UInt64((block.count - 4) / 4) else {
            throw refusal("the block at byte \(block.lowerBound) claims \(restarts) restart points")
        }
        var cursor = ByteCursor(bytes, block.lowerBound..<block.upperBound - 4 - 4 * Int(restarts))
        var key: [UInt8] = []
        while !cursor.isAtEnd {
            let shared = try cursor.varint()
            let (unshared, size) = (try cursor.varint(), try cursor.varint())
            guard shared <= UInt64(key.count), unshared <= UInt64(Self.nameLimit),
                Int(shared) + Int(unshared) <= Self.nameLimit
            else { throw refusal("a name in the block at byte \(block.lowerBound) is malformed") }
            key.removeSubrange(Int(shared)...)
            key += bytes[try cursor.range(unshared)]
            try body(key, try cursor.range(size))
        }
    }

    // MARK: Protocol buffers

    private enum Field {
        case number(UInt64)
        case bytes(Range<Int>)
    }

    private func forEachField(in range: Range<Int>, _ body: (UInt64, Field) throws -> Void) throws {
        var cursor = ByteCursor(bytes, range)
        while !cursor.isAtEnd {
            let tag = try cursor.varint()
            switch tag & 7 {
            case 0: try body(tag >> 3, .number(try cursor.varint()))
            case 1: try body(tag >> 3, .number(try cursor.fixed(8)))
            case 2: try body(tag >> 3, .bytes(try cursor.range(try cursor.varint())))
            case 5: try body(tag >> 3, .number(try cursor.fixed(4)))
            default: throw refusal("an entry has a field of the unknown type \(tag & 7)")
            }
        }
    }

    /// BundleHeaderProto.
    private mutating func readHeader(_ range: Range<Int>) throws {
        var shards: UInt64 = 0
        try forEachField(in: range) { field, value in
            guard case .number(let number) = value else { return }
            if field == 1 { shards = number }
            if field == 2, number != 0 {
                throw refusal("its numbers are big-endian; save the checkpoint on a little-endian machine")
            }
        }
        guard (1...99_999).contains(shards) else { throw refusal("it claims \(shards) data files") }
        shardCount = Int(shards)
    }

    /// BundleEntryProto.
    private func entry(named name: String, _ range: Range<Int>) throws -> Entry {
        var entry = Entry(name: name)
        func whole(_ value: UInt64) throws -> Int {
            guard let number = Int(exactly: value) else {
                throw refusal("tensor \(name) has the invalid size or position \(value)")
            }
            return number
        }
        try forEachField(in: range) { field, value in
            switch (field, value) {
            case (1, .number(let number)): entry.type = try whole(number)
            case (2, .bytes(let shape)): entry.shape = try dimensions(in: shape, of: name)
            case (3, .number(let number)): entry.shard = try whole(number)
            case (4, .number(let number)): entry.offset = try whole(number)
            case (5, .number(let number)): entry.size = try whole(number)
            case (6, .number(let number)): entry.checksum = UInt32(truncatingIfNeeded: number)
            case (7, .bytes): entry.isPartitioned = true
            default: break
            }
        }
        return entry
    }

    /// TensorShapeProto. A negative size or a product that overflows is an error.
    private func dimensions(in range: Range<Int>, of name: String) throws -> [Int] {
        var shape: [Int] = []
        var product = 1
        try forEachField(in: range) { field, value in
            guard field == 2, case .bytes(let dimension) = value else { return }
            var size: UInt64 = 0
            try forEachField(in: dimension) { field, value in
                if field == 1, case .number(let number) = value { size = number }
            }
            let next = Int(exactly: size).map { product.multipliedReportingOverflow(by: $0) }
            guard let next, !next.overflow, shape.count < 16 else {
                throw refusal("tensor \(name) has an invalid shape")
            }
            shape.append(Int(size))
            product = next.partialValue
        }
        return shape
    }

    /// No two tensors share a byte of a data file.
    private func checkPlaces() throws {
        var last: Entry?
        for entry in entries.sorted(by: { ($0.shard, $0.offset, $0.size) < ($1.shard, $1.offset, $1.size) }) {
            guard entry.shard < shardCount, !entry.offset.addingReportingOverflow(entry.size).overflow else {
                throw refusal("tensor \(entry.name) has an invalid position")
            }
            if let last, last.shard == entry.shard, entry.offset < last.offset + last.size {
                throw refusal("the tensors \(last.name) and \(entry.name) overlap")
            }
            last = entry
        }
    }
}
