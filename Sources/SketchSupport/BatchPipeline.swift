import Synchronization

/// Collects elements into batches and processes one batch while the next is collected. Memory is bounded by two
/// batches, however many elements there are.
package final class BatchPipeline<Element: Sendable> {
    private let size: Int
    private let body: @Sendable ([Element]) throws -> Void
    private var batch: [Element] = []
    private let hasThread: Bool
    /// The thread of the batch before.
    private var thread: BackgroundThread?
    private let failure = Failure()

    /// The first error of a batch that was processed in the background.
    private final class Failure: Sendable {
        private let error = Mutex<(any Error)?>(nil)
        func keep(_ new: any Error) { error.withLock { $0 = $0 ?? new } }
        func check() throws { if let error = error.withLock({ $0 }) { throw error } }
    }

    /// - Parameters:
    ///   - size: elements per batch.
    ///   - threads: with 1, or where the system makes no thread, `body` runs on the calling thread between additions.
    ///   - body: called for each batch in order, never concurrently with itself.
    package init(batchSize size: Int, threads: Int, _ body: @escaping @Sendable ([Element]) throws -> Void) {
        self.size = size
        self.body = body
        hasThread = threads > 1
        batch.reserveCapacity(size)
    }

    deinit { thread?.join() }

    /// Adds an element. Throws what `body` threw for an earlier batch, or throws for this one.
    package func add(_ element: Element) throws {
        batch.append(element)
        if batch.count == size { try submit() }
    }

    /// Waits until the last batch is processed. Throws what `body` threw.
    package func finish() throws {
        if !batch.isEmpty { try submit() }
        try wait()
    }

    /// Waits for the batch before. Throws what `body` threw.
    private func wait() throws {
        thread?.join()
        thread = nil
        try failure.check()
    }

    private func submit() throws {
        let full = batch
        batch.removeAll(keepingCapacity: true)
        guard hasThread else { return try body(full) }
        // Waits for the batch before, so that there are two batches in memory, not three.
        try wait()
        thread = BackgroundThread { [body, failure] in
            do { try body(full) } catch { failure.keep(error) }
        }
        if thread == nil { try body(full) }
    }
}
