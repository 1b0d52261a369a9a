/// A block of float32 of fixed size and address, initially zero: the working memory of the kernels.
///
/// Arrays would be checked for uniqueness and bounds at every step of a loop that runs hundreds of times per drawing. Raw
/// pointers are used outside this folder only within the cells, the encoder and the decoder.
package final class FloatBuffer: @unchecked Sendable {
    package let base: UnsafeMutablePointer<Float>
    package let count: Int

    /// The size of a cache line, so that no vector of the kernels straddles two.
    private static let alignment = 64

    package convenience init(count: Int) {
        self.init(uninitialized: count)
        base.initialize(repeating: 0, count: count)
    }

    /// Memory for `count` values that the caller writes before reading them.
    init(uninitialized count: Int) {
        self.count = count
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: Self.alignment)
        base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    package convenience init(_ values: some Collection<Float>) {
        self.init(count: values.count)
        for (index, value) in values.enumerated() { base[index] = value }
    }

    deinit { base.deallocate() }

    /// The first `count` values as an array.
    package func array(_ count: Int) -> [Float] {
        Array(UnsafeBufferPointer(start: base, count: min(count, self.count)))
    }
}
