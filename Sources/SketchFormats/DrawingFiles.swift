import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

/// Expands paths to files of drawings: a folder becomes the files of drawings that it contains.
public enum DrawingFiles {
    /// Returns the names in order. A folder is replaced by its files of drawings, detected from their content and sorted
    /// by name; hidden files are ignored, and subfolders unless `isRecursive`, which takes them in the order of their names.
    ///
    /// - Parameter onError: receives the errors of folders and of names in them, which are skipped; nil throws the first.
    /// - Throws: `FormatError.unreadable`, and `.emptyFolder` for a folder without drawings.
    public static func expanded(
        _ names: [String], isRecursive: Bool = false, onError: ((FormatError) -> Void)? = nil
    ) throws -> [String] {
        func report(_ error: FormatError) throws {
            guard let onError else { throw error }
            onError(error)
        }
        return try names.flatMap { name -> [String] in
            var isFolder = false
            guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder else {
                return [name]
            }
            var errors = 0
            let files = try contents(of: name, depth: isRecursive ? deepest : 0) {
                errors += 1
                try report($0)
            }
            if files.isEmpty, errors == 0 { try report(.emptyFolder(name)) }
            return files
        }
    }

    /// As `expanded`, as `options` state.
    package static func expanded(
        _ names: [String], _ options: ReadOptions, onError: @escaping (FormatError) -> Void = { _ in }
    ) throws -> [String] {
        try expanded(names, isRecursive: options.isRecursive, onError: options.keepsGoing ? onError : nil)
    }

    /// The maximum depth of subfolders.
    private static let deepest = 32

    /// - Parameter depth: the levels of subfolders to enter. Symbolic links to folders are not followed.
    private static func contents(
        of folder: String, depth: Int, report: (FormatError) throws -> Void
    ) throws -> [String] {
        guard let entries = FolderListing(of: folder) else {
            try report(.unreadable(file: folder, reason: "the folder cannot be listed"))
            return []
        }
        for name in entries.notText where !name.hasPrefix(".") {
            try report(.unreadable(file: folder, reason: "the name '\(name)' in it is not valid UTF-8"))
        }
        let paths = entries.names.filter { !$0.hasPrefix(".") }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            .map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 }
        return try paths.flatMap { path -> [String] in
            var info = stat()
            guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
                return containsDrawings(path) ? [path] : []
            }
            return depth > 0 ? try contents(of: path, depth: depth - 1, report: report) : []
        }
    }

    /// Reads all files and folders in order, and calls `body` with each drawing and the name of its file.
    /// - Throws: `FormatError`, and what `body` throws.
    public static func forEachRecord(
        in names: [String], options: ReadOptions = ReadOptions(), observer: ReadingObserver = ReadingObserver(),
        _ body: (SketchRecord, _ file: String) throws -> Void
    ) throws {
        try visitRecords(in: names, options: options, observer: observer) { record, file in
            try body(record, file)
            return .next
        }
    }

    /// As `forEachRecord`, until `body` returns `.stop`.
    public static func visitRecords(
        in names: [String], options: ReadOptions = ReadOptions(), observer: ReadingObserver = ReadingObserver(),
        _ body: (SketchRecord, _ file: String) throws -> SketchReader.Decision
    ) throws {
        for file in try expanded(names, options, onError: observer.error) {
            var decision = SketchReader.Decision.next
            do {
                try SketchReader(file, options: options).visitRecords(observer: observer) { record in
                    decision = try body(record, file)
                    return decision
                }
            } catch let error as FormatError {
                guard options.keepsGoing else { throw error }
                observer.error(error)
            }
            if decision == .stop { return }
        }
    }

    /// The extensions of files that contain drawings or are damaged.
    private static let extensions: Set = [
        "ndjson", "jsonl", "json", "npz", "npy", "svg", "svgz", "inkml", "excalidraw", "excalidrawlib", "tldr",
    ]

    /// Whether a regular file begins like one of the formats, or has a name like one. A file that cannot be opened, or a link to
    /// nothing, may, so that it is reported when it is read.
    private static func containsDrawings(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0 else { return true }
        guard info.st_mode & S_IFMT == S_IFREG else { return false }
        guard let source = try? DrawingSource(path: path) else { return true }
        return DrawingFormat.detected(source.head) != nil
            || extensions.contains(URL(fileURLWithPath: path).pathExtension.lowercased())
    }
}
