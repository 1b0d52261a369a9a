import Foundation
import Synchronization

/// A file that is written bit by bit and takes its place in one piece: everything goes into a file beside the
/// target, which `finish` flushes and renames over it. Without `finish` the old file stays and the new one goes.
///
/// An existing file keeps its permissions; a symbolic link keeps pointing to its file, which is replaced; devices
/// and pipes are written directly. Temporary files that a killed process has left in the folder go with the next write.
public final class AtomicFileWriter {
    private static let counter = Atomic<UInt64>(0)
    private static let bufferSize = 1 << 18

    private let path: String
    /// What `path` leads to; nil for what is written directly.
    private let target: (file: String, folder: String, temporary: String)?
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    public init(_ path: String) throws {
        guard !path.isEmpty else { throw FileError.notWritable(path: "''", reason: "the path is empty") }
        self.path = path
        var info = stat()
        let exists = stat(path, &info) == 0
        if !exists, errno != ENOENT { throw FileError.notWritable(path: path, reason: Self.lastError()) }
        let kind = info.st_mode & S_IFMT
        if exists ? kind == S_IFDIR : path.hasSuffix("/") { throw FileError.isFolder(path: path) }
        if exists, access(path, W_OK) != 0 { throw FileError.notWritable(path: path, reason: Self.lastError()) }
        if exists, kind != S_IFREG {
            target = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: Self.lastError()) }
            return
        }
        let file = exists ? Self.resolved(path) : path
        let folder = FilePath.folder(of: file)
        var folderInfo = stat()
        guard stat(folder, &folderInfo) == 0, folderInfo.st_mode & S_IFMT == S_IFDIR else {
            throw FileError.folderMissing(path: path, folder: folder)
        }
        let serial = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = folder + "/.studio-\(getpid())-\(serial).tmp"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        target = (file, folder, temporary)
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: Self.lastError()) }
        Self.lock(descriptor)
        Self.removeLeftovers(in: folder)
        if exists, fchmod(descriptor, info.st_mode & 0o7777) != 0 { try fail() }
    }

    deinit { discard() }

    /// Adds bytes at the end.
    /// - Throws: `FileError.notWritable`; the file is given up.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        if bytes.count < Self.bufferSize { buffer.append(contentsOf: bytes) } else { try put(bytes) }
    }

    /// Adds bytes at the end.
    /// - Throws: `FileError.notWritable`; the file is given up.
    public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    /// Adds bytes at the end.
    /// - Throws: `FileError.notWritable`; the file is given up.
    public func write(_ data: Data) throws { try data.withUnsafeBytes { try write($0) } }

    /// Whether what was written can be written over; devices and pipes only take what comes.
    public var isSeekable: Bool { target != nil }

    /// Writes over what was written at the beginning; the file must be seekable.
    /// - Throws: `FileError.notWritable`; the file is given up.
    public func overwriteStart(_ data: Data) throws {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { return try fail() }
        try data.withUnsafeBytes { try put($0) }
        guard lseek(descriptor, 0, SEEK_END) >= 0 else { return try fail() }
    }

    /// Puts the file in its place. Nothing can be written afterwards.
    /// - Throws: `FileError.notWritable`; the old file is as it was.
    public func finish() throws {
        try flush()
        guard let target else { return discard() }
        guard descriptor >= 0, fsync(descriptor) == 0 else { return try fail() }
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed, rename(target.temporary, target.file) == 0 else {
            let reason = Self.lastError()
            unlink(target.temporary)
            throw FileError.notWritable(path: path, reason: reason)
        }
        Self.syncFolder(target.folder)
    }

    private func discard() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        if let target { unlink(target.temporary) }
    }

    private func fail() throws {
        let reason = Self.lastError()
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
            let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                try fail()
            }
            rest = rest.dropFirst(count)
        }
    }

    /// The rename itself outlives a power cut only when the folder is flushed; not every file system can.
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    private static func resolved(_ path: String) -> String {
        guard let buffer = realpath(path, nil) else { return path }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    private static func lastError() -> String {
        let text = String(cString: strerror(errno))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
