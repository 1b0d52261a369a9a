/// The only source of randomness: Philox4x32-10, a counter-based generator
/// (Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011).
///
/// A value has no state: block `n` of a stream is a pure function of (seed, stream, n). The noise of a drawing therefore
/// does not depend on its neighbours, the batch size or the number of threads. A stream has a 64-bit number: the draw index
/// for decoding and latents, fixed numbers for other purposes.
///
/// The cipher's input: key words = seed (low, high); counter words = block number (low, high),
/// stream (low, high).
public struct Philox: Hashable, Sendable {
    public let seed: UInt64
    public let stream: UInt64

    public init(seed: UInt64, stream: UInt64) {
        self.seed = seed
        self.stream = stream
    }

    /// The 128 random bits number `counter` of this stream.
    public func block(_ counter: UInt64) -> SIMD4<UInt32> {
        Self.block(
            counter: SIMD4(
                UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
                UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)),
            key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    }

    /// Two uniform draws in [0, 1) of 53 bits each, from block `counter`.
    public func uniforms(_ counter: UInt64) -> (Double, Double) {
        let bits = block(counter)
        return (Self.uniform53(bits.x, bits.y), Self.uniform53(bits.z, bits.w))
    }

    /// Two independent standard normal draws from block `counter` (Box-Muller), the same bits on every
    /// processor and system.
    public func normals(_ counter: UInt64) -> (Double, Double) {
        let (u, v) = uniforms(counter)
        return StandardNormal.pair(u, v)
    }

    /// Ten rounds of Philox4x32 over one counter, as the paper and the Random123 library number the words.
    public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var c = counter
        var k = key
        for _ in 0..<10 {
            let p0 = 0xD251_1F53 * UInt64(c.x)
            let p1 = 0xCD9E_8D57 * UInt64(c.z)
            c = SIMD4(
                UInt32(truncatingIfNeeded: p1 >> 32) ^ c.y ^ k.x, UInt32(truncatingIfNeeded: p1),
                UInt32(truncatingIfNeeded: p0 >> 32) ^ c.w ^ k.y, UInt32(truncatingIfNeeded: p0))
            k = k &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
        }
        return c
    }

    private static func uniform53(_ low: UInt32, _ high: UInt32) -> Double {
        Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
    }
}
