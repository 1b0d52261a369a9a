import FoundationEssentials
import Glibc

/// Writes files atomically: to a temporary file in the same folder, which is flushed to the disk and then renamed. If
/// anything fails, an existing file stays unchanged.
package enum AtomicFile {
    /// Writes `data` to `path`, as `AtomicFileWriter` does.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    package static func write(_ data: Data, to path: String) throws {
        let file = try AtomicFileWriter(path)
        try file.write(data)
        try file.finish()
    }

    /// Checks before long work that `path` can be written. Creates and changes nothing.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    package static func checkWritable(_ path: String) throws {
        switch try OutputPlace(path) {
        case .descriptor(let number): try AtomicFileWriter.check(descriptor: number, of: path)
        case .stream:
            guard access(path, W_OK) == 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
        case .file(let file):
            let folder = FilePath.folder(of: file)
            guard access(folder, W_OK | X_OK) == 0 else {
                throw FileError.notWritable(path: path, reason: "\(SystemError.last) in \(folder)")
            }
            guard access(file, W_OK) == 0 || errno == ENOENT else {
                throw FileError.notWritable(path: path, reason: SystemError.last)
            }
        }
    }
}
