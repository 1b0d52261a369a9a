import FoundationEssentials
import Glibc

/// The place that an output path leads to, with every symbolic link followed.
package enum OutputPlace: Hashable, Sendable {
    /// A descriptor of this process, such as standard output: `-`, `/dev/stdout`, `/dev/fd/N`, `/proc/self/fd/N`.
    case descriptor(Int32)
    /// A pipe, a device, or a descriptor of another process: opened and written to, never replaced.
    case stream
    /// A regular file, or a file that does not exist yet: replaced atomically. The path is not a link.
    case file(String)

    /// The longest chain of links, as in Linux.
    private static let maximumLinks = 40

    /// - Throws: `FileError.isFolder`, `.folderMissing` or `.notWritable`.
    package init(_ path: String) throws {
        guard !path.isEmpty else { throw FileError.notWritable(path: "''", reason: "the path is empty") }
        if path == "-" {
            self = .descriptor(STDOUT_FILENO)
            return
        }
        var current = path
        for _ in 0..<Self.maximumLinks {
            if current.hasSuffix("/") { throw FileError.isFolder(path: path) }
            let folder = FilePath.folder(of: current)
            let name = FilePath.name(of: current)
            if let descriptor = Self.descriptor(name, in: folder) {
                self = descriptor
                return
            }
            var info = stat()
            guard lstat(current, &info) == 0 else {
                if errno != ENOENT { throw FileError.notWritable(path: path, reason: SystemError.last) }
                guard Self.isFolder(folder) else { throw FileError.folderMissing(path: path, folder: folder) }
                self = .file(current)
                return
            }
            switch info.st_mode & S_IFMT {
            case S_IFREG: self = .file(current)
            case S_IFDIR: throw FileError.isFolder(path: path)
            case S_IFLNK:
                guard let target = Self.target(of: current) else {
                    throw FileError.notWritable(path: path, reason: "its symbolic link cannot be read")
                }
                current = target.hasPrefix("/") || folder == "." ? target : FilePath.joined(folder, target)
                continue
            default: self = .stream
            }
            return
        }
        throw FileError.notWritable(path: path, reason: SystemError.text(ELOOP))
    }

    /// Whether a path leads to standard output.
    package static func isStandardOutput(_ path: String) -> Bool {
        (try? OutputPlace(path)) == .descriptor(STDOUT_FILENO)
    }

    /// The place of an entry of a process's folder of descriptors, `/proc/PID/fd`; nil for other files.
    private static func descriptor(_ name: String, in folder: String) -> OutputPlace? {
        guard let number = Int32(name), number >= 0, let real = realpath(folder, nil) else { return nil }
        defer { free(real) }
        let parts = String(cString: real).split(separator: "/")
        guard parts.count >= 3, parts.first == "proc", parts.last == "fd" else { return nil }
        guard let own = target(of: "/proc/self"), parts[1] == own else { return .stream }
        return .descriptor(number)
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// The text of a symbolic link; nil if it cannot be read or is not UTF-8.
    private static func target(of link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &bytes, bytes.count)
        guard count >= 0, count < bytes.count else { return nil }
        return String(validating: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
