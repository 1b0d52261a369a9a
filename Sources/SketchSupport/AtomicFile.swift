import Foundation

/// Writes files atomically: to a temporary file in the same folder, which is flushed to the disk and then renamed. If
/// anything fails, an existing file stays unchanged.
package enum AtomicFile {
    /// Writes `data` to `path`. An existing file keeps its permissions; a symbolic link keeps pointing to its
    /// file, which is replaced; devices and pipes are written directly.
    /// - Throws: `FileError.folderMissing`, `.isFolder` or `.notWritable`.
    package static func write(_ data: Data, to path: String) throws {
        let file = try AtomicFileWriter(path)
        try file.write(data)
        try file.finish()
    }
}
