/// Successive draws from a `Philox` stream, for shuffles, augmentation and initial weights. Its state is the stream and the
/// number of the next block, so a checkpoint can store it and continue it bit for bit.
///
/// Each call uses a new block, so that draws of different kinds never share bits.
public struct PhiloxSequence: RandomNumberGenerator, Hashable, Sendable {
    public let source: Philox
    /// The number of the next block.
    public var position: UInt64

    public init(seed: UInt64, stream: UInt64, position: UInt64 = 0) {
        source = Philox(seed: seed, stream: stream)
        self.position = position
    }

    /// 64 random bits.
    public mutating func next() -> UInt64 {
        let bits = source.block(advance())
        return UInt64(bits.y) << 32 | UInt64(bits.x)
    }

    /// A uniform draw in [0, 1), 53 bits.
    public mutating func nextUniform() -> Double { source.uniforms(advance()).0 }

    /// A standard normal draw.
    public mutating func nextNormal() -> Double { source.normals(advance()).0 }

    /// `count` standard normal draws, two per block.
    public mutating func nextNormals(_ count: Int) -> [Float] {
        var draws: [Float] = []
        draws.reserveCapacity(count + 1)
        while draws.count < count {
            let pair = source.normals(advance())
            draws.append(Float(pair.0))
            draws.append(Float(pair.1))
        }
        if draws.count > count { draws.removeLast() }
        return draws
    }

    private mutating func advance() -> UInt64 {
        defer { position &+= 1 }
        return position
    }
}
