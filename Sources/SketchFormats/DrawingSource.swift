import Glibc
import SketchSupport

/// An open file of drawings, read once from its beginning in pieces of the size that the format's reader requests. A file
/// compressed with gzip is inflated on the way; the name `-` is standard input.
final class DrawingSource {
    /// The number of bytes used to detect a format.
    static let headSize = 1 << 16

    /// The name of `-` in messages.
    static let standardInput = "standard input"

    /// The file's path; `standardInput` for `-`.
    let path: String
    /// The selected part of the file, for formats that have parts.
    let part: String?
    let options: ReadOptions
    var limits: ReaderLimits { options.limits }
    let head: FileHead
    /// Whether the file itself, not a pipe or an inflated copy, has the bytes, so that it can be opened again.
    let isRegular: Bool
    /// What the format's reader finds out.
    let log = ReadingLog()
    /// Whether rows of numbers are positions.
    let trial = PositionTrial()

    /// The file's bytes in memory; nil for a file on disk.
    let memory: [UInt8]?
    /// The size of the file as it is stored; of a pipe, the bytes read so far.
    var size: Int { bytes.size }
    var isCompressed: Bool { inflater != nil }
    private let bytes: ByteSource
    private let inflater: GzipInflater?
    private var given = 0

    /// - Throws: `FormatError.unreadable`, or what inflating throws.
    convenience init(path: String, part: String? = nil, options: ReadOptions = ReadOptions()) throws {
        let file = try OpenFile(path)
        try self.init(file, memory: nil, path: file.name, part: part, options: options, isRegular: file.isRegular)
    }

    /// A file in memory, called `name` in messages.
    convenience init(_ bytes: [UInt8], name: String, part: String? = nil, options: ReadOptions = ReadOptions()) throws {
        try self.init(
            MemoryFile(bytes), memory: bytes, path: name, part: part, options: options, isRegular: true)
    }

    private init(
        _ bytes: ByteSource, memory: [UInt8]?, path: String, part: String?, options: ReadOptions, isRegular: Bool
    ) throws {
        (self.path, self.part, self.options, self.bytes) = (path, part, options, bytes)
        var head = try Self.head(bytes.read)
        let isCompressed = head.starts(with: GzipInflater.magic)
        if isCompressed {
            var rest = head.bytes[...]
            func compressed(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
                guard !rest.isEmpty else { return try bytes.read(buffer) }
                let piece = rest.prefix(buffer.count)
                buffer.copyBytes(from: piece)
                rest = rest.dropFirst(piece.count)
                return piece.count
            }
            let inflater = try GzipInflater(
                file: path, limits: options.limits, size: { bytes.size }, read: compressed)
            head = try Self.head(inflater.inflated)
            self.inflater = inflater
        } else {
            inflater = nil
        }
        self.head = head
        self.memory = isCompressed ? nil : memory
        self.isRegular = isRegular && !isCompressed
    }

    /// Reads the first bytes.
    private static func head(_ read: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> FileHead {
        var bytes = [UInt8](repeating: 0, count: headSize)
        var count = 0
        while count < bytes.count {
            let more = try bytes.withUnsafeMutableBytes { try read(UnsafeMutableRawBufferPointer(rebasing: $0[count...])) }
            if more == 0 { break }
            count += more
        }
        bytes.removeLast(bytes.count - count)
        return FileHead(bytes: bytes, isWhole: count < headSize)
    }

    /// Copies the file's next bytes to the buffer's beginning and returns their number; 0 at the end of the file.
    ///
    /// - Throws: `FormatError.unreadable`, or what inflating throws.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !buffer.isEmpty else { return 0 }
        if given < head.bytes.count {
            let count = min(buffer.count, head.bytes.count - given)
            buffer.copyBytes(from: head.bytes[given..<given + count])
            given += count
            return count
        }
        if head.isWhole { return 0 }
        return try inflater?.inflated(into: buffer) ?? bytes.read(buffer)
    }

    /// Returns the next bytes, at most `count`; empty at the end.
    ///
    /// - Throws: as `read(into:)`.
    func chunk(_ count: Int = headSize) throws -> [UInt8] {
        // Allocates no more than there are bytes, so that many small files in memory are read quickly.
        let count = head.isWhole ? min(count, head.bytes.count - given) : count
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let found = try bytes.withUnsafeMutableBytes { try read(into: $0) }
        bytes.removeLast(count - found)
        return bytes
    }

    /// Returns the rest of the file, for formats that are read as a whole.
    ///
    /// - Throws: as `read(into:)`; `FormatError.limitExceeded` for more bytes than `cap` allows.
    func whole(_ cap: ReaderLimits.Cap) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = try chunk(1 << 20)
            if more.isEmpty { return bytes }
            bytes += more
            guard bytes.count <= limits[cap] else {
                throw limits.exceeded(cap, file: path)
            }
        }
    }
}

/// Bytes in order.
private protocol ByteSource: AnyObject {
    /// Copies the next bytes to the buffer's beginning and returns their number; 0 at the end.
    func read(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int
    /// The number of all bytes; of a pipe, those read so far.
    var size: Int { get }
}

private final class MemoryFile: ByteSource {
    private var rest: ArraySlice<UInt8>
    let size: Int

    init(_ bytes: [UInt8]) { (rest, size) = (bytes[...], bytes.count) }

    func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let piece = rest.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}

/// An open file on disk, or standard input.
private final class OpenFile: ByteSource {
    let name: String
    let isRegular: Bool
    private(set) var size = 0
    private let descriptor: Int32
    private let isOwned: Bool
    private var given = 0

    /// - Throws: `FormatError.unreadable`, `.notFound`.
    init(_ path: String) throws {
        var info = stat()
        isOwned = path != "-"
        name = isOwned ? path : DrawingSource.standardInput
        guard isOwned else {
            (descriptor, isRegular) = (STDIN_FILENO, false)
            return
        }
        guard stat(path, &info) == 0 else {
            if errno == ENOENT { throw FormatError.notFound(file: path) }
            throw FormatError.unreadable(file: path, reason: SystemError.last)
        }
        guard info.st_mode & S_IFMT != S_IFDIR else {
            throw FormatError.unreadable(file: path, reason: "it is a folder")
        }
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FormatError.unreadable(
                file: path, reason: errno == EACCES ? "no permission" : SystemError.last)
        }
        isRegular = info.st_mode & S_IFMT == S_IFREG
        if isRegular { size = Int(info.st_size) }
    }

    deinit { if isOwned { close(descriptor) } }

    func read(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                given += count
                size = max(size, given)
                return count
            }
            guard errno == EINTR else { throw FormatError.unreadable(file: name, reason: SystemError.last) }
        }
    }
}
