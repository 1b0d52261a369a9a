import Glibc
import Synchronization

/// Ctrl-C as a request to stop, for commands that save their state.
enum Interrupt {
    private static let wasRequested = Atomic<Bool>(false)

    /// From now on SIGINT, SIGTERM and SIGHUP set a flag; a second SIGINT or SIGTERM ends the program as usual. SIGQUIT ends it
    /// at once, also if the parent process ignores it, as shells do for background jobs.
    ///
    /// A SIGHUP that the parent process ignores (`nohup`) stays ignored. When a terminal is closed, both the system and the
    /// shell may send one, so the second does not end the program while it saves.
    static func catchSignals() {
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { number in
                Interrupt.wasRequested.store(true, ordering: .relaxed)
                _ = signal(number, SIG_DFL)
            }
        }
        var hangup = sigaction()
        if sigaction(SIGHUP, nil, &hangup) == 0, !isIgnored(hangup) {
            _ = signal(SIGHUP) { _ in
                Interrupt.wasRequested.store(true, ordering: .relaxed)
                _ = signal(SIGHUP, SIG_IGN)
            }
        }
        _ = signal(SIGQUIT, SIG_DFL)
        // A parent process may have blocked them, which is inherited too.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Whether a signal asked the run to stop.
    static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }
}
