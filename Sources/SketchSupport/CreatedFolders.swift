import Glibc

/// A folder for output, with the folders around it that had to be created: they are removed again if nothing is written.
package struct CreatedFolders {
    /// From the outermost to the innermost.
    private var paths: [String] = []

    /// Creates a folder and the missing ones around it, or none.
    ///
    /// - Throws: `FileError.notWritable` if that fails, or if the path is not a folder.
    package init(_ folder: String) throws {
        var (place, inner) = (folder, [String]())
        var code = create(place)
        while code == ENOENT, FilePath.folder(of: place) != place {
            inner.append(place)
            place = FilePath.folder(of: place)
            code = create(place)
        }
        while code == 0, let next = inner.popLast() { code = create(next) }
        guard code == 0 else {
            removeIfEmpty()
            throw FileError.notWritable(path: folder, reason: SystemError.text(code))
        }
    }

    /// Removes the created folders that contain nothing.
    package func removeIfEmpty() { for path in paths.reversed() { rmdir(path) } }

    /// Returns 0 if the folder exists now, otherwise the error's number.
    private mutating func create(_ path: String) -> Int32 {
        if mkdir(path, 0o777) == 0 {
            paths.append(path)
            return 0
        }
        let code = errno
        var info = stat()
        if stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR { return 0 }
        return code == EEXIST ? ENOTDIR : code
    }
}
