import Foundation
import Synchronization

/// Shares work out over threads: whoever is free takes what comes next, so no thread waits for a slower one.
///
/// Every drawing's bytes are independent of who computes it and in what company, so the sharing is free to follow
/// the machine.
package enum Workers {
    /// Runs `body` on up to `threads` threads, the calling one among them, and waits for all.
    package static func run(threads: Int, _ body: @Sendable () -> Void) {
        if threads <= 1 { return body() }
        DispatchQueue.concurrentPerform(iterations: threads) { _ in body() }
    }

    /// Runs `body` over ranges of up to 64 numbers that cover 0..<count, on up to `threads` threads, and joins what
    /// they return in order. Throws the error of the first range that failed.
    package static func map<Value: Sendable>(
        count: Int, threads: Int, _ body: @Sendable (Range<Int>) throws -> [Value]
    ) throws -> [Value] {
        let portion = 64
        let portions = (count + portion - 1) / portion
        let results = Results<[Value]>(count: portions)
        let queue = WorkQueue(count: count)
        run(threads: min(threads, portions)) {
            while case let range = queue.take(upTo: portion), !range.isEmpty {
                results.set(range.lowerBound / portion, Result { try body(range) })
            }
        }
        return try results.joined().flatMap { $0 }
    }
}

/// The numbers 0..<count, each handed out once.
package final class WorkQueue: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)

    package init(count: Int) { self.count = count }

    /// The next `limit` numbers, or what is left of them; empty when all are taken.
    package func take(upTo limit: Int = 1) -> Range<Int> {
        let start = next.wrappingAdd(limit, ordering: .relaxed).oldValue
        return min(start, count)..<min(start + limit, count)
    }
}

/// A place for each result, filled in any order by any thread.
package final class Results<Value: Sendable>: Sendable {
    private let values: Mutex<[Result<Value, any Error>?]>

    package init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

    package func set(_ index: Int, _ value: Result<Value, any Error>) {
        values.withLock { $0[index] = value }
    }

    /// All values in order. Throws the first error in that order, whichever came first in time.
    package func joined() throws -> [Value] {
        try values.withLock { try $0.compactMap { try $0?.get() } }
    }
}

/// The number of threads that encoding and decoding use unless told otherwise.
public enum Threads {
    /// One for each active processor.
    public static var automatic: Int { ProcessInfo.processInfo.activeProcessorCount }
}
