import Foundation
import Synchronization

/// Files that are whole or not there: written beside their target, flushed to the disk, then renamed over it.
/// Whatever goes wrong on the way, the old file stays as it was.
public enum AtomicFile {
    private static let counter = Atomic<UInt64>(0)

    /// Writes `data` to `path`. An existing file keeps its permissions; a symbolic link keeps pointing to its
    /// file, which is replaced; devices and pipes are written directly.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    public static func write(_ data: Data, to path: String) throws {
        guard !path.isEmpty else { throw FileError.notWritable(path: "''", reason: "the name is empty") }
        var info = stat()
        let exists = stat(path, &info) == 0
        if !exists, errno != ENOENT {
            throw FileError.notWritable(path: path, reason: lastError())
        }
        let kind = info.st_mode & S_IFMT
        if exists ? kind == S_IFDIR : path.hasSuffix("/") { throw FileError.isFolder(path: path) }
        if exists, access(path, W_OK) != 0 { throw FileError.notWritable(path: path, reason: lastError()) }
        if exists, kind != S_IFREG {
            try writeDirectly(data, to: path)
            return
        }
        let target = exists ? resolved(path) : path
        let folder = (target as NSString).deletingLastPathComponent
        try replace(
            target, in: folder.isEmpty ? "." : folder, with: data, named: path,
            mode: exists ? info.st_mode & 0o7777 : nil)
    }

    private static func replace(
        _ target: String, in folder: String, with data: Data, named path: String, mode: mode_t?
    ) throws {
        var info = stat()
        guard stat(folder, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw FileError.folderMissing(path: path, folder: folder)
        }
        let serial = counter.wrappingAdd(1, ordering: .relaxed).newValue
        let temporary = folder + "/.studio-\(getpid())-\(serial).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: lastError()) }
        var reason: String?
        if let mode, fchmod(descriptor, mode) != 0 { reason = lastError() }
        if reason == nil { reason = put(data, into: descriptor) }
        if reason == nil, fsync(descriptor) != 0 { reason = lastError() }
        if close(descriptor) != 0, reason == nil { reason = lastError() }
        if reason == nil, rename(temporary, target) != 0 { reason = lastError() }
        if let reason {
            unlink(temporary)
            throw FileError.notWritable(path: path, reason: reason)
        }
        syncFolder(folder)
    }

    private static func writeDirectly(_ data: Data, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: lastError()) }
        let reason = put(data, into: descriptor)
        close(descriptor)
        if let reason { throw FileError.notWritable(path: path, reason: reason) }
    }

    /// Writes everything, or says why not.
    private static func put(_ data: Data, into descriptor: Int32) -> String? {
        data.withUnsafeBytes { bytes -> String? in
            guard let base = bytes.baseAddress else { return nil }
            var done = 0
            while done < bytes.count {
                let count = Foundation.write(descriptor, base + done, bytes.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    return lastError()
                }
                done += count
            }
            return nil
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
        let code = errno
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
