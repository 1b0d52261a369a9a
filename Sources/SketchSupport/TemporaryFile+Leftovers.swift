import FoundationEssentials
import Glibc

/// The temporary files of killed processes: `.studio-PID-N.tmp` files that will never be renamed.
extension TemporaryFile {
    /// The minimum age in seconds of a file that is considered abandoned: far longer than the time between creating and
    /// locking it.
    private static let shortestAge = 60

    /// Locks the file of `descriptor` until it is closed or the process ends.
    static func lock(_ descriptor: Int32) { _ = flock(descriptor, LOCK_EX | LOCK_NB) }

    /// Removes the temporary files in a folder that no process has locked. Ignores failures.
    static func removeLeftovers(in folder: String) {
        guard let directory = opendir(folder) else { return }
        defer { closedir(directory) }
        let now = time(nil)
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard isOwn(name) else { continue }
            let path = FilePath.joined(folder, name)
            var info = stat()
            guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, now - info.st_mtim.tv_sec > shortestAge else {
                continue
            }
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }

    /// Whether a name is one that this program gives: `.studio-`, a process number, `-`, a serial number, `.tmp`.
    private static func isOwn(_ name: String) -> Bool {
        guard name.hasPrefix(".studio-"), name.hasSuffix(".tmp") else { return false }
        let numbers = name.dropFirst(8).dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
        return numbers.count == 2
            && numbers.allSatisfy { !$0.isEmpty && $0.utf8.count <= 20 && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
