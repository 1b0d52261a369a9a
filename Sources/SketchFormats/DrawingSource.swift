import Foundation
import SketchSupport

/// An open file of drawings, read once from its beginning in pieces of the size that the format's reader requests.
final class DrawingSource {
    /// The number of bytes used to detect a format.
    static let headSize = 1 << 16

    let path: String
    /// The selected part of the file, for formats that have parts.
    let part: String?
    let options: ReadOptions
    var limits: ReaderLimits { options.limits }
    let head: FileHead
    /// Whether the file is seekable, which a pipe is not.
    let isRegular: Bool

    private let descriptor: Int32
    /// The bytes of a file in memory; nil for a file on disk.
    let memory: [UInt8]?
    private var given = 0

    /// - Throws: `FormatError.unreadable`.
    init(path: String, part: String? = nil, options: ReadOptions = ReadOptions()) throws {
        var info = stat()
        guard stat(path, &info) == 0 else {
            if errno == ENOENT { throw FormatError.notFound(file: path) }
            throw FormatError.unreadable(file: path, reason: SystemError.last)
        }
        guard info.st_mode & S_IFMT != S_IFDIR else {
            throw FormatError.unreadable(file: path, reason: "it is a folder")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw FormatError.unreadable(
                file: path, reason: errno == EACCES ? "no permission" : SystemError.last)
        }
        self.descriptor = descriptor
        memory = nil
        self.path = path
        self.part = part
        self.options = options
        isRegular = info.st_mode & S_IFMT == S_IFREG
        var bytes = [UInt8](repeating: 0, count: Self.headSize)
        var count = 0
        do {
            var isOver = false
            while count < bytes.count, !isOver {
                let more = try bytes.withUnsafeMutableBytes { buffer in
                    try Self.read(path, descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                }
                isOver = more == 0
                count += more
            }
        } catch {
            close(descriptor)
            throw error
        }
        bytes.removeLast(bytes.count - count)
        head = FileHead(bytes: bytes, isWhole: count < Self.headSize)
    }

    /// A file in memory, called `name` in messages.
    init(_ bytes: [UInt8], name: String, part: String? = nil, options: ReadOptions = ReadOptions()) {
        descriptor = -1
        memory = bytes
        path = name
        self.part = part
        self.options = options
        isRegular = true
        head = FileHead(bytes: Array(bytes.prefix(Self.headSize)), isWhole: bytes.count < Self.headSize)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Copies the file's next bytes to the buffer's beginning and returns their number; 0 at the end of the file.
    ///
    /// - Throws: `FormatError.unreadable`.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !buffer.isEmpty else { return 0 }
        let here = memory ?? head.bytes
        if given < here.count {
            let count = min(buffer.count, here.count - given)
            buffer.copyBytes(from: here[given..<given + count])
            given += count
            return count
        }
        return head.isWhole || memory != nil ? 0 : try Self.read(path, descriptor, buffer)
    }

    /// Returns the next bytes, at most `count`; empty at the end.
    ///
    /// - Throws: `FormatError.unreadable`.
    func chunk(_ count: Int = headSize) throws -> [UInt8] {
        if let memory {
            // Allocates no more than there are bytes, so that many small files in memory are read quickly.
            defer { given += min(count, memory.count - given) }
            return Array(memory[given...].prefix(count))
        }
        var bytes = [UInt8](repeating: 0, count: count)
        let found = try bytes.withUnsafeMutableBytes { try read(into: $0) }
        bytes.removeLast(count - found)
        return bytes
    }

    /// Returns the rest of the file, for formats that are read as a whole.
    ///
    /// - Throws: `FormatError.unreadable`, `.limitExceeded` for more bytes than `cap` allows.
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

    private static func read(
        _ path: String, _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw FormatError.unreadable(file: path, reason: SystemError.last) }
        }
    }
}
