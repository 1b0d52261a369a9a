import Foundation

/// Splits many drawings into groups that run in lockstep, and the groups over threads.
///
/// Every row's bytes are independent of its group, so the split is free to follow the machine.
package enum Lockstep {
    /// The most rows in a group: enough to reuse every weight panel, few enough for the cache.
    static let groupLimit = 64

    /// Runs `body` over ranges that cover 0..<count, on up to `threads` threads, and joins what they return
    /// in order. The error of the first range that failed is thrown.
    package static func map<Result: Sendable>(
        count: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> [Result]
    ) throws -> [Result] {
        guard count > 0 else { return [] }
        let threads = max(1, threads)
        let group = min(groupLimit, (count + threads - 1) / threads)
        let ranges = stride(from: 0, to: count, by: group).map { $0..<min($0 + group, count) }
        if threads == 1 || ranges.count == 1 { return try ranges.flatMap(body) }
        let outcomes = Outcomes<Result>(count: ranges.count)
        let workers = min(threads, ranges.count)
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for index in stride(from: worker, to: ranges.count, by: workers) {
                let outcome = Swift.Result { try body(ranges[index]) }
                outcomes.set(index, outcome)
            }
        }
        return try outcomes.joined()
    }

    private final class Outcomes<Value: Sendable>: @unchecked Sendable {
        private let lock = NSLock()
        private var values: [Swift.Result<[Value], any Error>]

        init(count: Int) { values = Array(repeating: .success([]), count: count) }

        func set(_ index: Int, _ value: Swift.Result<[Value], any Error>) {
            lock.withLock { values[index] = value }
        }

        func joined() throws -> [Value] {
            try lock.withLock { try values.flatMap { try $0.get() } }
        }
    }
}

/// The number of threads that encoding and decoding use unless told otherwise.
public enum Threads {
    /// One for each active processor.
    public static var automatic: Int { ProcessInfo.processInfo.activeProcessorCount }
}
