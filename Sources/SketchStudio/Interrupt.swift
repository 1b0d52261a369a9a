import Foundation
import Synchronization

/// Ctrl-C as a wish to stop, for commands that have something to save.
enum Interrupt {
    private static let wasAsked = Atomic<Bool>(false)

    /// From here on SIGINT and SIGTERM only set a flag; a second one ends the program as usual.
    static func catchSignals() {
        for number in [SIGINT, SIGTERM] {
            _ = signal(number) { number in
                Interrupt.wasAsked.store(true, ordering: .relaxed)
                _ = signal(number, SIG_DFL)
            }
        }
    }

    /// Whether the person asked the run to stop.
    static var isAsked: Bool { wasAsked.load(ordering: .relaxed) }
}
