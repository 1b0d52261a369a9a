import FoundationEssentials
import Glibc

/// Writes a file piece by piece and replaces the target atomically: the bytes go to a temporary file in the same folder,
/// which `finish` flushes and renames. Without `finish` an existing file stays and the temporary one is removed.
///
/// A replaced file keeps its permissions and, where the user may set them, its owner and group; set-user-ID and
/// set-group-ID bits are cleared. Its other hard links keep the old bytes. A symbolic link keeps pointing to its file, which
/// is replaced or created. Pipes, devices and descriptors (`-` and `/dev/stdout` are standard output) are written to
/// directly, after the bytes that are there.
package final class AtomicFileWriter {
    private static let bufferSize = 1 << 18

    /// The target as it was given.
    package let path: String
    /// Nil for pipes, devices and descriptors.
    private var temporary: TemporaryFile?
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    package convenience init(_ path: String) throws { try self.init(path, in: nil) }

    /// - Parameter folder: flushes the file if it is new and in this folder.
    init(_ path: String, in folder: AtomicFolder?) throws {
        self.path = path
        switch try OutputPlace(path) {
        case .descriptor(let number):
            try Self.check(descriptor: number, of: path)
            descriptor = fcntl(number, F_DUPFD_CLOEXEC, 0)
        case .stream:
            descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        case .file(let file):
            temporary = TemporaryFile(replacing: file, isOneOfMany: folder?.contains(file) ?? false)
            descriptor = temporary?.descriptor ?? -1
        }
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
    }

    deinit { discard() }

    /// - Throws: `FileError.notWritable` for a descriptor that is closed or open for reading only.
    static func check(descriptor: Int32, of path: String) throws {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, flags & O_ACCMODE != O_RDONLY else {
            throw FileError.notWritable(path: path, reason: SystemError.text(EBADF))
        }
    }

    /// Appends bytes.
    /// - Throws: `FileError.notWritable`; nothing can be written afterwards.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        if bytes.count < Self.bufferSize { buffer.append(contentsOf: bytes) } else { try put(bytes) }
    }

    /// Appends bytes.
    /// - Throws: `FileError.notWritable`; nothing can be written afterwards.
    package func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    /// Appends bytes.
    /// - Throws: `FileError.notWritable`; nothing can be written afterwards.
    package func write(_ data: Data) throws { try data.withUnsafeBytes { try write($0) } }

    /// Whether written bytes can be overwritten; false for pipes, devices and descriptors.
    package var isSeekable: Bool { temporary != nil }

    /// Overwrites the first bytes; the file must be seekable.
    /// - Throws: `FileError.notWritable`; nothing can be written afterwards.
    package func overwriteStart(_ data: Data) throws {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { return try fail() }
        try data.withUnsafeBytes { try put($0) }
        guard lseek(descriptor, 0, SEEK_END) >= 0 else { return try fail() }
    }

    /// Replaces the target by the written bytes. Nothing can be written afterwards.
    /// - Throws: `FileError.notWritable`; an existing file is unchanged.
    package func finish() throws {
        try flush()
        guard descriptor >= 0, temporary?.replace() ?? true else { return try fail() }
        temporary = nil
        let isClosed = close(descriptor) == 0
        descriptor = -1
        if !isClosed { try fail() }
    }

    private func discard() {
        guard descriptor >= 0 else { return }
        temporary?.remove()
        temporary = nil
        close(descriptor)
        descriptor = -1
    }

    private func fail() throws {
        let reason = SystemError.last
        discard()
        throw FileError.notWritable(path: path, reason: reason)
    }

    private func flush() throws {
        guard !buffer.isEmpty else { return }
        try buffer.withUnsafeBytes { try put($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                try fail()
            }
            rest = rest.dropFirst(count)
        }
    }
}
