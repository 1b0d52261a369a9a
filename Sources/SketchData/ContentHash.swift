import Foundation

/// SHA-256 (FIPS 180-4): names a model or an input in a picture's recipe. Of our own, since the standard
/// library has none and the program takes no dependency for eighty lines; the result is what `sha256sum`
/// prints.
public enum ContentHash {
    /// The hash of `data` as 64 lower-case hexadecimal digits.
    public static func sha256(_ data: Data) -> String {
        var state: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
            0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
        var schedule = [UInt32](repeating: 0, count: 64)
        data.withUnsafeBytes { bytes in
            for start in stride(from: 0, through: bytes.count - 64, by: 64) {
                compress(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64]), &state, &schedule)
            }
            var tail = [UInt8](bytes[(bytes.count / 64 * 64)...])
            tail.append(0x80)
            while tail.count % 64 != 56 { tail.append(0) }
            let bits = UInt64(bytes.count) * 8
            for shift in stride(from: 56, through: 0, by: -8) {
                tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
            }
            tail.withUnsafeBytes { end in
                for start in stride(from: 0, to: end.count, by: 64) {
                    compress(UnsafeRawBufferPointer(rebasing: end[start..<start + 64]), &state, &schedule)
                }
            }
        }
        let digits = Array("0123456789abcdef")
        return String(
            state.flatMap { word in
                stride(from: 28, through: 0, by: -4).map { digits[Int(word >> UInt32($0) & 15)] }
            })
    }

    private static func compress(
        _ block: UnsafeRawBufferPointer, _ state: inout [UInt32], _ w: inout [UInt32]
    ) {
        for t in 0..<16 {
            w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: t * 4, as: UInt32.self))
        }
        for t in 16..<64 {
            let s0 = rotated(w[t - 15], 7) ^ rotated(w[t - 15], 18) ^ w[t - 15] >> 3
            let s1 = rotated(w[t - 2], 17) ^ rotated(w[t - 2], 19) ^ w[t - 2] >> 10
            w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for t in 0..<64 {
            let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ roundConstants[t] &+ w[t]
            let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let t2 = s0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }

    @inline(__always) private static func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 {
        x >> n | x << (32 - n)
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let roundConstants: [UInt32] = {
        var primes: [Int] = []
        var candidate = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map { prime in
            // The largest r with r^3 <= prime * 2^96, by bisection in 128 bits and more: r < 2^35.
            var low: UInt64 = 0
            var high: UInt64 = 1 << 35
            while high - low > 1 {
                let middle = (low + high) / 2
                if isCube(middle, atMost: UInt64(prime)) { low = middle } else { high = middle }
            }
            return UInt32(truncatingIfNeeded: low)
        }
    }()

    /// Whether r^3 <= p * 2^96.
    private static func isCube(_ r: UInt64, atMost p: UInt64) -> Bool {
        let square = r.multipliedFullWidth(by: r)
        let low = square.low.multipliedFullWidth(by: r)
        let high = square.high * r
        let middle = low.high.addingReportingOverflow(high)
        // r^3 = middle * 2^64 + low.low, and p * 2^96 = (p << 32) * 2^64.
        return middle.partialValue < p << 32 || (middle.partialValue == p << 32 && low.low == 0)
    }
}
