import Foundation
import SketchRendering
import SketchSupport

/// A file to be written whole or not at all: written beside its target and renamed onto it.
package struct OutputFile {
    package let path: String

    package init(path: String) { self.path = path }

    package var url: URL { URL(fileURLWithPath: path) }

    /// Finds out before the long work starts that the result could not be written.
    ///
    /// - Throws: `StudioError.unwritable`.
    package func checkWritable() throws {
        let files = FileManager.default
        let folder = url.deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw StudioError.unwritable(path, reason: "it is a folder")
        }
        guard files.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw StudioError.unwritable(path, reason: "the folder \(folder) does not exist")
        }
        guard isFolder.boolValue else {
            throw StudioError.unwritable(path, reason: "\(folder) is not a folder")
        }
        guard files.isWritableFile(atPath: folder) else {
            throw StudioError.unwritable(path, reason: "you may not write into \(folder)")
        }
    }

    /// Writes `data` beside the target and renames it; an interrupted run leaves the old file whole.
    ///
    /// - Throws: `RenderingError`.
    package func write(_ data: Data) throws {
        try AtomicFile.write(data, to: path)
    }

    /// The extension in small letters, without the dot.
    package var fileExtension: String { url.pathExtension.lowercased() }

    /// Before the long work: the extension names a picture's format and the place can be written.
    ///
    /// - Throws: `RenderingError.unknownFormat`, `StudioError.unwritable`.
    package func checkPicture() throws {
        _ = try PictureFormat(path: path)
        try checkWritable()
    }

    /// The result on stdout: the path, or with `--json` an object with the path under `output`.
    package func report(json: Bool, details: [(String, JSONValue)]) {
        Console.result(json ? JSONValue.object([("output", .string(path))] + details).text : path)
    }

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
