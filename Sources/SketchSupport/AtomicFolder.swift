import Glibc

/// A folder in which many files are written, each as by `AtomicFileWriter`.
///
/// Leftovers of killed processes are looked for once, and new files are flushed together in `finish`, not one by one: with
/// a search and a flush for each file, the time would be quadratic in their number and be spent on waiting for the disk. A file
/// that replaces another is flushed first.
package final class AtomicFolder {
    private let path: String

    /// - Parameter path: a folder that exists.
    package init(_ path: String) {
        self.path = path
        TemporaryFile.removeLeftovers(in: path)
    }

    /// A writer of a file of the folder.
    ///
    /// - Throws: `FileError.isFolder` or `.notWritable`.
    package func writer(_ name: String) throws -> AtomicFileWriter {
        try AtomicFileWriter(FilePath.joined(path, name), in: self)
    }

    /// Whether a file is directly in the folder, so that `finish` flushes it.
    func contains(_ file: String) -> Bool { FilePath.folder(of: file) == FilePath.folder(of: FilePath.joined(path, "a")) }

    /// `syncfs`, which flushes the file system of a descriptor. Swift's module of the C library does not have it.
    private static let flush: @convention(c) (Int32) -> Int32 = {
        guard let symbol = dlsym(nil, "syncfs") else { return { fsync($0) } }
        return unsafeBitCast(symbol, to: (@convention(c) (Int32) -> Int32).self)
    }()

    /// Flushes the new files and their names.
    ///
    /// - Throws: `FileError.notWritable` if the disk reports an error.
    package func finish() throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
        defer { close(descriptor) }
        guard Self.flush(descriptor) == 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
    }
}
