import Dispatch
import Foundation

/// A training that runs one step when asked, on its own thread, so that several trainings take turns in one process.
final class TurnTaker: @unchecked Sendable {
    private let turn = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)
    private var seconds = 0.0
    private var ends = false
    private let clock = ContinuousClock()

    /// - Parameter body: trains; calls the first closure after every step, and stops when the second returns true.
    init(_ body: @escaping @Sendable (_ afterStep: @escaping () -> Void, _ shouldStop: @escaping () -> Bool) -> Void) {
        let thread = Thread { [self] in
            turn.wait()
            var started = clock.now
            body(
                {
                    self.seconds = (self.clock.now - started) / .seconds(1)
                    self.done.signal()
                    self.turn.wait()
                    started = self.clock.now
                }, { self.ends })
            done.signal()
        }
        thread.stackSize = 16 << 20
        thread.start()
    }

    /// Runs the next step; the first includes the preparation.
    /// - Returns: its seconds.
    func step() -> Double {
        turn.signal()
        done.wait()
        return seconds
    }

    /// Ends the training.
    func finish() {
        ends = true
        turn.signal()
        done.wait()
    }
}
