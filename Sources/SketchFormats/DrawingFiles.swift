import Foundation

/// Files of drawings as a person names them: a folder stands for every file of drawings in it.
public enum DrawingFiles {
    /// The names in order; a folder is replaced by those of its files that hold drawings, told by their content and
    /// sorted by name. Hidden files and folders within are left out.
    ///
    /// - Throws: `SketchDataError.unreadable`, and `.emptyFolder` for one without drawings.
    public static func expanded(_ names: [String]) throws -> [String] {
        try names.flatMap { name -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
                return [name]
            }
            let entries: [String]
            do { entries = try FileManager.default.contentsOfDirectory(atPath: name) } catch {
                throw SketchDataError.unreadable(file: name, reason: "the folder cannot be listed")
            }
            let files = entries.filter { !$0.hasPrefix(".") }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
                .map { name.hasSuffix("/") ? name + $0 : name + "/" + $0 }
                .filter(holdsDrawings)
            guard !files.isEmpty else { throw SketchDataError.emptyFolder(name) }
            return files
        }
    }

    /// Whether a regular file begins as one of the forms that are read.
    private static func holdsDrawings(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, let source = try? DrawingSource(path: path) else {
            return false
        }
        return DrawingFormat.all.contains { $0.recognises(source.head) }
    }
}
