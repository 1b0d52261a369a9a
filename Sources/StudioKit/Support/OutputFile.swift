import Foundation
import SketchSupport

/// A file that is written completely or not at all: to a temporary file next to it, which is then renamed.
package struct OutputFile {
    package let path: String

    package init(path: String) { self.path = path }

    package var url: URL { URL(fileURLWithPath: path) }

    /// Checks before the long work that the result can be written.
    ///
    /// - Throws: `FileError`.
    package func checkWritable() throws {
        let files = FileManager.default
        let folder = url.deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw FileError.isFolder(path: path)
        }
        guard files.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw FileError.folderMissing(path: path, folder: folder)
        }
        guard isFolder.boolValue else {
            throw FileError.notWritable(path: path, reason: "\(folder) is not a folder")
        }
        guard files.isWritableFile(atPath: folder) else {
            throw FileError.notWritable(path: path, reason: "permission denied in \(folder)")
        }
    }

    /// Replaces the file; an interrupted run leaves the old file unchanged.
    ///
    /// - Throws: `FileError`.
    package func write(_ data: Data) throws {
        try AtomicFile.write(data, to: path)
    }

    /// The extension in lower case, without the dot.
    package var fileExtension: String { url.pathExtension.lowercased() }

    /// A file's name without its folders.
    package static func fileName(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// A file's name without folders, extension and `#n`: `pets/cats.ndjson#17` gives `cats-17`.
    package static func stem(of path: String) -> String {
        let name = fileName(of: path)
        let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
        let file = parts.first ?? name
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let whole = parts.count == 2 ? stem + "-" + parts[1].replacing("#", with: "-") : stem
        return whole.isEmpty ? "drawing" : whole
    }
}
