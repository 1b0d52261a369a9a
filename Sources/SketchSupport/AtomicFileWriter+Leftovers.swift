import Foundation

/// What a program that was killed leaves behind: `.studio-*.tmp` files that nobody will rename any more.
extension AtomicFileWriter {
    /// How old a file must be, in seconds, before it can be taken for one that was left: the time between making it and
    /// locking it is far shorter.
    private static let shortestAge = 60

    /// Holds `descriptor`'s file for this process until it is closed, whatever ends the process.
    static func lock(_ descriptor: Int32) { _ = flock(descriptor, LOCK_EX | LOCK_NB) }

    /// Removes the temporary files in a folder that no living process holds. Failures do not matter.
    static func removeLeftovers(in folder: String) {
        guard let directory = opendir(folder) else { return }
        defer { closedir(directory) }
        let now = time(nil)
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(".studio-"), name.hasSuffix(".tmp") else { continue }
            let path = folder + "/" + name
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
}
