import Foundation

/// Runs a program and measures it.
struct Child {
    var status: Int32
    var output: String
    /// Wall time and the CPU time of all its threads, in seconds.
    var wall: Double
    var processor: Double
    /// Its peak memory in bytes, read from /proc every millisecond; 0 without /proc. The system's own figure at the
    /// end would include the memory of the program that started it.
    var peak: Int

    /// Runs `arguments[0]`, found on the PATH, and waits; discards its standard error.
    static func run(_ arguments: [String]) throws -> Child {
        struct Failure: Error, CustomStringConvertible { let description: String }
        var pipe: [Int32] = [0, 0]
        guard Foundation.pipe(&pipe) == 0 else { throw Failure(description: "no pipe: \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        posix_spawn_file_actions_addclose(&actions, pipe[0])
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        let start = ContinuousClock.now
        let error = posix_spawnp(&id, arguments[0], &actions, nil, &words, environ)
        close(pipe[1])
        guard error == 0 else {
            close(pipe[0])
            return Child(status: 127, output: "", wall: 0, processor: 0, peak: 0)
        }
        let watch = MemoryWatch(id)
        let bytes = FileHandle(fileDescriptor: pipe[0], closeOnDealloc: true).readDataToEndOfFile()
        var status: Int32 = 0
        var usage = rusage()
        wait4(id, &status, 0, &usage)
        let peak = watch.stop()
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return Child(
            status: status == 0 ? 0 : 1, output: String(decoding: bytes, as: UTF8.self),
            wall: (ContinuousClock.now - start) / .seconds(1),
            processor: seconds(usage.ru_utime) + seconds(usage.ru_stime), peak: peak)
    }
}

/// Samples a process's peak memory until it is stopped.
private final class MemoryWatch: @unchecked Sendable {
    private let lock = NSLock()
    private let done = DispatchSemaphore(value: 0)
    private var isStopped = false
    private var peak = 0

    init(_ id: pid_t) {
        Thread.detachNewThread { [self] in
            while !lock.withLock({ isStopped }) {
                let text = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
                let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
                if let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }) {
                    lock.withLock { peak = max(peak, number * 1024) }
                }
                usleep(1000)
            }
            done.signal()
        }
    }

    func stop() -> Int {
        lock.withLock { isStopped = true }
        done.wait()
        return lock.withLock { peak }
    }
}
