import Glibc
import Synchronization

/// A file that has no name yet, or `.studio-PID-N.tmp`, in the folder of the file that it will replace.
///
/// Where the file system has files without a name (`O_TMPFILE`), it gets one only between being complete and being renamed,
/// so that a killed process leaves nothing. Elsewhere the next write to the folder removes what a killed process left.
struct TemporaryFile {
    private static let counter = Atomic<UInt64>(0)
    /// `O_TMPFILE`, which is a macro.
    private static let withoutName: Int32 = 0o20000000 | O_DIRECTORY
    /// Names that are tried when others are taken: by a container that was killed with the same process number, say.
    private static let attempts = 10_000

    private let file: String
    private let folder: String
    /// Whether the file is flushed before it gets its name, and its name after that.
    private let isFlushed: Bool
    /// Nil for a file without a name.
    private var name: String?
    /// -1 if the file could not be created; `errno` has the reason.
    private(set) var descriptor: Int32 = -1

    /// - Parameters:
    ///   - file: a regular file or a free name; not a link.
    ///   - isOneOfMany: the caller has removed leftovers from the folder, and flushes new files itself.
    init(replacing file: String, isOneOfMany: Bool = false) {
        self.file = file
        folder = FilePath.folder(of: file)
        var info = stat()
        let exists = lstat(file, &info) == 0
        isFlushed = exists || !isOneOfMany
        if exists, access(file, W_OK) != 0 { return }
        if !isOneOfMany { Self.removeLeftovers(in: folder) }
        if access("/proc/self/fd", X_OK) == 0 {
            descriptor = open(folder, O_WRONLY | Self.withoutName | O_CLOEXEC, 0o666)
        }
        if descriptor < 0 {
            name = Self.firstFree(in: folder) {
                open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            } keep: {
                descriptor = $0
            }
        }
        guard descriptor >= 0 else { return }
        Self.lock(descriptor)
        if exists, !keepAttributes(info) {
            let reason = errno
            remove()
            close(descriptor)
            descriptor = -1
            errno = reason
        }
    }

    /// Flushes the file, unless the caller does, and renames it over its target. Returns false, with the reason in `errno`, if it cannot.
    mutating func replace() -> Bool {
        guard !isFlushed || fsync(descriptor) == 0 else { return false }
        if name == nil {
            let source = "/proc/self/fd/\(descriptor)"
            name = Self.firstFree(in: folder) {
                linkat(AT_FDCWD, source, AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
            } keep: { _ in
            }
        }
        guard let name, rename(name, file) == 0 else { return false }
        self.name = nil
        if isFlushed { Self.syncFolder(folder) }
        return true
    }

    /// Removes the name, if there is one.
    func remove() { if let name { unlink(name) } }

    /// Gives the file the permissions and, if possible, the owner and group of the file that it replaces.
    private func keepAttributes(_ info: stat) -> Bool {
        var own = stat()
        guard fstat(descriptor, &own) == 0 else { return false }
        var mode = info.st_mode & 0o777
        let keepsOwner =
            own.st_uid == info.st_uid && own.st_gid == info.st_gid || fchown(descriptor, info.st_uid, info.st_gid) == 0
        if !keepsOwner, own.st_gid != info.st_gid, fchown(descriptor, own.st_uid, info.st_gid) != 0 {
            // Another group must not get the rights of the group that cannot be kept.
            mode = mode & ~0o070 | (mode & 0o007) << 3
        }
        return fchmod(descriptor, mode) == 0
    }

    /// The first temporary name in a folder for which `create` succeeds; nil, with the reason in `errno`, if none does.
    private static func firstFree(in folder: String, _ create: (String) -> Int32, keep: (Int32) -> Void) -> String? {
        for _ in 0..<attempts {
            let serial = counter.wrappingAdd(1, ordering: .relaxed).newValue
            let name = FilePath.joined(folder, ".studio-\(getpid())-\(serial).tmp")
            let result = create(name)
            if result >= 0 {
                keep(result)
                return name
            }
            guard errno == EEXIST else { return nil }
        }
        return nil
    }

    /// Flushes the folder, so that the rename survives a power failure. Some file systems do not support it.
    private static func syncFolder(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }
}
