/// A growable array of numbers outside Swift's reference counting, reused from batch to batch so that a
/// training step allocates nothing.
///
/// Unsafe on purpose and small on purpose: the only owner of raw memory in this module. One thread uses a
/// buffer at a time; the trainer's two phases see to that.
package final class Buffer<Scalar: TrainingScalar>: @unchecked Sendable {
    package private(set) var pointer: UnsafeMutablePointer<Scalar>
    package private(set) var count: Int
    private var capacity: Int

    package init(count: Int = 0) {
        capacity = max(count, 1)
        pointer = .allocate(capacity: capacity)
        pointer.initialize(repeating: 0, count: capacity)
        self.count = count
    }

    package convenience init(_ values: some Collection<Scalar>) {
        self.init(count: values.count)
        for (i, value) in values.enumerated() { pointer[i] = value }
    }

    deinit { pointer.deallocate() }

    /// Makes room for `count` numbers, whose values are then unspecified.
    /// - Returns: the first number's address, valid until the next call.
    @discardableResult
    package func resize(to count: Int) -> UnsafeMutablePointer<Scalar> {
        if count > capacity {
            pointer.deallocate()
            capacity = count
            pointer = .allocate(capacity: capacity)
            pointer.initialize(repeating: 0, count: capacity)
        }
        self.count = count
        return pointer
    }

    /// Makes room for `count` zeros.
    @discardableResult
    package func zeros(_ count: Int) -> UnsafeMutablePointer<Scalar> {
        resize(to: count)
        pointer.update(repeating: 0, count: count)
        return pointer
    }

    /// Trades contents with a buffer of the same size.
    func exchange(with other: Buffer) {
        swap(&pointer, &other.pointer)
        swap(&count, &other.count)
        swap(&capacity, &other.capacity)
    }

    package var values: [Scalar] { Array(UnsafeBufferPointer(start: pointer, count: count)) }
}
