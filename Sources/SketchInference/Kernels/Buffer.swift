/// A block of floating-point numbers at a fixed address between calls of `resize`, zero at first: the working memory of
/// the kernels.
///
/// Arrays would be checked for uniqueness and bounds at every access in loops that run hundreds of times per drawing. A
/// buffer is reused from batch to batch, so that a training step does not allocate. One thread at a time may write to a
/// buffer; a buffer that no one writes to any more may be shared between threads.
@usableFromInline
package final class Buffer<Scalar: BinaryFloatingPoint & BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline @exclusivity(unchecked) var storage: UnsafeMutablePointer<Scalar>
    @usableFromInline @exclusivity(unchecked) var size: Int
    @usableFromInline var capacity: Int

    /// Room for `count` numbers that the caller is about to write.
    @inlinable
    package init(uninitialized count: Int) {
        size = count
        capacity = max(count, 1)
        storage = Self.allocate(capacity)
    }

    /// `count` zeros.
    @inlinable
    package convenience init(count: Int = 0) {
        self.init(uninitialized: count)
        storage.initialize(repeating: 0, count: capacity)
    }

    /// A copy of `values`.
    @inlinable
    package convenience init(_ values: some Collection<Scalar>) {
        self.init(uninitialized: values.count)
        for (index, value) in values.enumerated() { storage[index] = value }
    }

    @inlinable
    deinit { storage.deallocate() }

    /// The address of the first number, valid until the next `resize` or `exchange`.
    @inlinable package var base: UnsafeMutablePointer<Scalar> { storage }

    @inlinable package var count: Int { size }

    /// The values as an array.
    @inlinable package var values: [Scalar] { array(size) }

    /// The first `count` values as an array.
    @inlinable
    package func array(_ count: Int) -> [Scalar] {
        Array(UnsafeBufferPointer(start: storage, count: min(count, size)))
    }

    /// Makes room for `count` numbers, whose values are then unspecified.
    @inlinable
    package func resize(to count: Int) {
        if count > capacity {
            storage.deallocate()
            capacity = count
            storage = Self.allocate(capacity)
            storage.initialize(repeating: 0, count: capacity)
        }
        size = count
    }

    /// Swaps contents with another buffer.
    @inlinable
    package func exchange(with other: Buffer) {
        swap(&storage, &other.storage)
        swap(&size, &other.size)
        swap(&capacity, &other.capacity)
    }

    /// Memory that begins at a cache line, so that no vector of the kernels straddles two lines.
    @inlinable
    static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Scalar> {
        UnsafeMutableRawPointer.allocate(byteCount: capacity * MemoryLayout<Scalar>.stride, alignment: 64)
            .bindMemory(to: Scalar.self, capacity: capacity)
    }
}

/// Float32, the element type of the sampling kernels.
package typealias FloatBuffer = Buffer<Float>
