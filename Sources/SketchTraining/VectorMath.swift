/// exp, tanh and the logistic function for many float32 numbers, eight at a time.
///
/// Training evaluates tens of millions of them a step, where a call of the system's library for each would
/// cost more than the matrix products. Relative errors stay below 3e-7. Drawings are not sampled with
/// these: what decides a drawing's bytes has kernels of its own.
enum VectorMath {
    typealias Lanes = SIMD8<Float>

    /// exp of each lane: 2^n times a polynomial in the rest, coefficients of the Cephes library's expf.
    @inline(__always)
    static func exp(_ value: Lanes) -> Lanes {
        // Limits by comparison, which a NaN passes unchanged: a diverging run must be seen to diverge.
        let x = value.replacing(with: -87, where: value .< -87).replacing(with: 88, where: value .> 88)
        // Adding 1.5 * 2^23 rounds to the nearest integer, which then stands in the low bits.
        let shifter: Float = 12_582_912
        let shifted = x * 1.442_695_04 + shifter
        let n = shifted - shifter
        let r = (x - n * 0.693_359_375) - n * -2.121_944_4e-4
        var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
        p = p * r + 8.333_451_9e-3
        p = p * r + 4.166_579_6e-2
        p = p * r + 1.666_666_55e-1
        p = p * r + 5.000_000_1e-1
        p = p * r * r + r + 1
        let bits = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &- 0x4b40_0000
        let power = unsafeBitCast((bits &+ 127) &<< 23, to: Lanes.self)
        return p * power
    }

    @inline(__always)
    static func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exp(-x)) }

    /// Near zero an odd polynomial, where the quotient would cancel; coefficients of Cephes' tanhf.
    @inline(__always)
    static func tanh(_ x: Lanes) -> Lanes {
        let far = 1 - 2 / (exp(x + x) + 1)
        let square = x * x
        var p = square * -5.704_988_7e-3 + 2.063_908_9e-2
        p = p * square - 5.373_971_6e-2
        p = p * square + 1.333_144_2e-1
        p = p * square - 3.333_328_2e-1
        let near = p * square * x + x
        return far.replacing(with: near, where: square .< 0.390_625)
    }

    /// `y = function(x)` for `count` numbers; the last few travel in a padded vector.
    @inline(__always)
    static func map(
        _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, count: Int,
        _ function: (Lanes) -> Lanes
    ) {
        var k = 0
        while k + 8 <= count {
            let lanes = UnsafeRawPointer(x + k).loadUnaligned(as: Lanes.self)
            UnsafeMutableRawPointer(y + k).storeBytes(of: function(lanes), as: Lanes.self)
            k += 8
        }
        guard k < count else { return }
        var rest = Lanes()
        for lane in 0..<count - k { rest[lane] = x[k + lane] }
        let result = function(rest)
        for lane in 0..<count - k { y[k + lane] = result[lane] }
    }
}
