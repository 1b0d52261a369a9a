import Foundation
import Synchronization

/// Writes a file piece by piece and replaces the target atomically: the bytes go to a temporary file in the same folder,
/// which `finish` flushes and renames. Without `finish` an existing file stays and the temporary one is removed.
///
/// An existing file keeps its permissions; a symbolic link keeps pointing to its file, which is replaced; devices and
/// pipes are written directly. The next write also removes temporary files that a killed process left in the folder.
package final class AtomicFileWriter {
    private static let counter = Atomic<UInt64>(0)
    private static let bufferSize = 1 << 18

    private let path: String
    /// The file that `path` resolves to; nil for devices and pipes.
    private let target: (file: String, folder: String, temporary: String)?
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    package init(_ path: String) throws {
        guard !path.isEmpty else { throw FileError.notWritable(path: "''", reason: "the path is empty") }
        self.path = path
        var info = stat()
        let exists = stat(path, &info) == 0
        if !exists, errno != ENOENT { throw FileError.notWritable(path: path, reason: SystemError.last) }
        let kind = info.st_mode & S_IFMT
        if exists ? kind == S_IFDIR : path.hasSuffix("/") { throw FileError.isFolder(path: path) }
        if exists, access(path, W_OK) != 0 { throw FileError.notWritable(path: path, reason: SystemError.last) }
        if exists, kind != S_IFREG {
            target = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
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
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
        Self.lock(descriptor)
        Self.removeLeftovers(in: folder)
        if exists, fchmod(descriptor, info.st_mode & 0o7777) != 0 { try fail() }
    }

    deinit { discard() }

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

    /// Whether written bytes can be overwritten; false for devices and pipes.
    package var isSeekable: Bool { target != nil }

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
        guard let target else { return discard() }
        guard descriptor >= 0, fsync(descriptor) == 0 else { return try fail() }
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed, rename(target.temporary, target.file) == 0 else {
            let reason = SystemError.last
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
            let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                try fail()
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Flushes the folder, so that the rename survives a power failure. Some file systems do not support it.
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
}
