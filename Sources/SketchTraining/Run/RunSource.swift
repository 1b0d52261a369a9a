import FoundationEssentials
import Glibc
import SketchFormats
import SketchSupport

/// Where a run's drawings come from and how they are read. The checkpoint stores it, so that the run can be resumed without
/// naming them again.
public struct RunSource: Codable, Hashable, Sendable {
    /// A file of drawings.
    public struct File: Codable, Hashable, Sendable {
        public var path: String
        /// The hash of its content; nil for a pipe or a device, which can be read only once.
        public var sha256: String?
    }

    /// Files, folders or selections such as `data.npz#train`; relative paths are made absolute.
    public var names: [String]
    /// Every file of `names`, in the order of reading; empty if there are too many to be stored.
    public var files: [File]
    /// Further settings of the program that started the run, as texts by name.
    public var settings: [String: [String]]

    /// The largest stored size, in bytes of JSON; a checkpoint's header must stay readable.
    private static let sizeLimit = 1 << 20

    /// - Parameter keepsGoing: whether files and folders that cannot be read are left out.
    /// - Throws: `FormatError` for a file or folder that cannot be read.
    public init(
        names: [String], isRecursive: Bool = false, keepsGoing: Bool = false, settings: [String: [String]] = [:]
    ) throws {
        self.names = names.map(Self.absolute)
        self.settings = settings
        let paths = try DrawingFiles.expanded(self.names, isRecursive: isRecursive, onError: keepsGoing ? { _ in } : nil)
            .map { SketchReader($0).path }
        files = try paths.parallelMap(threads: Threads.automatic) { path -> File? in
            do { return File(path: path, sha256: try Self.hash(of: path)) } catch let error as FormatError {
                guard keepsGoing else { throw error }
                return nil
            }
        }.compactMap { $0 }
    }

    /// What differs from the files of `other`, as clauses; nil if every file that both know has the same content. Files may
    /// have moved.
    func difference(to other: RunSource) -> String? {
        guard !files.isEmpty, !other.files.isEmpty else { return nil }
        let isSame = files.count == other.files.count && zip(files, other.files).allSatisfy { Self.isEqual($0, $1) }
        guard !isSame else { return nil }
        let (own, now) = (Set(files.map(\.sha256)), Set(other.files.map(\.sha256)))
        var clauses: [String] = []
        for file in files where !now.contains(file.sha256) {
            let isThere = other.files.contains { $0.path == file.path }
            clauses.append("\(file.path) " + (isThere ? "has changed" : "is missing"))
        }
        for file in other.files where !own.contains(file.sha256) && !files.contains(where: { $0.path == file.path }) {
            clauses.append("\(file.path) is new")
        }
        guard !clauses.isEmpty else { return "the files are in another order, or occur more or less often" }
        let shown = clauses.prefix(5).joined(separator: "; ")
        return clauses.count > 5 ? "\(shown); and \(clauses.count - 5) more" : shown
    }

    private static func isEqual(_ a: File, _ b: File) -> Bool {
        a.sha256 == nil || b.sha256 == nil || a.sha256 == b.sha256
    }

    /// The JSON text for a checkpoint, without the files, or at last without anything, if it would be too long.
    var text: String? {
        var copy = self
        if let text = try? JSONText.sorted(copy), text.utf8.count <= Self.sizeLimit { return text }
        copy.files = []
        return (try? JSONText.sorted(copy)).flatMap { $0.utf8.count <= Self.sizeLimit ? $0 : nil }
    }

    private static func absolute(_ name: String) -> String {
        name.hasPrefix("/") || name == "-" ? name : FileManager.default.currentDirectoryPath + "/" + name
    }

    /// - Throws: `FormatError.notFound` or `.unreadable`.
    private static func hash(of path: String) throws -> String? {
        guard path != "-" else { return nil }
        var info = stat()
        guard stat(path, &info) == 0 else {
            if errno == ENOENT { throw FormatError.notFound(file: path) }
            throw FormatError.unreadable(file: path, reason: SystemError.last)
        }
        guard info.st_mode & S_IFMT == S_IFREG else { return nil }
        do {
            let file = try ReadableFile(path)
            var hash = ContentHash()
            while case let part = try file.read(upTo: 1 << 20), !part.isEmpty {
                part.withUnsafeBytes { hash.update($0) }
            }
            return hash.text
        } catch {
            throw FormatError.unreadable(file: path, reason: "no permission, or a damaged disk")
        }
    }
}
