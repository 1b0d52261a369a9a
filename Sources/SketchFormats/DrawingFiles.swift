import Foundation
import SketchCore

/// Expands paths to files of drawings: a folder becomes the files of drawings that it contains.
public enum DrawingFiles {
    /// Returns the names in order. A folder is replaced by its files of drawings, detected from their content and sorted
    /// by name; hidden files and subfolders are ignored.
    ///
    /// - Throws: `FormatError.unreadable`, and `.emptyFolder` for a folder without drawings.
    public static func expanded(_ names: [String]) throws -> [String] {
        try names.flatMap { name -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue else {
                return [name]
            }
            let entries: [String]
            do { entries = try FileManager.default.contentsOfDirectory(atPath: name) } catch {
                throw FormatError.unreadable(file: name, reason: "the folder cannot be listed")
            }
            let files = entries.filter { !$0.hasPrefix(".") }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
                .map { name.hasSuffix("/") ? name + $0 : name + "/" + $0 }
                .filter(containsDrawings)
            guard !files.isEmpty else { throw FormatError.emptyFolder(name) }
            return files
        }
    }

    /// Calls `body` for every drawing of the files and folders, in order, with the name of its file.
    ///
    /// - Parameter onError: called for a file that cannot be read to its end; reading continues with the next file unless it
    ///   throws. Nil throws the error.
    /// - Throws: `FormatError`, and what `body` and `onError` throw.
    public static func forEachRecord(
        in names: [String], options: ReadOptions = ReadOptions(), onError: ((FormatError) throws -> Void)? = nil,
        _ body: (SketchRecord, _ file: String) throws -> Void
    ) throws {
        try visitRecords(in: names, options: options, onError: onError) { record, file in
            try body(record, file)
            return .next
        }
    }

    /// As `forEachRecord`, until `body` returns `.stop`.
    public static func visitRecords(
        in names: [String], options: ReadOptions = ReadOptions(), onError: ((FormatError) throws -> Void)? = nil,
        _ body: (SketchRecord, _ file: String) throws -> SketchReader.Decision
    ) throws {
        for file in try expanded(names) {
            var decision = SketchReader.Decision.next
            do {
                try SketchReader(file, options: options).visitRecords { record in
                    decision = try body(record, file)
                    return decision
                }
            } catch let error as FormatError {
                guard let onError else { throw error }
                try onError(error)
            }
            if decision == .stop { return }
        }
    }

    /// Whether a regular file begins like one of the formats.
    private static func containsDrawings(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, let source = try? DrawingSource(path: path) else {
            return false
        }
        return DrawingFormat.all.contains { $0.recognises(source.head) }
    }
}
