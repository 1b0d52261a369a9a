import Foundation

/// Collects what a reader hands out one by one into portions, and works on one portion while the next is read.
/// Memory holds two portions, however many there are.
package final class Portions<Element: Sendable> {
    private let size: Int
    private let body: @Sendable ([Element]) throws -> Void
    private var portion: [Element] = []
    private let queue: DispatchQueue?
    private let failure = Failure()

    private final class Failure: @unchecked Sendable {
        private let lock = NSLock()
        private var error: (any Error)?
        func keep(_ new: any Error) { lock.withLock { error = error ?? new } }
        func check() throws { try lock.withLock { if let error { throw error } } }
    }

    /// - Parameters:
    ///   - size: elements in a portion.
    ///   - threads: with one, `body` runs between the reads and not beside them.
    ///   - body: called for each portion in order, never twice at a time.
    package init(of size: Int, threads: Int, _ body: @escaping @Sendable ([Element]) throws -> Void) {
        self.size = size
        self.body = body
        queue = threads > 1 ? DispatchQueue(label: "portions") : nil
        portion.reserveCapacity(size)
    }

    /// Throws what `body` threw for an earlier portion, or throws for this one.
    package func add(_ element: Element) throws {
        portion.append(element)
        if portion.count == size { try hand() }
    }

    /// Waits until the last portion is done. Throws what `body` threw.
    package func finish() throws {
        if !portion.isEmpty { try hand() }
        queue?.sync {}
        try failure.check()
    }

    private func hand() throws {
        let own = portion
        portion.removeAll(keepingCapacity: true)
        guard let queue else { return try body(own) }
        // The one before must be done: two portions are held, not three.
        queue.sync {}
        try failure.check()
        queue.async { [body, failure] in
            do { try body(own) } catch { failure.keep(error) }
        }
    }
}
