import Foundation

extension Array where Element: Sendable {
    /// `map` by up to `threads` threads, each with a run of neighbours; the order is kept. Throws the error of the
    /// first element that failed.
    package func parallelMap<Value: Sendable>(
        threads: Int, _ transform: @Sendable (Element) throws -> Value
    ) throws -> [Value] {
        let share = Swift.max(1, (count + threads - 1) / threads)
        if share >= count { return try map(transform) }
        let starts = [Int](stride(from: 0, to: count, by: share))
        let outcomes = Outcomes<Value>(count: starts.count)
        DispatchQueue.concurrentPerform(iterations: starts.count) { worker in
            let own = self[starts[worker]..<Swift.min(starts[worker] + share, count)]
            outcomes.set(worker, Result { try own.map(transform) })
        }
        return try outcomes.joined()
    }
}

/// What the threads made, in order.
private final class Outcomes<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Result<[Value], any Error>]

    init(count: Int) { values = Array(repeating: .success([]), count: count) }

    func set(_ index: Int, _ value: Result<[Value], any Error>) { lock.withLock { values[index] = value } }

    func joined() throws -> [Value] { try lock.withLock { try values.flatMap { try $0.get() } } }
}
