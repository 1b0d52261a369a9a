import FoundationEssentials
import Glibc
import SketchSupport

/// An exclusive lock on a run's folder, so that two trainings cannot write to it at the same time.
///
/// The lock belongs to an open file description of `.run.lock` in the folder (`flock`), so the system releases it when the
/// process ends, however it ends. The file contains the process's number for the message to others.
///
/// A lock file that is not locked is left by a run that was killed. If it is marked, the run had begun to write its files.
final class RunLock {
    static let fileName = ".run.lock"

    private let path: String
    private var descriptor: Int32 = -1
    /// Whether an earlier run left the file marked.
    private(set) var wasMarked = false
    /// Whether the file was there without any content, so that it may be the user's.
    private var wasEmpty = false

    /// - Throws: `TrainingError.runIsLocked` if another run has the lock, or `FileError.notWritable`, also for a file with other
    ///   content.
    init(folder: String) throws {
        path = folder + "/" + Self.fileName
        var exists = false
        while true {
            descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            exists = descriptor >= 0
            if descriptor < 0, errno == ENOENT {
                descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
                if descriptor < 0, errno == EEXIST { continue }
            }
            guard descriptor >= 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
            // File systems without locks report other errors; a run must be possible there too.
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
                let owner = Self.owner(descriptor)
                close(descriptor)
                throw TrainingError.runIsLocked(folder: folder, process: owner)
            }
            // Another run may have removed the file between the opening and the locking.
            if isCurrent { break }
            close(descriptor)
        }
        let content = Self.content(descriptor)
        guard Self.isOwn(content) else {
            close(descriptor)
            throw FileError.notWritable(path: path, reason: "it is not the lock of a training")
        }
        wasMarked = content.contains(Self.sign)
        wasEmpty = exists && content.isEmpty
        write("\(getpid())\n" + (wasMarked ? Self.sign + "\n" : ""))
    }

    deinit { release() }

    /// Marks the folder as that of a run that has begun.
    func mark() { write("\(getpid())\n\(Self.sign)\n") }

    /// Whether the folder's lock file is marked.
    static func isMarked(in folder: String) -> Bool {
        let text = try? BoundedFile.contents(of: folder + "/" + fileName, limit: 64)
        return text.map { String(decoding: $0, as: UTF8.self).contains(sign) } ?? false
    }

    /// Whether a lock file's content is that of a run: nothing, or a process's number and possibly the mark.
    private static func isOwn(_ content: String) -> Bool {
        let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
        return content.isEmpty || Int(lines[0]) != nil && [[""], [sign[...], ""]].contains(Array(lines.dropFirst()))
    }

    /// The first bytes of a file.
    private static func content(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    private static let sign = "studio train"

    /// Replaces the file's content, which only informs others; errors are ignored.
    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, bytes, bytes.count, 0) }
    }

    /// Releases the lock and leaves its file, which marks the folder as that of an unfinished run.
    func release() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }

    /// Removes the file, or empties it if it was there and empty, and releases the lock.
    func remove() {
        guard descriptor >= 0 else { return }
        if wasEmpty { write("") } else if isCurrent { unlink(path) }
        release()
    }

    /// Whether the path still leads to the locked file.
    private var isCurrent: Bool {
        var (own, named) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &named) == 0 && own.st_dev == named.st_dev
            && own.st_ino == named.st_ino
    }

    /// The number of the process that wrote the file; nil if there is none.
    private static func owner(_ descriptor: Int32) -> Int? {
        content(descriptor).split(separator: "\n").first.flatMap { Int($0) }
    }
}
