import Foundation

/// Files that are whole or not there: written beside their target, flushed to the disk, then renamed over it.
/// Whatever goes wrong on the way, the old file stays as it was.
public enum AtomicFile {
    /// Writes `data` to `path`. An existing file keeps its permissions; a symbolic link keeps pointing to its
    /// file, which is replaced; devices and pipes are written directly.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    public static func write(_ data: Data, to path: String) throws {
        let file = try AtomicFileWriter(path)
        try file.write(data)
        try file.finish()
    }
}
