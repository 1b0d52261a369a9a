import SketchInference
import Synchronization

/// The kernel levels that this processor supports.
package enum KernelLevels {
    private static let lock = Mutex(())

    package static var all: [KernelLevel] { KernelLevel.allCases.filter(\.isSupported) }

    /// Returns whether `body` returns the same value at every level. The level is global, so one caller runs at a time.
    package static func agree<T: Equatable>(_ body: () throws -> T) rethrows -> Bool {
        try lock.withLock { _ in
            defer { KernelLevel.use(.best) }
            var first: T?
            for level in all {
                guard KernelLevel.use(level) == level else { return false }
                let result = try body()
                if let first, first != result { return false }
                first = result
            }
            return true
        }
    }
}
