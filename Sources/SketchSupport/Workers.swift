import FoundationEssentials
import Synchronization

/// Divides work among threads dynamically: a thread that becomes free takes the next part, so none waits for a slower
/// one. No result may depend on which thread computes it.
package enum Workers {
    /// Runs `body` on up to `threads` threads, including the calling one, and waits for all of them. Where the system makes
    /// fewer threads, `body` runs on fewer, at least on the calling one.
    package static func run(threads: Int, _ body: @Sendable () -> Void) {
        if threads <= 1 { return body() }
        withoutActuallyEscaping(body) { body in
            var others: [BackgroundThread] = []
            while others.count < threads - 1, let thread = BackgroundThread(body) { others.append(thread) }
            body()
            for thread in others { thread.join() }
        }
    }

    /// Calls `body` with each of the numbers `0..<count` on up to `threads` threads, by default as many as there are numbers,
    /// and waits for all calls.
    package static func forEach(count: Int, threads: Int = .max, _ body: @Sendable (Int) -> Void) {
        let queue = WorkQueue(count: count)
        run(threads: min(count, threads)) {
            while let index = queue.take().first { body(index) }
        }
    }

    /// Returns the concatenated results of `body` for consecutive ranges that cover `0..<count`.
    ///
    /// - Parameters:
    ///   - threads: the maximum number of threads.
    ///   - portion: the numbers per call of `body`.
    /// - Throws: the error of the first range, in order, whose call failed.
    package static func map<Value: Sendable>(
        count: Int, threads: Int, portion: Int = 64, _ body: @Sendable (Range<Int>) throws -> [Value]
    ) throws -> [Value] {
        if threads <= 1 || count <= portion { return count > 0 ? try body(0..<count) : [] }
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

extension Array where Element: Sendable {
    /// `map` on up to `threads` threads. Throws the error of the first element that failed.
    package func parallelMap<Value: Sendable>(
        threads: Int, _ transform: @Sendable (Element) throws -> Value
    ) throws -> [Value] {
        // Several portions per thread, so that threads end at about the same time.
        let portion = Swift.min(64, Swift.max(1, count / Swift.max(1, 4 * threads)))
        return try Workers.map(count: count, threads: threads, portion: portion) { range in
            try self[range].map(transform)
        }
    }
}

/// Hands out each of the numbers `0..<count` once.
package final class WorkQueue: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)

    package init(count: Int) { self.count = count }

    /// Returns the next `limit` numbers or the remaining ones; empty when all have been taken.
    package func take(upTo limit: Int = 1) -> Range<Int> {
        let start = next.wrappingAdd(limit, ordering: .relaxed).oldValue
        return min(start, count)..<min(start + limit, count)
    }
}

/// Results that threads complete in any order.
package final class Results<Value: Sendable>: Sendable {
    private let values: Mutex<[Result<Value, any Error>?]>

    package init(count: Int) { values = Mutex(Array(repeating: nil, count: count)) }

    package func set(_ index: Int, _ value: Result<Value, any Error>) {
        values.withLock { $0[index] = value }
    }

    /// Returns all values in order. Throws the first error in that order, whichever occurred first.
    package func joined() throws -> [Value] {
        try values.withLock { try $0.compactMap { try $0?.get() } }
    }
}

/// The number of threads that encoding and decoding use by default.
public enum Threads {
    /// One per active processor.
    public static var automatic: Int { ProcessInfo.processInfo.activeProcessorCount }
}
