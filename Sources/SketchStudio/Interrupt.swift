import Foundation
import Synchronization

/// Ctrl-C as a request to stop, for commands that save their state.
enum Interrupt {
    private static let wasRequested = Atomic<Bool>(false)

    /// From now on SIGINT and SIGTERM set a flag; the second signal ends the program as usual.
    static func catchSignals() {
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { number in
                Interrupt.wasRequested.store(true, ordering: .relaxed)
                _ = signal(number, SIG_DFL)
            }
        }
    }

    /// Whether a signal asked the run to stop.
    static var isRequested: Bool { wasRequested.load(ordering: .relaxed) }
}
