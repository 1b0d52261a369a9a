import Foundation

/// A file to be written whole or not at all: written beside its target and renamed onto it.
struct OutputFile {
    let path: String

    var url: URL { URL(fileURLWithPath: path) }

    /// Finds out before the long work starts that the result could not be written.
    ///
    /// - Throws: `StudioError.unwritable`.
    func checkWritable() throws {
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
    /// - Throws: `StudioError.unwritable`.
    func write(_ data: Data) throws {
        try checkWritable()
        let folder = url.deletingLastPathComponent()
        let name = ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).partial"
        let partial = folder.appendingPathComponent(name)
        do {
            try data.write(to: partial)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw StudioError.unwritable(path, reason: Self.reason(error))
        }
        guard rename(partial.path, url.path) == 0 else {
            let reason = String(cString: strerror(errno))
            try? FileManager.default.removeItem(at: partial)
            throw StudioError.unwritable(path, reason: reason)
        }
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? CocoaError, error.code == .fileWriteOutOfSpace { return "the disk is full" }
        return "the disk refused it"
    }

    /// The extension in small letters, without the dot.
    var fileExtension: String { url.pathExtension.lowercased() }
}
