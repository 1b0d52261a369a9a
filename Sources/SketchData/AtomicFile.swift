import Foundation
import Synchronization

/// Files that are whole or not there: written beside their target, flushed to the disk, then renamed over it.
/// Whatever goes wrong on the way, the old file stays as it was.
///
/// An existing file keeps its permissions; a symbolic link keeps pointing to its file, which is replaced; devices
/// and pipes are written directly.
public final class AtomicFile {
    private static let counter = Atomic<UInt64>(0)

    /// The name as given, for messages.
    private let path: String
    private let target: String
    /// Nil for a device or pipe, which is written directly.
    private let temporary: String?
    private var descriptor: Int32
    private var isFinished = false

    /// Writes `data` to `path`.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    public static func write(_ data: Data, to path: String) throws {
        let file = try AtomicFile(path)
        try file.append(data)
        try file.commit()
    }

    /// Begins a file whose content comes piece by piece. Unless `commit` is called, nothing comes of it.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    public init(_ path: String) throws {
        guard !path.isEmpty else { throw FileError.notWritable(path: "''", reason: "the name is empty") }
        var info = stat()
        let exists = stat(path, &info) == 0
        if !exists, errno != ENOENT {
            throw FileError.notWritable(path: path, reason: Self.lastError())
        }
        let kind = info.st_mode & S_IFMT
        if exists ? kind == S_IFDIR : path.hasSuffix("/") { throw FileError.isFolder(path: path) }
        if exists, access(path, W_OK) != 0 { throw FileError.notWritable(path: path, reason: Self.lastError()) }
        self.path = path
        if exists, kind != S_IFREG {
            target = path
            temporary = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            if descriptor < 0 { throw FileError.notWritable(path: path, reason: Self.lastError()) }
            return
        }
        target = exists ? Self.resolved(path) : path
        let folder = Self.folder(of: target)
        let mode = info.st_mode & 0o7777
        var folderInfo = stat()
        guard stat(folder, &folderInfo) == 0, folderInfo.st_mode & S_IFMT == S_IFDIR else {
            throw FileError.folderMissing(path: path, folder: folder)
        }
        let serial = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = folder + "/.studio-\(getpid())-\(serial).tmp"
        self.temporary = temporary
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw FileError.notWritable(path: path, reason: Self.lastError()) }
        if exists, fchmod(descriptor, mode) != 0 {
            let reason = Self.lastError()
            discard()
            throw FileError.notWritable(path: path, reason: reason)
        }
    }

    deinit { discard() }

    private func discard() {
        guard !isFinished else { return }
        isFinished = true
        if descriptor >= 0 { close(descriptor) }
        if let temporary { unlink(temporary) }
    }

    /// Whether what was written can be written over; devices and pipes only take what comes.
    public var isSeekable: Bool { temporary != nil }

    /// Adds `data` at the end.
    /// - Throws: `FileError.notWritable`.
    public func append(_ data: Data) throws {
        try put(data) { Foundation.write(descriptor, $0, $1) }
    }

    /// Writes `data` over what was written at the beginning; the file must be seekable.
    /// - Throws: `FileError.notWritable`.
    public func overwriteStart(_ data: Data) throws {
        var done = 0
        try put(data) { base, count in
            let written = pwrite(descriptor, base, count, off_t(done))
            if written > 0 { done += written }
            return written
        }
    }

    /// Makes what was written the file. Nothing may be written afterwards.
    /// - Throws: `FileError.notWritable`; the old file is then still there.
    public func commit() throws {
        guard let temporary else {
            let isClosed = close(descriptor) == 0
            isFinished = true
            if !isClosed { throw FileError.notWritable(path: path, reason: Self.lastError()) }
            return
        }
        var reason: String?
        if fsync(descriptor) != 0 { reason = Self.lastError() }
        if close(descriptor) != 0, reason == nil { reason = Self.lastError() }
        descriptor = -1
        if reason == nil, rename(temporary, target) != 0 { reason = Self.lastError() }
        if let reason { throw FileError.notWritable(path: path, reason: reason) }
        isFinished = true
        Self.syncFolder(Self.folder(of: target))
    }

    /// Writes everything by calls of `write`, each of which may take less than it is given.
    private func put(_ data: Data, by write: (UnsafeRawPointer, Int) -> Int) throws {
        let reason = data.withUnsafeBytes { bytes -> String? in
            guard let base = bytes.baseAddress else { return nil }
            var done = 0
            while done < bytes.count {
                let count = write(base + done, bytes.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    return Self.lastError()
                }
                done += count
            }
            return nil
        }
        if let reason { throw FileError.notWritable(path: path, reason: reason) }
    }

    private static func folder(of path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
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
        let code = errno
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
